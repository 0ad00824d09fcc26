"""The commands of the server: `flask lms ...`."""

from flask.cli import AppGroup

from lms.cli import calibrate, content, offers, people, protection, recordings, requests, start, users, verify

commands = AppGroup("lms", help="Azbuka's own commands.")
commands.add_command(start.prepare)
commands.add_command(start.start)
commands.add_command(users.user)
commands.add_command(calibrate.calibrate)
commands.add_command(content.content)
commands.add_command(requests.forget)
commands.add_command(recordings.forget)
commands.add_command(offers.expire)
commands.add_command(protection.protect)
commands.add_command(people.rebuild_search)
commands.add_command(verify.verify)
