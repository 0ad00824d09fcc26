"""Letters in plain text. Nothing that is put into one can become a header or a recipient of its own."""

import enum
import re
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import localtime, make_msgid

HOST = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")


class Trouble(enum.StrEnum):
    """Why a letter was not handed over."""

    UNREACHABLE = "unreachable"
    INSECURE = "insecure"
    SIGN_IN = "sign_in"
    RECIPIENT = "recipient"
    REFUSED = "refused"
    BROKEN_OFF = "broken_off"
    """The talk ended before the server said whether it took the letter."""


class MailFailed(Exception):
    """A letter was not handed over; `said` is what the server answered, in its own words."""

    def __init__(self, trouble: Trouble, said: str = "") -> None:
        super().__init__(f"{trouble}: {said}")
        self.trouble, self.said = trouble, said


def compose(sender: Address, to: str, subject: str, text: str, language: str) -> EmailMessage:
    """A letter in plain text. Raises MailFailed when `to` is not the address of one person."""
    letter = EmailMessage()
    letter["From"] = sender
    letter["To"] = recipient(to)
    letter["Subject"] = subject
    letter["Date"] = localtime()
    letter["Message-ID"] = make_msgid(domain=sender.domain)
    letter.set_content(text)
    letter["Content-Language"] = language
    return letter


def recipient(to: str) -> Address:
    """Whom a letter goes to: exactly one address. Raises MailFailed for anything else."""
    name, _, domain = to.rpartition("@")
    if not name or not domain:
        raise MailFailed(Trouble.RECIPIENT)
    try:
        host = domain.encode("idna").decode()
        # What else stands in it would be read as the beginning of another address.
        if not HOST.fullmatch(host) or not name.isprintable():
            raise MailFailed(Trouble.RECIPIENT)
        return Address(username=name, domain=host)
    except (ValueError, MessageError) as error:
        raise MailFailed(Trouble.RECIPIENT) from error
