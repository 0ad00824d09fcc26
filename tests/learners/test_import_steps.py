"""Lists that are imported in parts: interrupted anywhere, driven by two, while others add people."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from threading import Barrier

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select, update

from lms.access.errors import DomainError
from lms.access.models import AuditLine
from lms.access.viewer import Role, Viewer
from lms.centres.models import Centre
from lms.database import db
from lms.learners import import_actions, import_compare_actions, import_comparing, import_step_actions, merge_actions
from lms.learners.duplicate_rules import Likeness, likeness
from lms.learners.import_models import ImportBatch, ImportLike, ImportRow, ImportState, ImportTrait
from lms.learners.import_queries import count_rows, kinds
from lms.learners.import_shown import shown
from lms.learners.import_step_actions import advance, step
from lms.learners.models import BirthPrecision, Learner
from lms.learners.rules import Facts
from lms.learners.search_models import NameKey
from tests.factories import make_centre, make_learner, make_staff, name_for
from tests.soak import tries

ALL = 1000
NAMES = ("Olena", "Rana", "Mohammed", "Мохамед", "Yulia", "Юлия", "Wei", "Tigran")
FAMILIES = ("Koval", "Хадад", "Haddad", "Li", "Petrosyan")


@pytest.fixture
def centre(app: Flask) -> Centre:
    return make_centre()


@pytest.fixture
def by(centre: Centre) -> Viewer:
    return coordinator(centre)


def coordinator(centre: Centre) -> Viewer:
    return make_staff(Role.COORDINATOR, centre).viewer


def upload(by: Viewer, centre: Centre, *lines: str) -> ImportBatch:
    text = "\n".join(("Име;Фамилия;Дата на раждане;Телефон", *lines))
    batch = import_actions.upload_list(by, centre, "a.csv", text.encode())
    db.session.commit()
    return batch


def compared(by: Viewer, centre: Centre, *lines: str) -> ImportBatch:
    batch = upload(by, centre, *lines)
    advance(by, batch.id, ALL, 60)
    return batch


def confirm(by: Viewer, batch: ImportBatch) -> None:
    import_actions.confirm_list(by, batch)
    db.session.commit()


def names() -> list[str]:
    return sorted(db.session.scalars(select(Learner.given_latin)))


def numbers(by: Viewer, batch: ImportBatch, kind: str) -> list[int]:
    return list(db.session.scalars(select(ImportRow.number).where(kinds(by, batch)[kind]).order_by(ImportRow.number)))


def why(by: Viewer, batch: ImportBatch, number: int) -> list[tuple[str, ...]]:
    row = db.session.get_one(ImportRow, (batch.id, number))
    (told,) = shown(by, batch, [row])
    return [tuple(like.likeness.why) for like in told.likes]


class Killed(Exception):
    """Stands for a process that ended here."""


@contextmanager
def killed_while_keeping(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The process ends after everything of a part was written, and before it was committed."""
    parts = (
        import_compare_actions.RowsRead,
        import_compare_actions.PeopleCompared,
        import_step_actions.PeopleToAdd,
        import_step_actions.NothingLeft,
    )
    with monkeypatch.context() as patched:
        for part in parts:
            real = part.keep

            def keep(self: object, batch: ImportBatch, real: object = real) -> None:
                real(self, batch)  # type: ignore[operator]
                db.session.flush()
                raise Killed

            patched.setattr(part, "keep", keep)
        with pytest.raises(Killed):
            yield
    db.session.rollback()
    db.session.expire_all()


LINE = st.builds(
    "{};{};{};{}".format,
    st.sampled_from(NAMES),
    st.sampled_from(FAMILIES),
    st.sampled_from(["", "1990", "01.02.1990", "03.04.1991", "31.02.1990"]),
    st.sampled_from(["", "0888 123 456", "0888 123 457"]),
)


