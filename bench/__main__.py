"""Run every benchmark of this directory: `python -m bench`, with `--short` for a slice that suits CI."""

import importlib
import pkgutil
import sys

import bench


def run(short: bool) -> None:
    """Call main(short) of each module that has one, in the order of their names."""
    names = sorted(found.name for found in pkgutil.iter_modules(bench.__path__) if not found.name.startswith("_"))
    for name in names:
        module = importlib.import_module(f"bench.{name}")
        if hasattr(module, "main"):
            print(f"{name}:")
            module.main(short)


if __name__ == "__main__":
    run("--short" in sys.argv[1:])
