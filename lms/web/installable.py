"""What makes Azbuka installable on a telephone: the manifest, the service worker, and the page for no connection."""

from flask import Blueprint, Response, jsonify, render_template, url_for
from flask_babel import gettext as _

from lms.access.declare import public
from lms.web.language import current_locale

blueprint = Blueprint("installable", __name__)
ICONS = ((192, "any"), (512, "any"), (512, "maskable"))


@blueprint.get("/manifest.webmanifest")
@public("a browser asks for it before anybody signs in")
def manifest() -> Response:
    """Name, colours and icons of the installed page; it opens on the day's lessons."""
    response = jsonify(
        name=_("Azbuka, Bulgarian language courses"),
        short_name=_("Azbuka"),
        lang=current_locale().language,
        id="/",
        start_url=url_for("attendance.today"),
        scope="/",
        display="standalone",
        background_color="#f5f2ea",
        theme_color="#0b3b36",
        icons=[_icon(size, purpose) for size, purpose in ICONS],
    )
    response.mimetype = "application/manifest+json"
    return response


@blueprint.get("/service-worker.js")
@public("a browser asks for it by itself")
def service_worker() -> Response:
    """The service worker, at the top so that it may serve every page; it changes whenever a file of static/ does."""
    worker = url_for("static", filename="js/offline/worker.js")
    return Response(f'import "{worker}";\n', mimetype="text/javascript")


@blueprint.get("/offline")
@public("kept on the device, for whoever has no network")
def offline() -> str:
    """What is shown without a network where nothing was kept."""
    return render_template("errors/offline.html")


def _icon(size: int, purpose: str) -> dict[str, str]:
    name = f"icon-{size}.png" if purpose == "any" else f"icon-{size}-maskable.png"
    address = url_for("static", filename=f"icons/{name}")
    return {"src": address, "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
