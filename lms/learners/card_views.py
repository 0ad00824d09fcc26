"""Printing the cards with which learners sign in."""

from flask import Blueprint, abort, current_app, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from markupsafe import Markup

from lms.access.declare import permission
from lms.access.scope import identifier
from lms.access.viewer import viewer
from lms.accounts.qr import qr
from lms.accounts.rules import shown_card_code
from lms.learners import actions, queries

blueprint = Blueprint("cards", __name__, url_prefix="/learners/cards")
# A4 holds eight; a class is fifteen. More at once is more likely a slip than a wish: old cards stop working.
LIMIT = 60


@blueprint.post("")
@permission("learners.cards")
def make() -> str:
    """Issue new cards to the chosen people and show them for printing; a PIN is never shown again."""
    learner_ids = request.form.getlist("learner", type=identifier)
    if not 0 < len(set(learner_ids)) <= LIMIT:
        abort(400)
    learners = queries.chosen(viewer(), learner_ids, "learners.cards")
    if len(learners) != len(set(learner_ids)):
        abort(404)
    cards = actions.issue_cards(viewer(), learners)
    return render_template(
        "learners/cards.html",
        cards=cards,
        qr=card_qr,
        shown=shown_card_code,
        instruction=instruction,
        address=typed_address(),
    )


def typed_address() -> str:
    """The address where a code is typed in, as short as a browser understands it."""
    return str(current_app.config["BASE_URL"]).split("://")[-1] + url_for("accounts.card")


def instruction(language: str) -> str:
    """How to use the card, in the language of its owner."""
    with force_locale(language):
        return str(_("Scan the square with your phone and type your PIN. Keep the card; show it to nobody."))


def card_qr(code: str) -> Markup:
    """The QR of a card: it opens the page where only the PIN is missing."""
    return qr(current_app.config["BASE_URL"] + url_for("accounts.card", code=code))
