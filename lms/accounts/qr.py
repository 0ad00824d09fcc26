"""The square that a telephone's camera opens an address from: on cards, posters and screens."""

import io

import segno
from markupsafe import Markup


def qr(address: str) -> Markup:
    """The QR of an address of our own as an SVG without styles, which is as large as the page makes it."""
    buffer = io.BytesIO()
    segno.make(address, error="m").save(buffer, kind="svg", xmldecl=False, svgns=True, border=2, omitsize=True)
    # Our own address and segno's own markup: nothing in it comes from a person.
    return Markup(buffer.getvalue().decode())  # noqa: S704
