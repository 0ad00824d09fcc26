"""The demonstration centre: two centres, a year of courses and everybody in them, all invented.

`load` writes it into an empty database; content/demo holds what it is made of.
"""

from lms.demo.loading import DemoSummary, NotEmpty, load
from lms.demo.sign_ins import SignIn

__all__ = ["DemoSummary", "NotEmpty", "SignIn", "load"]
