"""The language of a page, its direction, and dates, numbers and times as the language writes them."""

from dataclasses import dataclass
from datetime import date, datetime

from babel import Locale
from flask import Flask, current_app, has_request_context, request, session
from flask_babel import (
    Babel,
    format_date,
    format_datetime,
    format_decimal,
    format_percent,
    format_time,
    get_locale,
)
from flask_login import current_user

from lms.access.viewer import STAFF
from lms.clock import HOME_ZONE, to_local
from lms.settings import Settings

babel = Babel()
# English as it is written in Europe: the day before the month.
_REGIONS = {"en": "en_GB"}
# Bulgarian puts a space before the sign.
_PERCENT = {"bg": "#,##0.0\u00a0%"}


@dataclass(frozen=True)
class Language:
    """A language people can choose, under its own name."""

    code: str
    name: str
    direction: str


def init_app(app: Flask) -> None:
    """Join the languages and the filters that depend on them to the application."""
    babel.init_app(app, locale_selector=choose, timezone_selector=lambda: HOME_ZONE)
    app.jinja_env.filters.update(
        day=day, moment=moment, clock=clock, number=number, percent=percent, milliseconds=milliseconds
    )
    app.context_processor(
        lambda: {
            "locales": [describe(code) for code in offered()],
            "locale": current_locale().language,
            "direction": current_locale().text_direction,
        }
    )


def describe(code: str) -> Language:
    """A language with the name its speakers call it."""
    locale = Locale.parse(code)
    return Language(code, (locale.get_language_name() or code).capitalize(), locale.text_direction)


def offered() -> tuple[str, ...]:
    """The languages whoever is signed in can choose; the doors to sign in by offer all of them."""
    settings: Settings = current_app.config["SETTINGS"]
    return settings.languages_of(staff=current_user.is_authenticated and current_user.role in STAFF)


def choose() -> str:
    """The language of this request: the account's, the one chosen in this browser, or the browser's."""
    return _REGIONS.get(code := _chosen(), code)


def _chosen() -> str:
    if not has_request_context():
        return str(current_app.config["SETTINGS"].languages[0])
    codes = offered()
    kept = current_user.locale if current_user.is_authenticated else None
    for code in (kept, session.get("locale")):
        if code in codes:
            return str(code)
    return request.accept_languages.best_match(codes) or codes[0]


def current_locale() -> Locale:
    """The locale of the page that is being made."""
    return get_locale() or Locale("bg")


def day(value: date | None, form: str = "medium") -> str:
    """A calendar day."""
    return format_date(value, form, rebase=False) if value else ""


def moment(value: datetime | None, zone: str = HOME_ZONE) -> str:
    """A moment as the centre's wall clock shows it, day and time."""
    return format_datetime(to_local(value, zone), "short", rebase=False) if value else ""


def clock(value: datetime | None, zone: str = HOME_ZONE) -> str:
    """The time of day of a moment, as the centre's wall clock shows it."""
    return format_time(to_local(value, zone), "HH:mm", rebase=False) if value else ""


def milliseconds(value: datetime) -> int:
    """A moment as scripts count it: milliseconds since 1970."""
    return int(value.timestamp() * 1000)


def number(value: float | int | None) -> str:
    """A number with the language's separators, at most two decimals."""
    return "" if value is None else format_decimal(value, "#,##0.##")


def percent(value: float | None) -> str:
    """A share (0.717) as a percentage with one decimal."""
    pattern = _PERCENT.get(current_locale().language, "#,##0.0%")
    return "" if value is None else format_percent(value, pattern)
