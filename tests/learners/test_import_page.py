"""Importing a list through the page: preview, confirm, discard; and everything that can be wrong with it."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import Workbook, load_workbook
from sqlalchemy import func, select

from lms.access.viewer import Role, Viewer
from lms.accounts.models import Account
from lms.centres.models import Centre
from lms.database import db
from lms.learners import import_queries, import_step_actions, import_views
from lms.learners.import_models import ImportBatch, ImportRow, ImportState
from lms.learners.models import BirthPrecision, Learner, Sex
from tests.factories import make_centre, make_learner, make_staff

SignIn = Callable[[Account], FlaskClient]
CSV = """Име;Фамилия;Дата на раждане;Телефон;Пол
Olena;Kovalenko;03.05.1988;0888 123 456;ж
Амина;Хасан;1990;;жена
محمد;العلي;01.01.1980;;м
Ivan;Petrov;31.02.1990;;м
"""


@pytest.fixture
def centre() -> Centre:
    return make_centre()


@pytest.fixture
def page(app: object, centre: Centre, client_as: SignIn) -> FlaskClient:
    return client_as(make_staff(Role.COORDINATOR, centre))


def upload(page: FlaskClient, centre: Centre, data: bytes, name: str = "списък.csv") -> str:
    """Upload a file and return the address of its preview."""
    form = {"centre": centre.id, "file": (io.BytesIO(data), name)}
    answer = page.post("/learners/import", data=form)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


def by_coordinator(centre: Centre) -> Viewer:
    return Viewer(None, Role.COORDINATOR, frozenset({centre.id}))


def people() -> int:
    return db.session.scalar(select(func.count()).select_from(Learner)) or 0


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251"])
def test_a_list_is_previewed_and_then_imported(page: FlaskClient, centre: Centre, encoding: str) -> None:
    address = upload(page, centre, CSV.replace("محمد;العلي", "Мохамед;Али").encode(encoding))
    preview = page.get(address).text
    assert "Olena" in preview
    assert "Хасан" in preview
    assert people() == 0
    assert page.post(f"{address}/confirm").status_code == 303
    olena = db.session.scalars(select(Learner).where(Learner.given_latin == "Olena")).one()
    assert (olena.family_cyrillic, olena.born_on, olena.phone) == (
        "Коваленко",
        date(1988, 5, 3),
        "+359888123456",
    )
    amina = db.session.scalars(select(Learner).where(Learner.given_cyrillic == "Амина")).one()
    assert (amina.given_latin, amina.sex, amina.born_precision) == ("Amina", Sex.FEMALE, BirthPrecision.YEAR)
    assert olena.number == f"A-{olena.id:06}"


def test_the_preview_says_what_is_wrong_in_which_row(page: FlaskClient, centre: Centre) -> None:
    preview = page.get(upload(page, centre, CSV.encode())).text
    assert "There is no such day." in preview
    assert "31.02.1990" in preview
    assert "Write the name in Latin or Cyrillic letters too" in preview


def test_the_wrong_rows_come_back_with_what_is_wrong(page: FlaskClient, centre: Centre) -> None:
    address = upload(page, centre, CSV.encode())
    sheet = load_workbook(io.BytesIO(page.get(f"{address}/mend.xlsx").data)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:2] == ("Име", "Фамилия")
    assert [row[0] for row in rows[1:]] == ["محمد", "Ivan"]
    assert "Date of birth" in rows[2][-1]
    page.post(f"{address}/confirm")
    assert page.get(f"{address}/mend.xlsx").status_code == 200


def test_who_is_known_is_left_out_unless_chosen(page: FlaskClient, centre: Centre) -> None:
    make_learner(
        centre,
        given_latin="Olena",
        family_latin="Kovalenko",
        given_cyrillic="Олена",
        family_cyrillic="Коваленко",
        born_on=date(1988, 5, 3),
        born_precision=BirthPrecision.DAY,
    )
    address = upload(page, centre, CSV.encode())
    assert "looks like" in page.get(address).text
    page.post(f"{address}/confirm", data={"also": "2"})
    assert people() == 3


def test_a_person_twice_in_the_list_is_added_once(page: FlaskClient, centre: Centre) -> None:
    address = upload(page, centre, "Name\nOlena Koval\nKOVAL Olena\nКовал Олена\n".encode())
    page.post(f"{address}/confirm")
    assert people() == 1


def test_confirming_twice_adds_nobody_twice(page: FlaskClient, centre: Centre) -> None:
    address = upload(page, centre, CSV.encode())
    page.post(f"{address}/confirm")
    before = people()
    assert "imported before" in page.post(f"{address}/confirm", follow_redirects=True).text
    assert people() == before == 2


def test_a_discarded_list_is_forgotten(page: FlaskClient, centre: Centre) -> None:
    address = upload(page, centre, CSV.encode())
    page.post(f"{address}/discard")
    batch = db.session.scalars(select(ImportBatch)).one()
    assert batch.state is ImportState.DISCARDED
    assert db.session.scalars(select(ImportRow)).all() == []
    page.post(f"{address}/confirm")
    assert people() == 0


def test_a_part_that_fails_writes_nobody_and_the_list_goes_on_afterwards(
    page: FlaskClient, centre: Centre, monkeypatch: pytest.MonkeyPatch, app: object
) -> None:
    address = upload(page, centre, CSV.encode())
    real = import_step_actions.add_learners

    def failing(*given: object) -> list[Learner]:
        real(*given)  # type: ignore[arg-type]
        raise OSError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(import_step_actions, "add_learners", failing)
        broken.setattr(app, "testing", False)
        assert page.post(f"{address}/confirm").status_code == 500
    assert people() == 0
    assert db.session.scalars(select(ImportBatch.state)).one() is ImportState.WRITING
    assert page.post(f"{address}/step").status_code == 303
    assert people() == 2
    assert "2 people were added." in page.get(address).text


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("списък.xls", bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 100, "Save it as .xlsx"),
        ("снимка.png", b"\x89PNG\r\n\x1a\n\0\0", "not a spreadsheet"),
        ("празен.csv", b"", "no rows"),
        ("без-име.csv", "Град;Пол\nСофия;ж\n".encode(), "No column for the name"),
        ("двойно.csv", "Име;Фамилия;Last name\nА;Б;В\n".encode(), "Two columns mean the same"),
        ("счупен.xlsx", b"PK\x05\x06" + b"\0" * 18, "cannot be read"),
        ("кавичка.csv", 'Име;Фамилия\n"А;Б\n'.encode(), "quotation mark"),
    ],
)
def test_a_file_that_is_no_list_is_refused_at_the_field(
    page: FlaskClient, centre: Centre, name: str, data: bytes, message: str
) -> None:
    answer = page.post("/learners/import", data={"centre": centre.id, "file": (io.BytesIO(data), name)})
    assert answer.status_code == 422
    assert message in answer.text
    assert db.session.scalar(select(func.count()).select_from(ImportBatch)) == 0


def test_no_file_and_a_foreign_centre_are_refused(page: FlaskClient, centre: Centre) -> None:
    assert "Choose a file." in page.post("/learners/import", data={"centre": centre.id}).text
    form = {"centre": make_centre().id, "file": (io.BytesIO(CSV.encode()), "a.csv")}
    assert page.post("/learners/import", data=form).status_code == 422


def test_a_list_of_another_centre_does_not_exist(page: FlaskClient, centre: Centre, client_as: SignIn) -> None:
    address = upload(page, centre, CSV.encode())
    other = client_as(make_staff(Role.COORDINATOR, make_centre()))
    assert [other.get(address).status_code, other.post(f"{address}/confirm").status_code] == [404, 404]


def test_a_workbook_with_a_title_and_columns_in_odd_order(page: FlaskClient, centre: Centre) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["Списък на желаещите, есен 2026"])
    sheet.append([])
    sheet.append(["№", "Телефон", "Гражданство", "Фамилия", "Дата на раждане", "Име", "Майчин език"])
    sheet.append([1, 888123456, "Сирия", "Haddad", date(1985, 7, 1), "Rana", "арабски"])
    buffer = io.BytesIO()
    book.save(buffer)
    address = upload(page, centre, buffer.getvalue(), "есен.xlsx")
    assert "№" in page.get(address).text
    page.post(f"{address}/confirm")
    rana = db.session.scalars(select(Learner)).one()
    assert (rana.phone, rana.nationalities, rana.mother_tongue) == ("+359888123456", ("SY",), "ar")
    assert rana.born_on == date(1985, 7, 1)


def test_a_workbook_from_a_spreadsheet_program(page: FlaskClient, centre: Centre) -> None:
    data = (Path(__file__).parent / "files" / "spisak.xlsx").read_bytes()
    address = upload(page, centre, data, "spisak.xlsx")
    page.post(f"{address}/confirm")
    assert people() == 18
    assert "2 rows are left to mend" in page.get(address).text


def test_the_template_is_understood_by_the_import(page: FlaskClient, centre: Centre) -> None:
    book = load_workbook(io.BytesIO(page.get("/learners/import/template.xlsx").data))
    book.active.append(["Olena", "Koval"])
    buffer = io.BytesIO()
    book.save(buffer)
    address = upload(page, centre, buffer.getvalue(), "template.xlsx")
    preview = page.get(address).text
    assert "were not understood" not in preview
    page.post(f"{address}/confirm")
    assert people() == 1


def test_a_name_of_many_words_is_refused_in_its_row(page: FlaskClient, centre: Centre) -> None:
    address = upload(page, centre, f"Име\n{'ия' * 2000}\nИван Петров\n".encode())
    assert "A name can have at most 200 characters." in page.get(address).text


def test_a_list_is_read_while_others_write(page: FlaskClient, centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def slow(*_: object) -> list[list[str]]:
        seen.append(db.session().in_transaction())
        return [["Име"], ["Иван Петров"]]

    monkeypatch.setattr("lms.learners.import_actions.read_table", slow)
    upload(page, centre, b"-")
    assert seen == [False]


def test_whoever_repeats_somebody_is_found_by_name_or_telephone(page: FlaskClient, centre: Centre) -> None:
    make_learner(centre, given_latin="Ivan", family_latin="Petrov", born_on=date(1990, 1, 1), born_precision="day")
    rows = [
        "Ivan Petrov;01.01.1990;;known",
        "Petrov Ivan;;;known",
        "Ivan Petrov;02.01.1990;0888 123 456;new",
        "Ivan Ivanov;02.01.1990;0888 123 456;known",
        "Maria Petrova;02.01.1990;0888 123 456;new",
        "Ivan Ivanov;;0888 123 456;new",
    ]
    table = "Име;Дата на раждане;Телефон;бележка\n" + "\n".join(rows)
    batch_id = int(upload(page, centre, table.encode()).rpartition("/")[2])
    kinds = import_queries.kinds(by_coordinator(centre), db.session.get_one(ImportBatch, batch_id))
    numbers = {kind: set(db.session.scalars(select(ImportRow.number).where(kinds[kind]))) for kind in ("known", "new")}
    found = ["known" if at in numbers["known"] else "new" for at in range(2, len(rows) + 2)]
    assert found == [row.rpartition(";")[2] for row in rows]
    assert not numbers["known"] & numbers["new"]


@pytest.fixture
def in_parts(page: FlaskClient, monkeypatch: pytest.MonkeyPatch, app: Flask) -> FlaskClient:
    """A page on which every part of a list, of two rows, is asked for by itself."""
    monkeypatch.setattr(import_views, "A_MOMENT", 0.0)
    monkeypatch.setattr(import_views, "A_WHILE", 0.0)
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], import_chunk=2))
    return page


def ask(page: FlaskClient, address: str) -> dict[str, object]:
    answer: dict[str, object] = page.post(f"{address}/step", headers={"Accept": "application/json"}).get_json()
    return answer


def test_a_script_is_told_how_far_a_list_is(in_parts: FlaskClient, centre: Centre) -> None:
    address = upload(in_parts, centre, CSV.encode())
    assert "Reading the rows: 2 of 4" in in_parts.get(address).text
    told = ask(in_parts, address)
    assert told == {"phase": "comparing", "done": 0, "of": 0, "words": told["words"]}
    assert ask(in_parts, address)["phase"] == "over"
    in_parts.post(f"{address}/confirm")
    assert "Adding people" not in in_parts.get("/learners/import").text
    assert "people are being added" in in_parts.get("/learners/import").text
    assert ask(in_parts, address) == {"phase": "over", "done": 0, "of": 0, "words": "Done."}
    assert "Lists that are not finished" not in in_parts.get("/learners/import").text
    assert people() == 2


def test_a_list_that_is_being_read_is_neither_confirmed_nor_shown(in_parts: FlaskClient, centre: Centre) -> None:
    address = upload(in_parts, centre, CSV.encode())
    page = in_parts.post(f"{address}/confirm", follow_redirects=True).text
    assert "still being compared" in page
    assert 'role="status"' in page
    in_parts.post(f"{address}/discard")
    assert ask(in_parts, address)["phase"] == "over"
    assert db.session.scalars(select(ImportRow)).all() == []


def test_long_lists_show_their_counts_and_the_first_rows_of_each_kind(page: FlaskClient, centre: Centre) -> None:
    wrong = [f"Person{n};;31.02.1990" for n in range(60)]
    new = [f"Olena;Koval;{1 + n % 28:02}.{1 + n // 28:02}.1980" for n in range(120)]
    known = ["Olena;Koval;01.01.1980"] * 70
    table = "\n".join(["Име;Фамилия;Дата на раждане", *wrong, *new, *known])
    address = upload(page, centre, table.encode())
    whole = page.get(address).text
    assert [f"<strong>{count}</strong>" in whole for count in (60, 120, 70)] == [True] * 3
    assert whole.count('name="also"') == 50
    assert whole.count("<tr>") == 3 + 150
    last = page.get(f"{address}?show=known&page=2").text
    assert (last.count('name="also"'), last.count("<tr>")) == (20, 21)
    assert "Page 2 of 2" in last
    assert page.get(f"{address}?show=nothing&page=9").status_code == 200


def test_a_choice_on_a_later_page_is_kept_until_the_confirmation(page: FlaskClient, centre: Centre) -> None:
    table = "\n".join(["Име;Фамилия", "Olena;Koval", *["Olena;Koval"] * 60])
    address = upload(page, centre, table.encode())
    form = {"offered": ["60", "61", "62"], "also": ["61", "62"], "page": "2"}
    answer = page.post(f"{address}/choose", data=form)
    assert answer.headers["Location"].endswith("?show=known&page=2")
    assert page.get(answer.headers["Location"]).text.count(" checked") == 2
    page.post(f"{address}/choose", data=form | {"also": ["61"]})
    assert "Add 2 people" in page.get(address).text
    page.post(f"{address}/confirm")
    assert people() == 2


def test_whoever_was_written_meanwhile_is_told_and_can_be_taken_along(in_parts: FlaskClient, centre: Centre) -> None:
    address = upload(in_parts, centre, "Име;Фамилия\nOlena;Koval\nRana;Haddad\n".encode())
    while ask(in_parts, address)["phase"] != "over":
        pass
    make_learner(centre, given_latin="Rana", family_latin="Haddad", number="A-900777")
    in_parts.post(f"{address}/confirm")
    while ask(in_parts, address)["phase"] != "over":
        pass
    done = in_parts.get(address).text
    assert "1 person was added." in done
    assert "1 row was left out" in done
    assert "A-900777" in done
    sheet = load_workbook(io.BytesIO(in_parts.get(f"{address}/mend.xlsx").data)).active
    assert list(sheet.iter_rows(values_only=True))[1] == ("Rana", "Haddad", "looks like A-900777 (the same name)")


def test_a_list_longer_than_allowed_is_refused_with_what_to_do(
    page: FlaskClient, centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lms.learners.import_actions.ROW_LIMIT", 4)
    upload(page, centre, f"Списък\n\n{CSV}".encode())
    form = {"centre": centre.id, "file": (io.BytesIO(f"{CSV}Rana;Haddad;;;\n".encode()), "a.csv")}
    assert "more than 4 rows. Divide it." in page.post("/learners/import", data=form).text
