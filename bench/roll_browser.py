"""The roll of fifteen people in Chromium: its weight, when it shows on a slow line, how soon it opens without a line.

Everything that is transferred counts, headers too: the page, styles, scripts, pictures, the manifest, and the marks
that the page asks for. The teacher is signed in. Chromium makes the line slow by holding back each answer and its
bytes; connecting it does not hold back, so that a first visit over https takes two or three round trips more.
"""

import statistics
from collections import Counter
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, ViewportSize

from bench.rolls import Evening, installation, make_evening
from bench.served import azbuka
from tests.browser import CHROMIUM
from tests.browser.serving import SIZES, chromium_browser

PAINTED = """() => new Promise((resolve) => {
  new PerformanceObserver((list) => {
    list.getEntriesByName("first-contentful-paint").forEach((one) => resolve(one.startTime));
  }).observe({ type: "paint", buffered: true });
})"""
NOTE_LIVE = """new MutationObserver(() => {
  if (!window.liveAt && document.querySelector('form.is-live')) window.liveAt = performance.now();
}).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['class'] });"""
LINE = {"offline": False, "latency": 400, "downloadThroughput": 400_000 / 8, "uploadThroughput": 400_000 / 8}
"""400 kbit/s, and 400 ms to an answer."""
SLOWER = 4
"""How many times slower than this machine a cheap telephone is taken to be."""


def main(short: bool) -> None:
    """Print bytes and milliseconds beside what is allowed."""
    if not CHROMIUM:
        print("left out: there is no Chromium on this machine")
        return
    times = 1 if short else 5
    with installation() as (app, folder):
        evening = make_evening(app)
        with azbuka(folder) as (port, _process), chromium_browser() as browser:
            phone = Phone(browser, f"http://127.0.0.1:{port}", evening)
            phone.weigh()
            for slower in (1, SLOWER):
                said = f"processor {slower} x slower"
                phone.report(f"first paint, cold, slow line, {said} (2000)", lambda n=slower: phone.paint(n), times)
                phone.report(
                    f"without a network, to the roll, {said} (1000)", lambda n=slower: phone.open_kept(n), times
                )


class Phone:
    """A telephone on which the teacher of an evening is signed in; each time with nothing kept of before."""

    def __init__(self, browser: Browser, address: str, evening: Evening) -> None:
        self.browser, self.address, self.evening = browser, address, evening
        self.roll = f"{address}/lessons/{evening.lesson}/roll"

    def report(self, name: str, act: Callable[[], float], times: int) -> None:
        """Print the median of several times, in milliseconds."""
        print(f"{name:<66} {statistics.median(act() for _ in range(times)):8.0f} ms")

    def weigh(self) -> None:
        """Print what the first and the second visit transfer."""
        context = self._context()
        for visit, allowed in (("first", "60 KB in all"), ("second", "0 KB of files")):
            page = context.new_page()
            found = _transferred(page, self.roll)
            parts = ", ".join(f"{kind} {size / 1000:.1f}" for kind, size in sorted(found.items()))
            print(f"{f'{visit} visit, {allowed} allowed':<56} {found.total() / 1000:10.1f} KB ({parts})")
            page.close()
        context.close()

    def paint(self, slower: int) -> float:
        """When the roll first shows something, in milliseconds from the tap; nothing is kept on the device."""
        context = self._context()
        page = context.new_page()
        session = _slowed(page, slower)
        session.send("Network.emulateNetworkConditions", LINE)
        page.goto(self.roll, wait_until="commit")
        taken: float = page.evaluate(PAINTED)
        context.close()
        return taken

    def open_kept(self, slower: int) -> float:
        """How long the icon's page takes to show and the roll to take taps, without a network, in milliseconds."""
        context = self._context()
        page = context.new_page()
        page.goto(f"{self.address}/today")
        page.locator("[data-kept=yes]").wait_for(state="attached")
        page.evaluate("navigator.serviceWorker.ready.then(() => null)")
        page.close()
        context.set_offline(True)
        page = context.new_page()
        page.add_init_script(NOTE_LIVE)
        _slowed(page, slower)
        page.goto(f"{self.address}/today", wait_until="commit")
        taken: float = page.evaluate(PAINTED)
        page.locator(f"a[href$='/lessons/{self.evening.lesson}/roll']").first.click()
        page.locator("form.is-live").wait_for()
        taken += page.evaluate("window.liveAt")
        context.close()
        return taken

    def _context(self) -> BrowserContext:
        width, height = SIZES["phone"]
        context = self.browser.new_context(
            viewport=ViewportSize(width=width, height=height), has_touch=True, locale="bg"
        )
        name, _, value = self.evening.cookie.partition("=")
        context.add_cookies([{"name": name, "value": value, "url": self.address}])
        return context


def _slowed(page: Page, slower: int) -> CDPSession:
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    return session


def _transferred(page: Page, address: str) -> Counter[str]:
    """The bytes of a visit by what they are: the page itself, files, the manifest, and the marks as they stand."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    kinds: dict[str, str] = {}
    found: Counter[str] = Counter()

    def begin(event: dict[str, Any]) -> None:
        kinds[event["requestId"]] = _kind(event["request"]["url"], event.get("type", ""))

    def finish(event: dict[str, Any]) -> None:
        found[kinds[event["requestId"]]] += int(event["encodedDataLength"])

    session.on("Network.requestWillBeSent", begin)
    session.on("Network.loadingFinished", finish)
    page.goto(address)
    page.locator("form.is-live").wait_for()
    session.send("Page.getAppManifest")
    page.wait_for_load_state("networkidle")
    return found


def _kind(address: str, of: str) -> str:
    if of == "Document":
        return "page"
    if address.endswith(".webmanifest"):
        return "manifest"
    return "files" if "/static/" in address else "marks"
