"""The staff's pages of calibrations."""

import pytest
from sqlalchemy import select

from lms.access.viewer import SYSTEM, Role
from lms.accounts.models import Account
from lms.assessments.calibration import actions, queries
from lms.assessments.calibration.fitting import Model
from lms.assessments.calibration.models import CalibratedItem, Calibration
from lms.centres.models import Centre
from lms.database import db
from tests.assessments.calibration.conftest import Answered
from tests.assessments.conftest import send
from tests.factories import make_staff


@pytest.fixture
def made(answered: Answered) -> Calibration:
    answered(60)
    found = actions.calibrate(SYSTEM, Model.TWO_PARAMETERS)
    db.session.commit()
    return found


def test_without_a_calibration_the_page_says_where_they_come_from(client_as, coordinator: Account) -> None:
    page = client_as(coordinator).get("/calibrations").text
    assert "There is no calibration yet" in page
    assert "flask lms calibrate" in page


def test_the_items_lead_to_the_list_and_the_list_to_what_moved(
    client_as, coordinator: Account, made: Calibration
) -> None:
    client = client_as(coordinator)
    assert 'href="/calibrations"' in client.get("/items").text
    listed = client.get("/calibrations").text
    assert "the server" in listed
    assert "in use" in listed
    assert f'href="/calibrations/{made.id}"' in listed
    page = client.get(f"/calibrations/{made.id}").text
    assert page.count('data-label="Difficulty"') == 20
    assert "720" in page


def test_what_is_to_be_looked_at_comes_first_with_what_to_do(
    client_as, coordinator: Account, made: Calibration
) -> None:
    items = list(db.session.scalars(select(CalibratedItem).order_by(CalibratedItem.item_version_id)))
    items[-1].misfits, items[-2].drifts, items[-2].drift = True, True, -1.0
    codes = [item.item_version.item.code for item in items]
    client = client_as(coordinator)
    page = client.get(f"/calibrations/{made.id}").text
    first = min(codes[:-2], key=page.index)
    assert max(page.index(codes[-1]), page.index(codes[-2])) < page.index(first)
    assert "Look for a second right answer, a hint, or a wrong key." in page
    assert "The latest people found it easier" in page
    listed = client.get("/calibrations").text
    assert "1 misfits" in listed
    assert "1 drifted" in listed


def test_a_coordinator_undoes_the_one_in_use(client_as, coordinator: Account, made: Calibration) -> None:
    client = client_as(coordinator)
    assert "Undo this calibration" in client.get(f"/calibrations/{made.id}").text
    said = send(client, f"/calibrations/{made.id}/undo")
    assert "The calibration is undone." in said
    assert queries.in_use() is None
    page = client.get(f"/calibrations/{made.id}").text
    assert "Undo this calibration" not in page
    assert coordinator.name in page
    assert "Only the calibration in use can be undone." in send(client, f"/calibrations/{made.id}/undo")


def test_a_teacher_reads_and_does_not_undo(client_as, centre: Centre, made: Calibration) -> None:
    client = client_as(make_staff(Role.TEACHER, centre))
    assert "Undo this calibration" not in client.get(f"/calibrations/{made.id}").text
    assert client.post(f"/calibrations/{made.id}/undo").status_code == 404
    assert queries.in_use() is not None
