"""Every setting of Azbuka, its default and the environment variable that sets it.

Nothing else in the project reads the environment.
"""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lms.mail.servers import Server, read_sender, read_server

ROOT = Path(__file__).resolve().parent.parent
MEGABYTE = 1024 * 1024


class SettingError(Exception):
    """A setting has a value the application cannot start with; the message says which and why."""


@dataclass(frozen=True)
class Settings:
    """The settings of one running Azbuka."""

    data_dir: Path = ROOT / "var"
    """AZBUKA_DATA_DIR: where the SQLite database and the secret key live."""
    database_url: str = ""
    """AZBUKA_DATABASE_URL: empty means SQLite in the data directory; postgresql+psycopg://… otherwise."""
    secret_key: str = ""
    """AZBUKA_SECRET_KEY: signs sessions; empty means a key made once and kept in the data directory."""
    base_url: str = "http://127.0.0.1:8000"
    """AZBUKA_BASE_URL: the address people use; printed on cards; https makes cookies secure."""
    host: str = "127.0.0.1"
    """AZBUKA_HOST: the address the server listens on."""
    port: int = 8000
    """AZBUKA_PORT: the port the server listens on."""
    workers: int = 2
    """AZBUKA_WORKERS: web processes (gunicorn)."""
    proxies: int = 0
    """AZBUKA_PROXIES: how many reverse proxies stand in front and set X-Forwarded-For."""
    upload_limit: int = 10 * MEGABYTE
    """AZBUKA_UPLOAD_LIMIT: the largest request in bytes."""
    import_chunk: int = 500
    """AZBUKA_IMPORT_CHUNK: how many rows of an imported list are read, compared or written in one transaction."""
    correction_days: int = 14
    """AZBUKA_CORRECTION_DAYS: how many days a teacher may correct a roll call."""
    absent_in_a_row: int = 2
    """AZBUKA_ABSENT_IN_A_ROW: how many absences in a row put a person on the call list; 0: none do."""
    absent_often: int = 3
    """AZBUKA_ABSENT_OFTEN: how many absences in AZBUKA_ABSENT_DAYS do so; 0: none do."""
    absent_days: int = 14
    """AZBUKA_ABSENT_DAYS: the days in which they are counted, and over which a share falls."""
    absent_percent: int = 80
    """AZBUKA_ABSENT_PERCENT: under how many percent of the hours held a falling share does so; 0: none does."""
    check_in_grace: int = 5
    """AZBUKA_CHECK_IN_GRACE: up to how many minutes after the start whoever checks in is present and not late."""
    request_days: int = 90
    """AZBUKA_REQUEST_DAYS: how many days after its decision a request, or a guest, keeps its personal data."""
    recording_days: int = 180
    """AZBUKA_RECORDING_DAYS: how many days after its results were shown a recording of what somebody said is kept."""
    funder_line: str = ""
    """AZBUKA_FUNDER_LINE: who pays for the courses, as it has to stand on printed registers; empty: no line."""
    mail: Server | None = None
    """AZBUKA_SMTP_URL and AZBUKA_MAIL_FROM: the server that sends e-mail, and whom from; empty: none is sent."""
    testing: bool = False
    languages: tuple[str, ...] = field(default=("bg", "en", "ru", "uk", "ar", "fa", "tr", "zh", "fr"))
    """The languages of learners' pages; each has a catalogue in translations/."""
    staff_languages: tuple[str, ...] = field(default=("bg", "en"))
    """The languages in which the pages of staff are complete."""

    def languages_of(self, staff: bool) -> tuple[str, ...]:
        """The languages whoever is signed in can choose, as staff or as a learner."""
        return self.staff_languages if staff else self.languages

    @property
    def secure(self) -> bool:
        """Whether people reach the application over https."""
        return self.base_url.startswith("https://")

    @property
    def database(self) -> str:
        """The SQLAlchemy address of the database."""
        return self.database_url or f"sqlite:///{self.data_dir / 'azbuka.sqlite3'}"


def from_environment(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings from environment variables.

    Raises SettingError when a number is not a number, or an address of the mail is none.
    """
    default = Settings()
    port = _number(environ, "AZBUKA_PORT", default.port)
    return Settings(
        data_dir=Path(environ.get("AZBUKA_DATA_DIR", default.data_dir)).resolve(),
        database_url=environ.get("AZBUKA_DATABASE_URL", default.database_url),
        secret_key=environ.get("AZBUKA_SECRET_KEY", default.secret_key),
        base_url=environ.get("AZBUKA_BASE_URL", f"http://127.0.0.1:{port}").rstrip("/"),
        host=environ.get("AZBUKA_HOST", default.host),
        port=port,
        workers=_number(environ, "AZBUKA_WORKERS", default.workers),
        proxies=_number(environ, "AZBUKA_PROXIES", default.proxies),
        upload_limit=_number(environ, "AZBUKA_UPLOAD_LIMIT", default.upload_limit),
        import_chunk=max(1, _number(environ, "AZBUKA_IMPORT_CHUNK", default.import_chunk)),
        correction_days=_number(environ, "AZBUKA_CORRECTION_DAYS", default.correction_days),
        absent_in_a_row=_number(environ, "AZBUKA_ABSENT_IN_A_ROW", default.absent_in_a_row),
        absent_often=_number(environ, "AZBUKA_ABSENT_OFTEN", default.absent_often),
        absent_days=_number(environ, "AZBUKA_ABSENT_DAYS", default.absent_days),
        absent_percent=_number(environ, "AZBUKA_ABSENT_PERCENT", default.absent_percent),
        check_in_grace=_number(environ, "AZBUKA_CHECK_IN_GRACE", default.check_in_grace),
        request_days=_number(environ, "AZBUKA_REQUEST_DAYS", default.request_days),
        recording_days=_number(environ, "AZBUKA_RECORDING_DAYS", default.recording_days),
        funder_line=" ".join(environ.get("AZBUKA_FUNDER_LINE", "").split()),
        mail=_mail(environ.get("AZBUKA_SMTP_URL", "").strip(), environ.get("AZBUKA_MAIL_FROM", "").strip()),
    )


def _number(environ: Mapping[str, str], name: str, default: int) -> int:
    text = environ.get(name, "").strip()
    if not text:
        return default
    if not (text.isascii() and text.isdigit()):
        raise SettingError(f"{name} must be a whole number, not “{text}”.")
    return int(text)


def _mail(address: str, sender: str) -> Server | None:
    if not address:
        return None
    try:
        whom = read_sender(sender)
    except ValueError as error:
        raise SettingError(f"AZBUKA_MAIL_FROM says whom e-mail comes from: {error}.") from error
    try:
        return read_server(address, whom)
    except ValueError as error:
        raise SettingError(f"AZBUKA_SMTP_URL cannot be read: {error}.") from error


def kept_secret_key(settings: Settings) -> str:
    """The key that signs sessions: the one that is set, or one made once and kept beside the database."""
    if settings.secret_key:
        return settings.secret_key
    path = settings.data_dir / "secret-key"
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        _write_once(path, secrets.token_hex(32))
    except OSError as error:
        raise SettingError(
            f"The folder {settings.data_dir} cannot be written to ({error.strerror}). "
            "Make it writable or set AZBUKA_DATA_DIR to another folder."
        ) from error
    return path.read_text()


def _write_once(path: Path, text: str) -> None:
    # Exclusive creation: of two processes starting together, one makes the key and both read it.
    try:
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(text)
    except FileExistsError:
        return
