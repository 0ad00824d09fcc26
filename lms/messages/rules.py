"""A message that is prepared for a person, and the links that open it in a program. Pure: no database, no request."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import quote

from lms.messages.models import Channel, Kind

HIDDEN = "…"
"""What stands in a kept text where the secret was."""


@dataclass(frozen=True)
class About:
    """What a message is about: its kind, and the record in the table that the kind is of."""

    kind: Kind
    id: int


@dataclass(frozen=True)
class Prepared:
    """A message ready to be sent: in the person's language, with how they are reached."""

    about: About
    language: str
    subject: str
    text: str = field(repr=False)
    phone: str = ""
    email: str = ""
    secret: str = field(default="", repr=False)
    """The part of the text that is never stored."""

    @property
    def kept(self) -> str:
        """The text as it is recorded."""
        return self.text.replace(self.secret, HIDDEN) if self.secret else self.text


@dataclass(frozen=True)
class Opening:
    """A link that opens a message in a program of whoever sends it."""

    channel: Channel
    href: str = field(repr=False)
    carries: bool = True
    """Whether the program opens with the text; otherwise it is pasted there."""


BY_PHONE: dict[Channel, Callable[[str, str], str]] = {
    Channel.WHATSAPP: lambda digits, said: f"https://wa.me/{digits}?text={said}",
    # Viber opens the chat with a number only: a text of its own it takes for bots, and for a person to choose.
    Channel.VIBER: lambda digits, _said: f"viber://chat?number=%2B{digits}",
    Channel.TELEGRAM: lambda digits, said: f"https://t.me/+{digits}?text={said}",
    Channel.SMS: lambda digits, said: f"sms:+{digits}?body={said}",
}
WITHOUT_TEXT = frozenset({Channel.VIBER})


def openings(message: Prepared) -> list[Opening]:
    """The programs in which a message can be opened, for what is known of the person."""
    digits, said = re.sub(r"\D", "", message.phone), quote(message.text, safe="")
    found = [
        Opening(channel, link(digits, said), carries=channel not in WITHOUT_TEXT)
        for channel, link in BY_PHONE.items()
        if digits
    ]
    if message.email:
        address = f"mailto:{quote(message.email, safe='@')}?subject={quote(message.subject, safe='')}&body={said}"
        found.append(Opening(Channel.MAIL_PROGRAM, address))
    return found
