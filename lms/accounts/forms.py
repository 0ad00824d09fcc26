"""Forms for signing in and for managing staff accounts."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    EmailField,
    PasswordField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Email, EqualTo, Length
from wtforms.widgets import CheckboxInput, ListWidget

from lms.access.viewer import STAFF, Role

ROLE_NAMES = {
    Role.ADMINISTRATOR: _l("Administrator"),
    Role.COORDINATOR: _l("Coordinator"),
    Role.TEACHER: _l("Teacher"),
    Role.MEDIATOR: _l("Cultural mediator"),
    Role.OBSERVER: _l("Observer"),
    Role.LEARNER: _l("Learner"),
}


class SignInForm(FlaskForm):
    """E-mail and password of a member of staff."""

    email = EmailField(_l("E-mail"), [DataRequired(_l("Enter your e-mail.")), Length(max=254)])
    password = PasswordField(_l("Password"), [DataRequired(_l("Enter your password.")), Length(max=200)])


class CardForm(FlaskForm):
    """Code and PIN of a learner's card."""

    code = StringField(_l("Card code"), [DataRequired(_l("Enter the code on your card.")), Length(max=20)])
    pin = PasswordField(_l("PIN"), [DataRequired(_l("Enter the PIN on your card.")), Length(max=12)])


class NewPasswordForm(FlaskForm):
    """A new password, twice."""

    password = PasswordField(_l("New password"), [DataRequired(_l("Enter a password.")), Length(max=200)])
    repeated = PasswordField(_l("New password once more"), [EqualTo("password", _l("The two passwords differ."))])


class ChangePasswordForm(NewPasswordForm):
    """A new password for somebody who is signed in: the present one is asked for."""

    current = PasswordField(_l("Present password"), [DataRequired(_l("Enter your present password."))])


class StaffForm(FlaskForm):
    """A member of staff: name, role and centres."""

    name = StringField(_l("Name"), [DataRequired(_l("Enter a name.")), Length(max=120)])
    role = SelectField(
        _l("Role"),
        choices=[SelectChoice(role.value, ROLE_NAMES[role]) for role in Role if role in STAFF],
        default=Role.TEACHER.value,
    )
    centres = SelectMultipleField(
        _l("Centres"), coerce=int, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )


class NewStaffForm(StaffForm):
    """A new member of staff, with the e-mail they will sign in with."""

    email = EmailField(
        _l("E-mail"),
        [DataRequired(_l("Enter an e-mail.")), Email(_l("This is not an e-mail address.")), Length(max=254)],
    )
