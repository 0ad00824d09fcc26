"""What a person may say of themselves before the items of a placement: it sets where they begin, and nothing else."""

from flask_babel import lazy_gettext as _l

CAN_DO = {
    "name": ("👋", _l("I can say my name and where I am from.")),
    "shop": ("🛒", _l("I can ask the price in a shop and understand the answer.")),
    "message": ("📱", _l("I can read a short message from the school or from work.")),
    "doctor": ("🏥", _l("I can explain to the doctor what hurts and since when.")),
    "opinion": ("💬", _l("I can say what I think and why.")),
}
"""What a person may say of themselves, from easy to hard, each with a picture."""
