"""Recordings: taken in and made small, refused with a word on why, or spoken by the computer where it can."""

import io
import wave
from collections.abc import Callable
from datetime import timedelta

import numpy as np
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms import clock, media, speech
from lms.access.errors import DomainError
from lms.access.viewer import Role
from lms.accounts.models import Account
from lms.assessments.authoring import sounds
from lms.assessments.items.models import ItemVersion, Sound
from lms.assessments.states import ItemLevel
from lms.centres.models import Centre
from lms.database import db
from tests.assessments.items.bank import make_version
from tests.factories import make_staff

SignIn = Callable[[Account], FlaskClient]
LINES = [{"who": "woman", "say": "Добър ден!"}]


def tone(seconds: float, pitch: int = 440) -> bytes:
    """A WAV file with a tone."""
    moments = np.arange(int(seconds * 22050)) / 22050
    file = io.BytesIO()
    with wave.open(file, "wb") as target:
        target.setparams((1, 2, 22050, 0, "NONE", ""))
        target.writeframes((8000 * np.sin(2 * np.pi * pitch * moments)).astype("<i2").tobytes())
    return file.getvalue()


@pytest.fixture
def author(centre: Centre) -> Account:
    return make_staff(Role.TEACHER, centre)


@pytest.fixture
def said_by_hand(monkeypatch: pytest.MonkeyPatch) -> list[speech.Line]:
    """A computer that hums instead of speaking; what it was asked to say."""
    asked: list[speech.Line] = []

    def hum(lines: list[speech.Line], words_a_minute: int) -> bytes:
        asked.extend(lines)
        return tone(len(lines[0].say) / 10)

    monkeypatch.setattr(speech, "speak", hum)
    monkeypatch.setattr(speech, "can_speak", lambda: True)
    return asked


def test_a_recording_is_kept_small_and_once(author: Account) -> None:
    sound = sounds.keep(author.viewer, tone(3))
    assert (sound.synthetic, sound.made_by_id, round(sound.seconds)) == (False, author.id, 3)
    assert len(sound.data) <= 25 * media.KILOBYTE
    assert sounds.keep(author.viewer, tone(3)) is sound


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no sound file"),
        (b"not a sound at all" * 100, "no sound file"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 200, "no sound file"),
        (tone(sounds.LONGEST + 1), "longer than 12 seconds"),
    ],
)
def test_what_is_no_recording_is_refused_with_a_word_on_why(author: Account, data: bytes, said: str) -> None:
    with pytest.raises(DomainError, match=said):
        sounds.keep(author.viewer, data)
    assert not db.session.scalars(select(Sound)).all()


def test_the_longest_that_is_allowed_fits(author: Account) -> None:
    assert len(sounds.keep(author.viewer, tone(sounds.LONGEST - 0.1)).data) <= 25 * media.KILOBYTE


def test_the_computer_speaks_and_it_is_marked(author: Account, said_by_hand: list[speech.Line]) -> None:
    sound = sounds.speak(author.viewer, [*LINES, {"who": "a ghost", "say": "Ден!"}], ItemLevel.A1)
    assert sound.synthetic
    assert [line.who for line in said_by_hand] == ["woman", "woman"]


def test_there_must_be_something_to_say_and_not_too_much(author: Account, said_by_hand: list[speech.Line]) -> None:
    with pytest.raises(DomainError, match="Write what is said"):
        sounds.speak(author.viewer, [], ItemLevel.A1)
    with pytest.raises(DomainError, match="longer than 12 seconds"):
        sounds.speak(author.viewer, [{"who": "man", "say": "а" * 200}], ItemLevel.A1)


@pytest.mark.skipif(not speech.can_speak(), reason="espeak-ng is not installed")
def test_the_voice_of_this_machine_says_it(author: Account) -> None:
    assert sounds.speak(author.viewer, LINES, ItemLevel.PRE_A1).seconds > 0.3


def test_without_a_voice_it_says_so(author: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: None)
    with pytest.raises(DomainError, match="could not say this"):
        sounds.speak(author.viewer, LINES, ItemLevel.A1)


