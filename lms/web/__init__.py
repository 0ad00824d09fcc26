"""What every page shares: error pages, security headers, the language, the request log, the navigation."""

from flask import Flask
from flask_compress import Compress
from flask_wtf import CSRFProtect
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup
from werkzeug.middleware.proxy_fix import ProxyFix

from lms.access.declare import SCRIPT
from lms.settings import ROOT, Settings, kept_secret_key
from lms.web import errors, headers, installable, language, navigation, pages, refusals, request_log, static_files
from lms.web.places import on_the_door

csrf = CSRFProtect()
compress = Compress()


def configure(app: Flask, settings: Settings) -> None:
    """Give the application its settings, under the names Flask and its extensions read."""
    app.config.update(
        SETTINGS=settings,
        BASE_URL=settings.base_url,
        TESTING=settings.testing,
        SECRET_KEY=kept_secret_key(settings),
        SQLALCHEMY_DATABASE_URI=settings.database,
        # What was to be written is about people, and an error is written to the log.
        SQLALCHEMY_ENGINE_OPTIONS={"hide_parameters": True},
        MAX_CONTENT_LENGTH=settings.upload_limit,
        MAX_FORM_MEMORY_SIZE=2_000_000,
        MAX_FORM_PARTS=5_000,
        SESSION_COOKIE_NAME="azbuka",
        SESSION_COOKIE_SECURE=settings.secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=settings.secure,
        COMPRESS_ALGORITHM=["br", "gzip"],
        # What brotli saves beyond this is a few percent, for twice the time.
        COMPRESS_BR_LEVEL=4,
        BABEL_TRANSLATION_DIRECTORIES=str(ROOT / "translations"),
        BABEL_DEFAULT_LOCALE="bg",
    )
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies)  # type: ignore[method-assign]


def init_app(app: Flask) -> None:
    """Join everything that pages share to the application."""
    # First, so that what any of the others refuses is timed and logged too.
    request_log.init_app(app)
    refusals.init_app(app)
    compress.init_app(app)
    csrf.init_app(app)
    language.init_app(app)
    headers.init_app(app)
    errors.init_app(app)
    navigation.init_app(app)
    static_files.init_app(app)
    app.register_blueprint(pages.blueprint)
    app.register_blueprint(installable.blueprint)
    app.jinja_env.globals["static_version"] = static_files.version_of_all
    app.jinja_env.filters["on_the_door"] = on_the_door
    app.jinja_env.globals["csrf_token_field"] = _csrf_token_field
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def let_scripts_in(app: Flask) -> None:
    """Ask no form token of the views that check the header of our scripts instead."""
    for view in app.view_functions.values():
        if getattr(view, SCRIPT, False):
            csrf.exempt(view)


def _csrf_token_field() -> Markup:
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())
