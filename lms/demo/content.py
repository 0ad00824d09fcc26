"""Reading content/demo: centres, staff, programmes, cohorts, words, people and names of the demonstration.

Each file is checked against its schema, content/schemas/demo-<name>.json.
"""

import json
from functools import cache
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from lms.settings import ROOT

FILES = ROOT / "content" / "demo"
SCHEMAS = ROOT / "content" / "schemas"


class DemoContentError(Exception):
    """A file of the demonstration is not whole; the message says where and why, for whoever wrote it."""


@cache
def read(name: str) -> Any:
    """What content/demo/<name>.yaml holds under its schema. Not to be changed by who reads it.

    Raises DemoContentError when it is not whole.
    """
    data = yaml.safe_load((FILES / f"{name}.yaml").read_text(encoding="utf-8"))
    schema = json.loads((SCHEMAS / f"demo-{name}.json").read_text(encoding="utf-8"))
    flaws = [f"{flaw.json_path}: {flaw.message}" for flaw in Draft202012Validator(schema).iter_errors(data)]
    if flaws:
        raise DemoContentError(f"{name}.yaml: " + "; ".join(flaws))
    return data
