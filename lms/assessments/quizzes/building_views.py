"""Pages for putting a quiz together: the list, a new one, its items by hand or drawn, copies."""

from collections.abc import Callable, Sequence

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from lms.access.declare import permission
from lms.access.errors import DomainError
from lms.access.scope import identifier, load_or_404
from lms.access.viewer import viewer
from lms.assessments.items import words as item_words
from lms.assessments.items.models import ItemVersion
from lms.assessments.pages import Page, blueprint
from lms.assessments.quizzes import building_actions, building_queries, words
from lms.assessments.quizzes.blueprint import Draw
from lms.assessments.quizzes.forms import DrawForm, FilterForm, QuizForm, SectionForm, section_choices
from lms.assessments.quizzes.quiz_models import Quiz
from lms.assessments.states import ItemLevel, Skill


@blueprint.get("/quizzes")
@permission("quizzes.view")
def quizzes() -> Page:
    """The quizzes, the newest first."""
    found = building_queries.quizzes(viewer(), request.args.get("page", 1, type=identifier))
    counts = building_queries.counts_of(found.items)
    return render_template("assessments/quizzes.html", page=found, counts=counts, words=words)


@blueprint.route("/quizzes/new", methods=["GET", "POST"])
@permission("quizzes.write")
def new_quiz() -> Page:
    """Make a quiz: what it is for and how it is taken; items follow."""
    form = QuizForm()
    if form.validate_on_submit():
        quiz = building_actions.make_quiz(viewer(), **form.facts())
        return redirect(url_for("assessments.built_quiz", quiz_id=quiz.id), 303)
    return render_template("assessments/quiz_form.html", form=form, quiz=None), 422 if form.errors else 200


@blueprint.route("/quizzes/<int:quiz_id>/settings", methods=["GET", "POST"])
@permission("quizzes.write")
def quiz_settings(quiz_id: int) -> Page:
    """Change what a quiz is called and how it is taken."""
    quiz = load_or_404(Quiz, quiz_id, "quizzes.write")
    form = QuizForm(obj=quiz)
    if form.validate_on_submit():
        return _change(quiz, lambda: building_actions.change_quiz(viewer(), quiz, **form.facts()))
    return render_template("assessments/quiz_form.html", form=form, quiz=quiz), 422 if form.errors else 200


@blueprint.get("/quizzes/<int:quiz_id>")
@permission("quizzes.view", "quizzes.write", "assignments.view")
def built_quiz(quiz_id: int) -> Page:
    """A quiz with its sections and items, what the bank offers besides, and to whom it was given."""
    quiz = load_or_404(Quiz, quiz_id, "quizzes.view")
    wanted = FilterForm(request.args)
    if not wanted.validate():
        wanted = FilterForm()
    return render_template(
        "assessments/built_quiz.html",
        quiz=quiz,
        contents=building_queries.contents(quiz),
        begun=building_queries.is_begun(quiz),
        filters=wanted,
        offered=_offered(quiz, wanted),
        sections=section_choices(quiz.sections),
        section_form=SectionForm(formdata=None),
        assignments=building_queries.assignments_of(quiz, viewer()),
        words=words,
        item_words=item_words,
    )


@blueprint.post("/quizzes/<int:quiz_id>/sections")
@permission("quizzes.write")
def add_quiz_section(quiz_id: int) -> Page:
    """Add a section at the end of a quiz."""
    quiz, form = load_or_404(Quiz, quiz_id, "quizzes.write"), SectionForm()
    if not form.validate():
        flash(" ".join(str(said) for errors in form.errors.values() for said in errors), "warning")
        return _back(quiz)
    return _change(quiz, lambda: building_actions.add_section(viewer(), quiz, form.title.data))


@blueprint.post("/quizzes/<int:quiz_id>/items")
@permission("quizzes.write")
def add_quiz_items(quiz_id: int) -> Page:
    """Put chosen items of the bank into a section."""
    quiz = load_or_404(Quiz, quiz_id, "quizzes.write")
    chosen = request.form.getlist("item", type=identifier)
    section_id = _section(quiz)
    return _change(quiz, lambda: building_actions.add_items(viewer(), quiz, chosen, section_id))


@blueprint.post("/quizzes/<int:quiz_id>/items/<int:position>")
@permission("quizzes.write")
def change_quiz_item(quiz_id: int, position: int) -> Page:
    """Move an item up or down, or take it out."""
    quiz = load_or_404(Quiz, quiz_id, "quizzes.write")
    if "remove" in request.form:
        return _change(quiz, lambda: building_actions.remove_item(viewer(), quiz, position))
    steps = -1 if "up" in request.form else 1
    return _change(quiz, lambda: building_actions.move_item(viewer(), quiz, position, steps))


@blueprint.route("/quizzes/<int:quiz_id>/draw", methods=["GET", "POST"])
@permission("quizzes.write")
def draw_quiz(quiz_id: int) -> Page:
    """Draw items from the bank by a blueprint."""
    quiz, form = load_or_404(Quiz, quiz_id, "quizzes.write"), DrawForm()
    if form.validate_on_submit():
        return _change(
            quiz, lambda: _tell(building_actions.draw_items(viewer(), quiz, form.blueprint(), _section(quiz)))
        )
    sections = section_choices(quiz.sections)
    page = render_template("assessments/quiz_draw.html", form=form, quiz=quiz, sections=sections)
    return page, 422 if form.errors else 200


@blueprint.post("/quizzes/<int:quiz_id>/copy")
@permission("quizzes.write")
def copy_quiz(quiz_id: int) -> Response:
    """Make a quiz like this one that can be changed."""
    quiz = load_or_404(Quiz, quiz_id, "quizzes.write")
    title = _("Copy of %(title)s", title=quiz.title)[:200]
    copy = building_actions.copy_quiz(viewer(), quiz, title)
    flash(_("This is the copy. What you change here changes nothing in the other one."), "info")
    return redirect(url_for("assessments.built_quiz", quiz_id=copy.id), 303)


def _tell(drawn: list[Draw]) -> None:
    found = sum(len(one.version_ids) for one in drawn)
    flash(ngettext("%(num)d item was drawn.", "%(num)d items were drawn.", found), "success")
    for one in drawn:
        if one.missing:
            names = item_words.ITEM_LEVELS[one.line.level], item_words.SKILL_NAMES[one.line.skill]
            what = " · ".join(map(str, (*names, item_words.TOPIC_NAMES.get(one.line.topic or "", ""))))
            flash(
                _("The bank is short of %(number)s: %(what)s.", number=one.missing, what=what.rstrip(" ·")), "warning"
            )


def _offered(quiz: Quiz, wanted: FilterForm) -> Sequence[ItemVersion]:
    level = ItemLevel(wanted.level.data) if wanted.level.data else None
    skill = Skill(wanted.skill.data) if wanted.skill.data else None
    return building_queries.offered(quiz, level, skill, wanted.topic.data or None, wanted.text.data or "")


def _section(quiz: Quiz) -> int | None:
    """The section that was chosen; None for before all of them. One of another quiz does not exist."""
    chosen = request.form.get("section", 0, type=identifier)
    if chosen and chosen not in {one.id for one in quiz.sections}:
        abort(404)
    return chosen or None


def _change(quiz: Quiz, act: Callable[[], object]) -> Response:
    try:
        act()
    except DomainError as refusal:
        flash(refusal.message, "warning")
    return _back(quiz)


def _back(quiz: Quiz) -> Response:
    return redirect(url_for("assessments.built_quiz", quiz_id=quiz.id), 303)
