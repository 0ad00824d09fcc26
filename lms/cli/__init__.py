"""The commands of the server: `flask lms ...`."""

from flask.cli import AppGroup

from lms.cli import users

commands = AppGroup("lms", help="Azbuka's own commands.")
commands.add_command(users.user)