def test_recordings_that_no_item_came_to_have_are_forgotten(author: Account, centre: Centre) -> None:
    used, unused, fresh = (sounds.keep(author.viewer, tone(1, pitch)) for pitch in (300, 400, 500))
    others = sounds.keep(make_staff(Role.TEACHER, centre).viewer, tone(1, 600))
    make_version(sound=used)
    for one in (used, unused, others):
        one.created_at = clock.now() - timedelta(days=2)
    db.session.commit()
    forgotten, kept = unused.id, {used.id, fresh.id, others.id}
    sounds.keep(author.viewer, tone(1, 700))
    left = set(db.session.scalars(select(Sound.id)))
    assert forgotten not in left
    assert kept < left


def test_a_script_sends_a_recording_and_hears_where_it_is(client_as: SignIn, author: Account) -> None:
    client = client_as(author)
    answer = client.post("/items/sounds", data={"file": (io.BytesIO(tone(2)), "r.webm")})
    assert answer.status_code == 200
    heard = client.get(answer.json["address"])
    assert heard.mimetype == "audio/mpeg"
    assert heard.data.startswith((b"\xff", b"ID3"))


def test_a_script_hears_what_is_wrong(client_as: SignIn, author: Account) -> None:
    client = client_as(author)
    answer = client.post("/items/sounds", data={"file": (io.BytesIO(b"?"), "r.webm")})
    assert (answer.status_code, answer.json["message"][:21]) == (422, "This is no sound file")
    assert client.post("/items/sounds").status_code == 400


def test_a_file_comes_with_the_form_where_there_is_no_script(client_as: SignIn, author: Account) -> None:
    sent = {"file": (io.BytesIO(tone(2)), "запис.wav"), "do": "hear", "stem": "Какво чувате?", "heard-0-say": "Не."}
    page = client_as(author).post("/items/new/single_choice", data=sent)
    assert page.status_code == 200
    (sound,) = db.session.scalars(select(Sound))
    assert f'value="{sound.digest}"' in page.text
    assert "Какво чувате?" in page.text
    # What came back with the page is kept with the draft.
    kept = {
        "sound": sound.digest,
        "level": "A1",
        "topic": "home",
        "within": "middle",
        "do": "save",
        "heard-0-say": "Не.",
    }
    kept["heard-0-who"] = "man"
    assert client_as(author).post("/items/new/single_choice", data=kept).status_code == 303
    assert db.session.scalars(select(ItemVersion)).one().sound is not None


def test_a_file_that_is_no_sound_loses_nothing_else(client_as: SignIn, author: Account) -> None:
    sent = {"file": (io.BytesIO(b"?"), "запис.wav"), "do": "save", "stem": "Какво чувате?"}
    page = client_as(author).post("/items/new/single_choice", data=sent)
    assert page.status_code == 422
    assert "This is no sound file" in page.text
    assert "Какво чувате?" in page.text
    assert db.session.scalar(select(ItemVersion)) is None


def test_the_computer_speaks_what_stands_in_the_form(
    client_as: SignIn, author: Account, said_by_hand: list[speech.Line]
) -> None:
    client = client_as(author)
    sent = {"heard-0-who": "man2", "heard-0-say": "Добър ден!", "level": "A1", "topic": "home", "do": "speak"}
    page = client.post("/items/new/single_choice", data=sent).text
    assert "A computer speaks." in page
    assert said_by_hand == [speech.Line("man2", "Добър ден!")]
    (sound,) = db.session.scalars(select(Sound))
    spoken = page.partition('name="spoken"')[2].split('value="')[1].split('"')[0]
    later = sent | {"heard-0-say": "Лека нощ!", "do": "offer", "sound": sound.digest, "spoken": spoken}
    assert (
        "The words have changed since the computer spoke them."
        in client.post("/items/new/single_choice", data=later).text
    )


def test_a_recording_can_be_left_out_again(client_as: SignIn, author: Account) -> None:
    sound = sounds.keep(author.viewer, tone(1))
    page = client_as(author).post("/items/new/single_choice", data={"sound": sound.digest, "do": "unsound"}).text
    assert sound.digest not in page


def test_only_the_page_of_writing_may_use_the_microphone(client_as: SignIn, author: Account) -> None:
    client = client_as(author)
    assert "microphone=(self)" in client.get("/items/new/matching").headers["Permissions-Policy"]
    assert "microphone=()" in client.get("/items").headers["Permissions-Policy"]
