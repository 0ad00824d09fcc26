"""`flask lms calibrate`, by hand and for a timer."""

from flask import Flask

from lms.assessments.calibration import queries
from lms.assessments.calibration.fitting import Model
from tests.assessments.calibration.conftest import Answered


def run(app: Flask, *arguments: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["lms", "calibrate", *arguments])
    return result.exit_code, result.output


def test_it_says_what_the_calibration_rests_on(app: Flask, answered: Answered) -> None:
    answered(60)
    code, said = run(app, "--model", "rasch")
    assert code == 0
    made = queries.in_use()
    assert made is not None
    assert made.model is Model.RASCH
    assert said == f"Calibration {made.id}: 720 answers of 60 placements, {made.anchors} anchors.\n"


def test_it_says_why_it_does_nothing(app: Flask, answered: Answered) -> None:
    answered(2)
    code, said = run(app)
    assert code == 1
    assert "There are 2 finished placements; a calibration needs 50." in said


def test_a_timer_calibrates_when_it_is_due(app: Flask, answered: Answered) -> None:
    answered(60)
    assert run(app, "--if-due")[0] == 0
    first = queries.in_use()
    assert first is not None
    assert first.model is Model.TWO_PARAMETERS
    assert run(app, "--if-due") == (0, "There are too few new answers.\n")
    assert queries.in_use() is first
