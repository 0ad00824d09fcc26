"""How long an act takes on this machine, and how that compares with a fixed piece of pure Python.

Milliseconds differ from machine to machine; the ratio hardly does.
"""

import statistics
import time
from collections.abc import Callable
from functools import cache

REFERENCE_STEPS = 200_000
TIMES = 5


def median_ms(act: Callable[[], object], times: int = TIMES, warm: bool = True) -> float:
    """The median of several runs, in milliseconds; a first run, not counted, warms up where it may."""
    if warm:
        act()
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        act()
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken)


def report(name: str, act: Callable[[], object], times: int = TIMES, warm: bool = True) -> float:
    """Print the name, the median in milliseconds and the ratio to the reference; return the milliseconds."""
    taken = median_ms(act, times, warm)
    print(f"{name:<56} {taken:10.2f} ms {taken / reference_ms():8.2f} x reference")
    return taken


@cache
def reference_ms() -> float:
    """What the reference takes here, in milliseconds."""
    return median_ms(_reference)


def _reference() -> int:
    total = 0
    for step in range(REFERENCE_STEPS):
        total = (total * 31 + step) % 1_000_003
    return total
