"""The talk with a mail server in which a letter is handed over."""

import smtplib
import ssl
from contextlib import suppress
from email.message import EmailMessage

from lms.mail.letters import MailFailed, Trouble
from lms.mail.servers import Server

PATIENCE = 10.0
"""Seconds the server may be silent before it counts as gone."""
THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})
"""Where a talk without encryption leaves no machine."""


def send(server: Server, letter: EmailMessage) -> None:
    """Hand a letter over; each step may take as long as PATIENCE.

    Raises MailFailed when the server is not there, is not to be trusted, or does not take the letter.
    """
    talk = _reach(server)
    try:
        _protect(talk, server)
        _sign_in(talk, server)
        talk.send_message(letter)
        # Once the letter is taken, a clumsy farewell changes nothing.
        with suppress(OSError):
            talk.quit()
    except OSError as error:
        raise MailFailed(_trouble(error), _said(error)) from error
    finally:
        talk.close()


def _reach(server: Server) -> smtplib.SMTP:
    # The name in the greeting is given: finding one's own would ask the network.
    greeting = server.sender.domain
    try:
        if server.encrypted:
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(server.host, server.port, greeting, timeout=PATIENCE, context=context)
        return smtplib.SMTP(server.host, server.port, greeting, timeout=PATIENCE)
    except ssl.SSLError as error:
        raise MailFailed(Trouble.INSECURE, _said(error)) from error
    except OSError as error:
        raise MailFailed(Trouble.UNREACHABLE, _said(error)) from error


def _protect(talk: smtplib.SMTP, server: Server) -> None:
    talk.ehlo()
    if server.encrypted or server.host in THIS_MACHINE:
        return
    if not talk.has_extn("starttls"):
        raise MailFailed(Trouble.INSECURE)
    talk.starttls(context=ssl.create_default_context())


def _sign_in(talk: smtplib.SMTP, server: Server) -> None:
    if not server.user:
        return
    try:
        talk.login(server.user, server.password)
    except smtplib.SMTPServerDisconnected:
        raise
    except smtplib.SMTPException as error:
        raise MailFailed(Trouble.SIGN_IN, _said(error)) from error


def _trouble(error: OSError) -> Trouble:
    match error:
        case ssl.SSLError():
            return Trouble.INSECURE
        case smtplib.SMTPRecipientsRefused() | smtplib.SMTPNotSupportedError():
            # Not supported are letters of the address, which no other step here asks for.
            return Trouble.RECIPIENT
        case smtplib.SMTPException() if not isinstance(error, smtplib.SMTPServerDisconnected):
            return Trouble.REFUSED
        case _:
            return Trouble.BROKEN_OFF


def _said(error: OSError) -> str:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, answer = next(iter(error.recipients.values()))
        return f"{code} {_plain(answer)}"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_plain(error.smtp_error)}"
    return _plain(error.strerror or str(error))


def _plain(answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return " ".join(text.split())
