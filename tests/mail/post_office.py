"""A mail server on the loopback that takes letters, or refuses them as it is told."""

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope

FILES = Path(__file__).parent / "files"
CERTIFICATE = FILES / "certificate.pem"
USER, PASSWORD = "azbuka", "p@ss/word"


class PostOffice(Controller):
    """Keeps the letters it takes, as they would be read; answers with `refusals` instead where there are any."""

    def __init__(self, host: str = "127.0.0.1", **options: Any) -> None:
        self.listening = socket.create_server((host, 0))
        self.letters: list[EmailMessage] = []
        self.envelopes: list[Envelope] = []
        self.refusals: dict[str, str] = {}
        self.on_letter: Callable[[], None] = lambda: None
        self.handle_RCPT, self.handle_DATA = self.take_recipient, self.take_letter
        super().__init__(self, hostname=host, port=self.listening.getsockname()[1], **options)

    def _create_server(self) -> Any:
        # The port is taken already: no other process can come between finding a free one and listening.
        return self.loop.create_server(self._factory_invoker, sock=self.listening, ssl=self.ssl_context)

    async def take_recipient(self, _server: Any, _session: Any, envelope: Envelope, address: str, _options: Any) -> str:
        if "RCPT" in self.refusals:
            return self.refusals["RCPT"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def take_letter(self, _server: Any, _session: Any, envelope: Envelope) -> str:
        self.on_letter()
        if "DATA" in self.refusals:
            return self.refusals["DATA"]
        self.envelopes.append(envelope)
        content = cast(bytes, envelope.content)
        self.letters.append(cast(EmailMessage, message_from_bytes(content, policy=policy.default)))
        return "250 OK"


def authenticate(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
    """Let in whoever knows the password."""
    return AuthResult(success=(data.login, data.password) == (USER.encode(), PASSWORD.encode()), handled=False)


def certified() -> ssl.SSLContext:
    """The server's side of a talk that is encrypted with the certificate for this machine."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(CERTIFICATE, FILES / "key.pem")
    return context


@contextmanager
def post_office(host: str = "127.0.0.1", **options: Any) -> Iterator[PostOffice]:
    """A mail server for as long as it is needed."""
    office = PostOffice(host, **options)
    office.start()
    try:
        yield office
    finally:
        office.stop()
