"""What the pages of assessments share: their blueprint."""

from flask import Blueprint
from werkzeug.wrappers import Response

blueprint = Blueprint("assessments", __name__)
Page = str | Response | tuple[str, int]
