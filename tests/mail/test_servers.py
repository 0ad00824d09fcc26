"""The settings of the mail: what can be read, and that nonsense stops the start with a sentence that says why."""

import pytest

from lms.mail.servers import Server, read_sender, read_server
from lms.settings import SettingError, from_environment

SENDER = read_sender("Курсове София <courses@example.org>")


@pytest.mark.parametrize(
    ("address", "server"),
    [
        ("smtp://mail.example.org", Server("mail.example.org", 587, SENDER)),
        ("smtp://localhost:25/", Server("localhost", 25, SENDER)),
        ("smtp://[::1]:2525", Server("::1", 2525, SENDER)),
        ("smtps://mail.example.org", Server("mail.example.org", 465, SENDER, encrypted=True)),
        ("smtp://поща.бг", Server("xn--80a1ac5b.xn--90ae", 587, SENDER)),
        ("smtps://me%40example.org:p%2Fw@h:1", Server("h", 1, SENDER, "me@example.org", "p/w", encrypted=True)),
    ],
)
def test_an_address_says_where_the_server_is_and_how_to_sign_in(address: str, server: Server) -> None:
    assert read_server(address, SENDER) == server


NONSENSE = (
    "mail.example.org",
    "http://mail.example.org",
    "http://mail.example.org:25",
    "smtp://",
    "smtp://mail.example.org:mail",
    "smtp://mail.example.org:99999",
    "smtp://mail.example.org/inbox",
    "smtp://mail.example.org?tls=no",
    "smtp://me@mail.example.org",
    "smtp://me:hunter/2@mail.example.org",
    "smtp://[",
    "smtp://mail..example.org",
    f"smtp://{64 * 'm'}.example.org",
    "smtp://me:hunter%C3%A9@mail.example.org",
    "smtp://me:hunter%0D%0A@mail.example.org",
)


@pytest.mark.parametrize("address", NONSENSE)
def test_an_address_that_is_none_stops_the_start_without_showing_the_password(address: str) -> None:
    with pytest.raises(SettingError, match="AZBUKA_SMTP_URL cannot be read") as refused:
        from_environment({"AZBUKA_SMTP_URL": address, "AZBUKA_MAIL_FROM": "courses@example.org"})
    assert "hunter" not in str(refused.value)


@pytest.mark.parametrize(
    "sender",
    [
        "",
        "Courses",
        "courses@localhost",
        "a@example.org, b@example.org",
        "Courses <courses@example.org",
        "courses@example.org\nBcc: spy@example.org",
        "курсове@example.org",
    ],
)
def test_a_sender_that_is_none_stops_the_start(sender: str) -> None:
    with pytest.raises(SettingError, match="AZBUKA_MAIL_FROM"):
        from_environment({"AZBUKA_SMTP_URL": "smtp://localhost", "AZBUKA_MAIL_FROM": sender})


def test_the_domain_of_a_sender_is_written_as_it_travels() -> None:
    sender = read_sender("Курсове София <courses@пример.бг>")
    assert (sender.display_name, sender.addr_spec) == ("Курсове София", "courses@xn--e1afmkfd.xn--90ae")


def test_without_an_address_no_mail_is_sent_and_the_password_stands_in_no_log() -> None:
    assert from_environment({"AZBUKA_MAIL_FROM": "x"}).mail is None
    given = {"AZBUKA_SMTP_URL": "smtps://me:hunter2@mail.example.org", "AZBUKA_MAIL_FROM": "courses@example.org"}
    settings = from_environment(given)
    assert settings.mail is not None
    assert settings.mail.password == "hunter2"
    assert "hunter2" not in repr(settings)
