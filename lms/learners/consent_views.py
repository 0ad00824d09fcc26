"""Pages of consent: a person's answers and noting one, the texts for reading and signing, who was not asked yet."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from lms import clock
from lms.access.declare import permission
from lms.access.errors import DomainError
from lms.access.scope import identifier, load_or_404
from lms.access.viewer import viewer
from lms.learners import words
from lms.learners.consent_actions import note_answer
from lms.learners.consent_forms import ConsentForm
from lms.learners.consent_queries import consents_of, not_asked, standings
from lms.learners.consent_sheet import columns
from lms.learners.consent_texts import language_for, languages
from lms.learners.models import Learner
from lms.learners.names import clean
from lms.learners.safeguarding_queries import around
from lms.learners.safeguarding_rules import is_minor

blueprint = Blueprint("consents", __name__, url_prefix="/learners")
Page = str | Response | tuple[str, int]


@blueprint.get("/consents")
@permission("consents.note")
def unasked() -> Page:
    """Who was not asked every question about consent yet."""
    found = not_asked(viewer(), request.args.get("page", 1, type=identifier))
    return render_template("learners/unasked.html", found=found)


@blueprint.route("/<int:learner_id>/consents", methods=["GET", "POST"])
@permission("consents.note")
def show(learner_id: int) -> Page:
    """A person's answers, all that were ever noted, and a form for the next one."""
    learner = load_or_404(Learner, learner_id, "consents.note")
    today = clock.today(learner.centre.time_zone)
    minor = is_minor(learner.born_on, learner.born_precision, today)
    kept = around(learner)
    guardian = kept.guardian_name if kept and minor else None
    wanted = kept.guardian_language if kept and minor and kept.guardian_language else learner.language
    form = ConsentForm(data={"on": today, "language": language_for(wanted), "guardian_name": guardian})
    if form.validate_on_submit():
        named = clean(form.guardian_name.data or "")
        try:
            note_answer(viewer(), learner, *form.said, form.on.data, named or None, form.language.data)
        except DomainError as refusal:
            form.answer.errors = [refusal.message]
        else:
            flash(_("The answer is noted."), "success")
            return redirect(url_for("consents.show", learner_id=learner.id), 303)
    answers = consents_of(learner)
    page = render_template(
        "learners/consents.html",
        learner=learner,
        form=form,
        answers=answers,
        standings=standings(answers),
        minor=minor,
        languages=languages(),
        words=words,
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/consents/print")
@permission("consents.note")
def blank() -> Page:
    """The texts in a language beside the Bulgarian, for reading before an intake or signing without a record."""
    return _sheet(None, request.args.get("language"))


@blueprint.get("/<int:learner_id>/consents/print")
@permission("consents.note")
def sheet(learner_id: int) -> Page:
    """The texts for a person to sign: in their language, or the guardian's, beside the Bulgarian."""
    learner = load_or_404(Learner, learner_id, "consents.note")
    return _sheet(learner, request.args.get("language") or learner.language)


def _sheet(learner: Learner | None, wanted: str | None) -> Page:
    language = language_for(wanted)
    today = clock.today(learner.centre.time_zone) if learner else clock.today()
    minor = learner is not None and is_minor(learner.born_on, learner.born_precision, today)
    return render_template(
        "learners/consent_sheet.html",
        learner=learner,
        around=around(learner) if learner and minor else None,
        minor=minor,
        purposes=columns(language),
        language=language,
        languages=languages(),
        words=words,
    )