@tries(25)
@given(
    lines=st.lists(LINE, min_size=1, max_size=14),
    chunks=st.lists(st.integers(1, 6), min_size=1, max_size=5),
    killed=st.lists(st.booleans(), min_size=1, max_size=7),
)
def test_whatever_the_parts_and_wherever_they_stop_the_same_people_are_added_once(
    one_app: Flask, lines: list[str], chunks: list[int], killed: list[bool]
) -> None:
    with one_app.app_context(), pytest.MonkeyPatch.context() as monkeypatch:
        results = []
        for how in ("in one", "in parts"):
            centre = make_centre()
            by = coordinator(centre)
            make_learner(centre, given_latin="Rana", family_latin="Haddad", given_cyrillic="Рана")
            batch = upload(by, centre, *lines)
            if how == "in one":
                finish(by, batch, [ALL], [False], monkeypatch)
            else:
                finish(by, batch, chunks, killed, monkeypatch)
            people = db.session.execute(
                select(Learner.given_latin, Learner.family_latin, Learner.born_on, Learner.phone)
                .where(Learner.centre_id == centre.id)
                .order_by(Learner.id)
            ).all()
            left = db.session.execute(
                select(ImportRow.number, ImportRow.wrong)
                .where(ImportRow.batch_id == batch.id)
                .order_by(ImportRow.number)
            )
            results.append(([tuple(one) for one in people], [tuple(one) for one in left], batch.created))
            assert len(people) == 1 + batch.created
            _everybody_is_found(centre)
        assert results[0] == results[1]


