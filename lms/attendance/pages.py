"""The blueprint of the attendance pages, which every file of views here adds to."""

from flask import Blueprint
from werkzeug.wrappers import Response

blueprint = Blueprint("attendance", __name__)
Page = str | Response | tuple[str, int]
