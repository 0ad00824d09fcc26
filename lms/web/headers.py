"""Security headers on every answer: nothing from another host, no inline script or style, no framing."""

from flask import Flask, Response, current_app, request

RECORDS = frozenset({"assessments.quiz", "assessments.save_quiz", "assessments.write_item", "assessments.edit_item"})
"""Pages on which somebody records what they say, and hears it before it is sent."""

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "media-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

RECORDING_POLICY = CONTENT_SECURITY_POLICY.replace("media-src 'self'", "media-src 'self' blob:")

OF_FILES = "default-src 'none'; frame-ancestors 'none'"
"""For a picture that somebody opens by itself. What a page does with a file is the page's policy."""


def init_app(app: Flask) -> None:
    """Add the headers to every answer."""
    app.after_request(_add)


def _add(response: Response) -> Response:
    headers, file, records = response.headers, request.endpoint == "static", request.endpoint in RECORDS
    headers["Content-Security-Policy"] = OF_FILES if file else RECORDING_POLICY if records else CONTENT_SECURITY_POLICY
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    if not file:
        headers["Referrer-Policy"] = "same-origin"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Permissions-Policy"] = f"camera=(), geolocation=(), microphone={'(self)' if records else '()'}"
    if "token" in (request.view_args or {}):
        # The address is somebody's secret: whoever posts it somewhere does not put it into search engines.
        headers["X-Robots-Tag"] = "noindex, nofollow"
    if current_app.config["SETTINGS"].secure:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    if not file and not response.cache_control.private:
        # Pages hold people's data: a shared computer must not show them again after signing out.
        # A calendar feed is read by one person's own program, which may keep it and ask whether it changed.
        headers["Cache-Control"] = "no-store"
    return response