def finish(
    by: Viewer, batch: ImportBatch, chunks: list[int], killed: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Compare, confirm and write a list in parts of these sizes, and be killed in some of them."""
    at = 0
    for _half in range(2):
        more = True
        while more:
            if killed[at % len(killed)] and not all(killed):
                with killed_while_keeping(monkeypatch):
                    step(by, batch.id, chunks[at % len(chunks)])
            else:
                more = step(by, batch.id, chunks[at % len(chunks)])
            at += 1
        if batch.state is ImportState.PREVIEWED:
            confirm(by, batch)


def _everybody_is_found(centre: Centre) -> None:
    people = select(Learner.id).where(Learner.centre_id == centre.id)
    without = people.where(Learner.id.not_in(select(NameKey.learner_id)))
    assert db.session.scalars(without).all() == []


def test_a_list_that_was_left_goes_on_from_there_for_somebody_else(by: Viewer, centre: Centre) -> None:
    batch = compared(by, centre, *(f"Person{n};Number{n};{1950 + n};" for n in range(9)))
    confirm(by, batch)
    step(by, batch.id, 4)
    assert batch.created == len(names()) == 4
    advance(coordinator(centre), batch.id, 4, 60)
    assert batch.state is ImportState.CONFIRMED
    assert batch.created == len(names()) == 9
    acts = db.session.scalars(
        select(AuditLine.act).where(AuditLine.act.like("learner.import%")).order_by(AuditLine.id)
    ).all()
    assert acts == ["learner.import", "learner.imported"]


def test_two_who_work_out_the_same_part_keep_it_once(
    by: Viewer, centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = compared(by, centre, "Olena;Koval;1990;", "Rana;Haddad;1991;", "Wei;Li;1992;")
    confirm(by, batch)
    real = import_step_actions._next_part

    def overtaken(*given: object) -> object:
        part = real(*given)  # type: ignore[arg-type]
        monkeypatch.setattr(import_step_actions, "_next_part", real)
        db.session.commit()
        step(by, batch.id, 2)
        return part

    monkeypatch.setattr(import_step_actions, "_next_part", overtaken)
    step(by, batch.id, 2)
    assert (batch.created, names()) == (2, ["Olena", "Rana"])
    advance(by, batch.id, 2, 60)
    assert names() == ["Olena", "Rana", "Wei"]


def test_a_comparison_that_was_overtaken_is_not_kept_twice(
    by: Viewer, centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_learner(centre, given_latin="Olena", family_latin="Koval")
    batch = upload(by, centre, "Olena;Koval;;", "Rana;Haddad;;", "Wei;Li;;")
    real = import_step_actions._next_part

    def overtaken(*given: object) -> object:
        part = real(*given)  # type: ignore[arg-type]
        monkeypatch.setattr(import_step_actions, "_next_part", real)
        db.session.commit()
        step(by, batch.id, 2)
        return part

    for _half in range(2):
        monkeypatch.setattr(import_step_actions, "_next_part", overtaken)
        step(by, batch.id, ALL)
    advance(by, batch.id, ALL, 60)
    assert (numbers(by, batch, "known"), numbers(by, batch, "new")) == ([2], [3, 4])


def test_others_write_while_a_part_is_worked_out(by: Viewer, centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = compared(by, centre, "Olena;Koval;;", "Rana;Haddad;;")
    confirm(by, batch)
    real, written = import_step_actions._next_part, []

    def beside(*given: object) -> object:
        part = real(*given)  # type: ignore[arg-type]
        assert db.session().in_transaction()
        with db.engine.connect() as teacher:
            if teacher.dialect.name == "sqlite":
                teacher.connection.dbapi_connection.execute("PRAGMA busy_timeout=0")  # type: ignore[union-attr]
            teacher.execute(update(Centre).values(address="ул. „Нова“ 2"))
            teacher.commit()
            written.append(part)
            teacher.invalidate()
        return part

    monkeypatch.setattr(import_step_actions, "_next_part", beside)
    advance(by, batch.id, 1, 60)
    assert len(written) == 3
    assert names() == ["Olena", "Rana"]


def test_confirming_again_while_people_are_added_changes_nothing(by: Viewer, centre: Centre) -> None:
    batch = compared(by, centre, "Olena;Koval;;", "Rana;Haddad;;")
    confirm(by, batch)
    step(by, batch.id, 1)
    assert not import_actions.confirm_list(coordinator(centre), batch)
    for act in (import_actions.discard_list, lambda _by, one: import_actions.choose(one, {2}, {2})):
        with pytest.raises(DomainError):
            act(by, batch)
    advance(by, batch.id, 1, 60)
    assert names() == ["Olena", "Rana"]


def test_a_list_that_is_not_compared_yet_is_not_confirmed(by: Viewer, centre: Centre) -> None:
    batch = upload(by, centre, "Olena;Koval;;")
    with pytest.raises(DomainError):
        import_actions.confirm_list(by, batch)


def test_whoever_was_added_after_the_preview_is_left_out_and_named(by: Viewer, centre: Centre) -> None:
    batch = compared(by, centre, "Olena;Koval;;", "Rana;Haddad;;", "Wei;Li;;")
    confirm(by, batch)
    step(by, batch.id, 1)
    rana = make_learner(centre, given_latin="Rana", family_latin="Haddad")
    advance(by, batch.id, 1, 60)
    assert names() == ["Olena", "Rana", "Wei"]
    assert numbers(by, batch, "late") == [3]
    (told,) = shown(by, batch, [db.session.get_one(ImportRow, (batch.id, 3))])
    assert [like.learner for like in told.likes] == [rana]
    assert told.finding.facts.given_latin == "Rana"


def test_whoever_was_added_between_working_out_and_keeping_is_left_out(
    by: Viewer, centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = compared(by, centre, "Olena;Koval;;")
    confirm(by, batch)
    real = import_step_actions._next_part

    def meanwhile(*given: object) -> object:
        part = real(*given)  # type: ignore[arg-type]
        monkeypatch.setattr(import_step_actions, "_next_part", real)
        db.session.commit()
        make_learner(centre, given_latin="Olena", family_latin="Koval")
        return part

    monkeypatch.setattr(import_step_actions, "_next_part", meanwhile)
    advance(by, batch.id, ALL, 60)
    assert names() == ["Olena"]
    assert numbers(by, batch, "late") == [2]


def test_a_known_person_is_added_when_somebody_chose_so(by: Viewer, centre: Centre) -> None:
    make_learner(centre, given_latin="Olena", family_latin="Koval")
    batch = compared(by, centre, "Olena;Koval;;", "Olena;Koval;;", "Rana;Haddad;;")
    import_actions.choose(batch, {2, 3}, {2})
    import_actions.choose(batch, {3}, {3})
    import_actions.choose(batch, {2, 3}, {3})
    confirm(by, batch)
    advance(by, batch.id, ALL, 60)
    assert names() == ["Olena", "Olena", "Rana"]


def test_a_namesake_of_somebody_who_has_a_record_is_added_when_somebody_chose_so(by: Viewer, centre: Centre) -> None:
    make_learner(centre, given_latin="Olena", family_latin="Koval")
    batch = compared(by, centre, "Olena;Koval;;")
    import_actions.choose(batch, {2}, {2})
    confirm(by, batch)
    advance(by, batch.id, ALL, 60)
    assert (names(), numbers(by, batch, "late")) == (["Olena", "Olena"], [])


def test_two_lists_of_one_centre_written_at_one_moment_add_a_person_once(
    app: Flask, by: Viewer, centre: Centre
) -> None:
    people = [f"{name};{family};;" for name in NAMES[:3] for family in FAMILIES[:2]]
    lists = [compared(by, centre, *people).id for _ in range(2)]
    for batch_id in lists:
        confirm(by, db.session.get_one(ImportBatch, batch_id))
    together = Barrier(len(lists))

    def drive(batch_id: int) -> None:
        with app.app_context():
            together.wait()
            advance(by, batch_id, ALL, 60)

    with ThreadPoolExecutor(len(lists)) as pool:
        list(pool.map(drive, lists))
    db.session.expire_all()
    assert len(names()) == len(people)
    assert sum(len(numbers(by, db.session.get_one(ImportBatch, one), "late")) for one in lists) == len(people)


@pytest.mark.parametrize(
    ("line", "reasons"),
    [
        ("Muhammad;Haddad;05.06.1990;", [("other_spelling", "birth_date")]),
        ("Мохамед;Хадад;;", [("other_spelling",)]),
        ("Haddad;Mohammed;1990;", [("swapped", "birth_year")]),
        ("Mohamad;Aldin;05.06.1990;", [("given_name", "birth_date")]),
        ("Mohammed;Haddad;07.06.1990;0888 123 456", [("same_name", "phone")]),
        ("Mohammed;Haddad;07.06.1990;", []),
        ("Rana;Haddad;07.06.1991;0888 123 456", []),
    ],
)
def test_the_preview_says_why_a_row_repeats_somebody(
    by: Viewer, centre: Centre, line: str, reasons: list[tuple[str, ...]]
) -> None:
    day = {"born_on": date(1990, 6, 5), "born_precision": BirthPrecision.DAY, "phone": "+359888123456"}
    cyrillic = {"given_cyrillic": "Мохаммед", "family_cyrillic": "Хаддад"}
    make_learner(centre, given_latin="Mohammed", family_latin="Haddad", **cyrillic, **day)
    batch = compared(by, centre, line)
    assert why(by, batch, 2) == reasons


def test_the_same_personal_number_is_the_surest_sign(by: Viewer, centre: Centre) -> None:
    make_learner(centre, given_latin="Anna", family_latin="Berg", personal_number="1000000012")
    batch = import_actions.upload_list(by, centre, "a.csv", "Име;Фамилия;ЛНЧ\nХанна;Бергер;1000000012\n".encode())
    db.session.commit()
    advance(by, batch.id, ALL, 60)
    assert why(by, batch, 2)[0][0] == "personal_number"


def test_an_unaccompanied_minor_is_revealed_to_nobody_but_those_named(by: Viewer, centre: Centre) -> None:
    named = make_staff(Role.COORDINATOR, centre)
    minor = make_learner(centre, given_latin="Amal", family_latin="Nur", unaccompanied=True)
    name_for(minor, named)
    batch = compared(by, centre, "Amal;Nur;;")
    assert (numbers(by, batch, "known"), numbers(by, batch, "new"), why(by, batch, 2)) == ([], [2], [])
    assert (numbers(named.viewer, batch, "known"), numbers(named.viewer, batch, "new")) == ([2], [])
    # Written down a second time, rather than told: decision 0009.
    confirm(by, batch)
    advance(by, batch.id, ALL, 60)
    assert names() == ["Amal", "Amal"]
    assert count_rows(kinds(by, batch)["late"]) == 0


@pytest.mark.parametrize("of_another_centre", [False, True])
def test_whoever_knows_of_more_people_drives_a_list_to_the_same_end(
    by: Viewer, centre: Centre, of_another_centre: bool
) -> None:
    other = make_centre()
    driver = make_staff(Role.COORDINATOR, centre, other)
    somebody = {"given_latin": "Amal", "family_latin": "Nur", "unaccompanied": not of_another_centre}
    name_for(make_learner(other if of_another_centre else centre, **somebody), driver)
    batch = compared(by, centre, "Amal;Nur;;")
    confirm(by, batch)
    advance(driver.viewer, batch.id, ALL, 60)
    assert (names(), batch.created) == (["Amal", "Amal"], 1)


def test_a_person_of_a_centre_that_is_not_ones_own_is_not_shown(by: Viewer, centre: Centre) -> None:
    elsewhere = make_centre()
    make_learner(elsewhere, given_latin="Olena", family_latin="Koval")
    batch = compared(by, centre, "Olena;Koval;;")
    assert numbers(by, batch, "new") == [2]
    both = Viewer(None, Role.COORDINATOR, frozenset({centre.id, elsewhere.id}))
    assert numbers(both, batch, "known") == [2]


def test_a_person_merged_after_the_preview_is_shown_under_the_record_that_stayed(by: Viewer, centre: Centre) -> None:
    kept = make_learner(centre, given_latin="Olena", family_latin="Koval")
    gone = make_learner(centre, given_latin="Olena", family_latin="Koval")
    batch = compared(by, centre, "Olena;Koval;;", "Rana;Li;;")
    merge_actions.merge(by, kept, gone, set())
    db.session.commit()
    likes = db.session.scalars(select(ImportLike.learner_id).where(ImportLike.batch_id == batch.id)).all()
    assert likes == [kept.id]
    confirm(by, batch)
    advance(by, batch.id, ALL, 60)
    assert batch.created == 1


def test_nothing_of_a_finished_list_is_kept_but_what_can_be_mended(by: Viewer, centre: Centre) -> None:
    make_learner(centre, given_latin="Olena", family_latin="Koval")
    batch = compared(by, centre, "Olena;Koval;;", "Rana;Haddad;31.02.1990;", "Wei;Li;;")
    confirm(by, batch)
    advance(by, batch.id, ALL, 60)
    assert db.session.scalars(select(ImportRow.number)).all() == [3]
    for table in (ImportTrait, ImportLike):
        assert db.session.scalar(select(func.count()).select_from(table)) == 0


def test_rows_of_one_name_are_not_compared_with_each_other_without_end(
    by: Viewer, centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    pairs = []

    def counting(*pair: Facts) -> Likeness | None:
        pairs.append(pair)
        return likeness(*pair)

    monkeypatch.setattr(import_comparing, "likeness", counting)
    days = [f"{1 + n % 28:02}.{1 + n // 28 % 12:02}.{1960 + n // 336}" for n in range(300)]
    batch = compared(by, centre, *(f"Mohammed;Ali;{day};" for day in days))
    assert len(numbers(by, batch, "new")) == 300
    assert len(pairs) <= 300 * import_comparing.COMPARED


def test_the_names_of_the_list_are_compared_by_its_first_row(by: Viewer, centre: Centre) -> None:
    batch = compared(by, centre, "Olena;Koval;;", "Koval;Olena;;", "Олена;Ковал;;")
    same = db.session.scalars(select(ImportRow.same_as).order_by(ImportRow.number)).all()
    assert same == [None, 2, 2]
    assert why(by, batch, 3) == [("swapped",)]
