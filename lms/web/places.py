"""How an address is shown to a learner: as it stands on the door, and in letters they can read."""

from markupsafe import Markup

from lms.centres.naming import READ_CYRILLIC
from lms.learners.names import to_latin
from lms.web.language import current_locale


def on_the_door(address: str) -> Markup:
    """An address as in Bulgaria, and below it in Latin letters where the page's language has no Cyrillic ones."""
    door = Markup('<bdi lang="bg">{}</bdi>').format(address)
    latin = to_latin(address)
    if current_locale().language in READ_CYRILLIC or latin == address:
        return door
    return Markup('{}<br><bdi lang="bg-Latn">{}</bdi>').format(door, latin)
