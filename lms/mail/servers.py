"""The mail server as its address is set, and whom its letters come from."""

from dataclasses import dataclass, field
from email.headerregistry import Address
from email.policy import default
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

PORTS = {"smtp": 587, "smtps": 465}
FORM = "an address like smtp://user:password@host:587 or smtps://host is needed, with %2F for a / in the password"


@dataclass(frozen=True)
class Server:
    """A mail server, how to sign in there, and whom its letters come from."""

    host: str
    port: int
    sender: Address
    user: str = ""
    password: str = field(default="", repr=False)
    encrypted: bool = False
    """Whether the talk is encrypted from its first byte; otherwise it becomes so, except on this machine."""


def read_server(address: str, sender: Address) -> Server:
    """The server behind smtp://user:password@host:port or smtps://….

    Raises ValueError saying what is needed, without what was given: a password stands in it.
    """
    try:
        parts = urlsplit(address)
        usual = PORTS[parts.scheme]
        port = parts.port or usual
    except (ValueError, KeyError):
        raise ValueError(FORM) from None
    if not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError(FORM)
    try:
        host = parts.hostname.encode("idna").decode()
    except UnicodeError:
        raise ValueError(FORM) from None
    return Server(host, port, sender, *_sign_in(parts), encrypted=parts.scheme == "smtps")


def _sign_in(parts: SplitResult) -> tuple[str, str]:
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if bool(user) != bool(password):
        raise ValueError("a user and a password belong together")
    # The talk of smtplib has no other letters.
    if not (user + password).isascii() or not (user + password).isprintable():
        raise ValueError("a user and a password can have Latin letters, digits and signs only")
    return user, password


def read_sender(text: str) -> Address:
    """Whom letters come from: courses@example.org or Courses <courses@example.org>. Raises ValueError."""
    header: Any = default.header_factory("From", text) if text.isprintable() else None
    if header is None or header.defects or len(header.addresses) != 1:
        raise ValueError("one address like Courses <courses@example.org> is needed")
    sender: Address = header.addresses[0]
    if not sender.username or "." not in sender.domain:
        raise ValueError("an address like courses@example.org is needed")
    # A domain like център.бг travels in Latin letters, in the greeting of the talk, too.
    return Address(sender.display_name, sender.username, sender.domain.encode("idna").decode())
