"""The links that open a message in a program, and what of its text is kept."""

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.messages.models import Channel, Kind
from lms.messages.rules import HIDDEN, About, Opening, Prepared, openings

ABOUT = About(Kind.OFFER, 7)


def prepared(text: str = "Да & не? 50% https://a.bg/x#1", **given: str) -> Prepared:
    return Prepared(ABOUT, "bg", given.pop("subject", "Място за Вас"), text, **given)


def links(message: Prepared) -> dict[Channel, str]:
    return {one.channel: one.href for one in openings(message)}


@pytest.mark.parametrize(
    ("channel", "link"),
    [
        (Channel.WHATSAPP, "https://wa.me/359888000777?text=A%20%26%20b%3F%0A%2B1"),
        (Channel.VIBER, "viber://chat?number=%2B359888000777"),
        (Channel.TELEGRAM, "https://t.me/+359888000777?text=A%20%26%20b%3F%0A%2B1"),
        (Channel.SMS, "sms:+359888000777?body=A%20%26%20b%3F%0A%2B1"),
        (Channel.MAIL_PROGRAM, "mailto:amina@example.org?subject=X%2FY%3F&body=A%20%26%20b%3F%0A%2B1"),
    ],
)
def test_each_program_has_its_link(channel: Channel, link: str) -> None:
    message = prepared("A & b?\n+1", subject="X/Y?", phone="+359888000777", email="amina@example.org")
    assert links(message)[channel] == link


@pytest.mark.parametrize(
    ("phone", "email", "channels"),
    [
        ("", "", []),
        ("+359888000777", "", ["whatsapp", "viber", "telegram", "sms"]),
        ("", "amina@example.org", ["mail_program"]),
        ("+359 888 000-777", "amina@example.org", ["whatsapp", "viber", "telegram", "sms", "mail_program"]),
    ],
)
def test_what_is_known_of_a_person_says_how_they_can_be_written_to(phone: str, email: str, channels: list[str]) -> None:
    assert list(links(prepared(phone=phone, email=email))) == channels


def test_an_address_cannot_add_to_the_link_of_the_mail() -> None:
    link = links(prepared("text", email="a?bcc=spy@example.org&x=@example.org"))[Channel.MAIL_PROGRAM]
    assert parse_qs(urlsplit(link).query).keys() == {"subject", "body"}


@given(st.text(min_size=1))
def test_whatever_is_written_arrives_as_it_was_written(text: str) -> None:
    # What no encoding can carry cannot come from a database either.
    text = text.encode("utf-8", "ignore").decode() or "x"
    found = openings(prepared(text, phone="+359888000777", email="amina@example.org"))
    for one in found:
        if one.carries:
            said = parse_qs(urlsplit(one.href).query, keep_blank_values=True)
            assert (said.get("text") or said.get("body")) == [text]


def test_viber_opens_the_chat_and_waits_for_the_text() -> None:
    assert [one for one in openings(prepared(phone="+359888000777")) if not one.carries] == [
        Opening(Channel.VIBER, "viber://chat?number=%2B359888000777", carries=False)
    ]


@given(st.text(), st.text("0123456789abcdef", min_size=24, max_size=24), st.text())
def test_the_secret_of_a_link_is_not_kept(before: str, secret: str, after: str) -> None:
    said = f"{before}https://azbuka.example.org/offer/{secret}{after}"
    message = prepared(said, secret=secret, phone="+359888000777")
    assert secret not in message.kept
    assert f"/offer/{HIDDEN}" in message.kept
    assert secret not in repr((message, openings(message)))


def test_without_a_secret_the_text_is_kept_as_it_is() -> None:
    assert prepared("Ще се видим ли в понеделник?").kept == "Ще се видим ли в понеделник?"
