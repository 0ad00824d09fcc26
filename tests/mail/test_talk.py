"""Handing letters to a real server on the loopback: what arrives, what is refused, and that nobody listens in."""

import socket
from collections.abc import Iterator

import pytest

from lms.mail import talk
from lms.mail.letters import MailFailed, Trouble, compose
from lms.mail.servers import Server, read_sender
from lms.mail.talk import send
from tests.mail.post_office import CERTIFICATE, PASSWORD, USER, PostOffice, authenticate, certified, post_office

SENDER = read_sender("Курсове София <courses@example.org>")
TEXT = "مرحبًا أمينة. أجب من فضلك: https://azbuka.example.org/offer/abc123\n"


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with post_office() as open_one:
        yield open_one


def server_of(office: PostOffice, **given: object) -> Server:
    return Server(**({"host": office.hostname, "port": office.port, "sender": SENDER} | given))  # type: ignore[arg-type]


def hand(server: Server, to: str = "amina@example.org", subject: str = "مكان لك") -> None:
    send(server, compose(SENDER, to, subject, TEXT, "ar"))


def trouble(server: Server, to: str = "amina@example.org") -> MailFailed:
    with pytest.raises(MailFailed) as failed:
        hand(server, to)
    return failed.value


def test_a_letter_arrives_as_it_was_written(office: PostOffice) -> None:
    hand(server_of(office))
    (letter,), (envelope,) = office.letters, office.envelopes
    assert (envelope.mail_from, envelope.rcpt_tos) == ("courses@example.org", ["amina@example.org"])
    assert str(letter["From"]) == "Курсове София <courses@example.org>"
    assert (letter["Subject"], letter["Content-Language"]) == ("مكان لك", "ar")
    assert letter["Date"] and letter["Message-ID"].endswith("@example.org>")
    assert letter.get_content() == TEXT


@pytest.mark.parametrize(
    "to",
    [
        "",
        "amina",
        "amina@",
        "amina@example.org\nBcc: spy@example.org",
        "amina\r\nRCPT TO:<spy@example.org>\r\n@example.org",
        "amina@example.org\r\n\r\nAnother text",
        "a,b@[",
        ",%\\?@>,;",
        "amina@\u2028 [@[\v",
        "amina\v@example.org",
    ],
)
def test_what_is_no_address_gets_no_letter(office: PostOffice, to: str) -> None:
    assert trouble(server_of(office), to).trouble is Trouble.RECIPIENT
    assert office.letters == []


@pytest.mark.parametrize("to", ["a, spy@example.org", "spy@example.org <amina@example.org", "a;b@example.org"])
def test_an_address_is_one_person_however_it_is_written(office: PostOffice, to: str) -> None:
    hand(server_of(office), to)
    (envelope,) = office.envelopes
    assert len(envelope.rcpt_tos) == 1 and envelope.rcpt_tos != ["spy@example.org"]


def test_a_sender_with_a_bulgarian_domain_greets_and_sends(office: PostOffice) -> None:
    sender = read_sender("courses@пример.бг")
    send(server_of(office, sender=sender), compose(sender, "amina@example.org", "A", TEXT, "ar"))
    assert office.envelopes[0].mail_from == "courses@xn--e1afmkfd.xn--90ae"


def test_a_line_break_in_a_subject_makes_no_header(office: PostOffice) -> None:
    with pytest.raises(ValueError, match="linefeed"):
        hand(server_of(office), subject="Hello\nBcc: spy@example.org")
    assert office.letters == []


@pytest.mark.parametrize(
    ("step", "answer", "expected"),
    [
        ("RCPT", "550 5.1.1 No such person", Trouble.RECIPIENT),
        ("DATA", "554 5.7.1 Looks like spam", Trouble.REFUSED),
        ("DATA", "452 4.2.2 Mailbox full", Trouble.REFUSED),
    ],
)
def test_what_the_server_refuses_says_why(office: PostOffice, step: str, answer: str, expected: Trouble) -> None:
    office.refusals[step] = answer
    failed = trouble(server_of(office))
    assert (failed.trouble, failed.said) == (expected, answer)


def test_a_server_that_is_not_there_is_said_so() -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        nobody = probe.getsockname()[1]
    assert trouble(Server("127.0.0.1", nobody, SENDER)).trouble is Trouble.UNREACHABLE


def test_a_server_that_never_speaks_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(talk, "PATIENCE", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        assert trouble(Server("127.0.0.1", silent.getsockname()[1], SENDER)).trouble is Trouble.UNREACHABLE


def test_a_talk_that_breaks_off_after_the_letter_is_in_doubt(office: PostOffice) -> None:
    def fall_silent() -> None:
        office.smtpd.transport.abort()

    office.on_letter = fall_silent
    assert trouble(server_of(office)).trouble is Trouble.BROKEN_OFF


@pytest.fixture
def trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    """This machine vouches for the certificate of the tests, and is another machine to itself."""
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    monkeypatch.setattr(talk, "THIS_MACHINE", frozenset())


def test_a_talk_can_be_encrypted_from_its_first_byte(trusted: None) -> None:
    with post_office(ssl_context=certified()) as office:
        hand(server_of(office, encrypted=True))
        assert len(office.letters) == 1


def test_a_talk_with_another_machine_becomes_encrypted_or_is_none(trusted: None) -> None:
    with post_office() as plain:
        assert trouble(server_of(plain)).trouble is Trouble.INSECURE
        assert plain.letters == []
    with post_office(tls_context=certified(), require_starttls=True) as office:
        hand(server_of(office))
        assert len(office.letters) == 1


def test_azbuka_signs_in_and_says_so_when_it_cannot(trusted: None) -> None:
    with post_office(tls_context=certified(), authenticator=authenticate, auth_required=True) as office:
        hand(server_of(office, user=USER, password=PASSWORD))
        assert len(office.letters) == 1
        assert trouble(server_of(office, user=USER, password="x")).trouble is Trouble.SIGN_IN
        assert trouble(server_of(office)).trouble is Trouble.REFUSED
    with post_office(tls_context=certified()) as knows_nobody:
        assert trouble(server_of(knows_nobody, user=USER, password=PASSWORD)).trouble is Trouble.SIGN_IN


def test_a_server_nobody_vouches_for_gets_nothing() -> None:
    with post_office(ssl_context=certified()) as office:
        assert trouble(server_of(office, encrypted=True)).trouble is Trouble.INSECURE
        assert office.letters == []
