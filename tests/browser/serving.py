"""Azbuka served from this process to a Chromium on the same machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

import waitress.server
from flask import Flask
from playwright.sync_api import Browser, sync_playwright
from waitress import wasyncore

from lms.database import db
from tests.browser import CHROMIUM

SIZES = {"phone": (360, 740), "laptop": (1280, 800)}
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # The microphone is a tone; who may use it is asked as ever.
    "--use-fake-device-for-media-stream",
    # A link that leads out of the house leads nowhere: no test asks the network.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """Answer on a free port of the loopback; gives the address, which becomes the application's own."""
    sockets: dict[int, object] = {}
    server = waitress.server.create_server(app, sockets, host="127.0.0.1", port=0, threads=4)
    address = f"http://127.0.0.1:{server.effective_port}"
    app.config["BASE_URL"] = address
    over = Event()

    def serve() -> None:
        while not over.is_set():
            wasyncore.loop(timeout=1, map=sockets, count=1)

    thread = Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield address
    finally:
        # Its sockets are closed when nobody listens on them any more: the loop would fail on a closed one.
        over.set()
        server.pull_trigger()
        thread.join(timeout=5)
        # Whoever still answers writes to a socket by its number, which may be another file's a moment later.
        server.task_dispatcher.shutdown(timeout=30)
        server.close()
        wasyncore.close_all(map=sockets, ignore_all=True)
        with app.app_context():
            db.engine.dispose()


@contextmanager
def chromium_browser() -> Iterator[Browser]:
    """Debian's Chromium, without what it does in the background."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser
        browser.close()
