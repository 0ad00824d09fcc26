"""The rules of signing in: what a good password is, how card codes and PINs are made, when to wait.

Length over composition, after NIST SP 800-63B section 5.1.1: long and not well known is what helps.
"""

import itertools
import secrets
from datetime import timedelta

from flask_babel import lazy_gettext as _l

from lms.access.errors import DomainError

PASSWORD_LENGTH = 10
PASSWORD_LIMIT = 200
CARD_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CARD_LENGTH = 8
PIN_LENGTH = 6
FAILURES_PER_ACCOUNT = 5
# A whole class signs in from the centre's one address.
FAILURES_PER_ADDRESS = 60
THROTTLE_WINDOW = timedelta(minutes=15)
INVITATION_AGE = timedelta(days=7)

# A phone with a Bulgarian keyboard types these for the Latin letters of a card.
_LOOK_ALIKES = str.maketrans("АВЕКМНРСТХУ", "ABEKMHPCTXY")
_WELL_KNOWN = ("password", "parola", "парола", "qwerty", "1234567890", "azbuka", "азбука")


def check_password(password: str, *owned: str) -> None:
    """Refuse a password that is too short, too long, well known, or made of the person's own name or e-mail.

    Raises DomainError saying what to change.
    """
    if len(password) < PASSWORD_LENGTH:
        raise DomainError(
            _l(
                "Use at least %(count)s characters; three or four words are easy to remember.",
                count=PASSWORD_LENGTH,
            )
        )
    if len(password) > PASSWORD_LIMIT:
        raise DomainError(_l("Use at most %(count)s characters.", count=PASSWORD_LIMIT))
    folded = password.casefold()
    known = [*_WELL_KNOWN, *(part.casefold() for part in owned if len(part) >= 4)]
    rest = folded
    for word in known:
        rest = rest.replace(word, "")
    if len(set(folded)) < 4 or len(rest) < 6:
        raise DomainError(_l("This password is too easy to guess. Choose another."))


def new_card_code() -> str:
    """A new card code: eight letters and digits that cannot be misread for each other (40 bits)."""
    return "".join(secrets.choice(CARD_ALPHABET) for _ in range(CARD_LENGTH))


def new_pin() -> str:
    """A new PIN of six digits, never all alike and never a run like 123456."""
    while True:
        pin = "".join(secrets.choice("0123456789") for _ in range(PIN_LENGTH))
        steps = {int(b) - int(a) for a, b in itertools.pairwise(pin)}
        if steps not in ({0}, {1}, {-1}):
            return pin


def clean_card_code(text: str) -> str:
    """The card code a person typed: without spaces and dashes, in capitals, look-alike Cyrillic put right."""
    return "".join(text.split()).replace("-", "").upper().translate(_LOOK_ALIKES)


def shown_card_code(code: str) -> str:
    """The card code as it is printed: ABCD-EFGH."""
    return f"{code[:4]}-{code[4:]}"
