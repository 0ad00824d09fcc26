"""What lies in static/: the vendored files are the ones recorded, and a learner's page stays light."""

import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest

from lms.settings import ROOT

STATIC = ROOT / "static"
LEARNER_SHEETS = ("tokens", "base", "controls", "parts", "learner", "print")


def test_each_vendored_file_is_the_one_that_was_recorded():
    record = json.loads((STATIC / "vendor/vendor.json").read_text(encoding="utf-8"))
    recorded = {file["file"]: file["sha256"] for part in record for file in part["files"]}
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (STATIC / "vendor").iterdir()
        if path.name != "vendor.json"
    }
    assert found == recorded


def test_the_css_of_a_learner_page_is_under_20_kilobytes_compressed():
    sheets = [STATIC / f"css/{name}.css" for name in LEARNER_SHEETS]
    for bootstrap in ("bootstrap.css", "bootstrap.rtl.css"):
        files = [STATIC / "vendor" / bootstrap, *sheets]
        assert sum(len(gzip.compress(file.read_bytes())) for file in files) < 20_000


def test_no_style_sheet_asks_for_an_address_outside():
    for sheet in STATIC.rglob("*.css"):
        addresses = sheet.read_text(encoding="utf-8").split("url(")[1:]
        assert all(address.startswith('"../icons/') for address in addresses), sheet.name


def test_every_picture_a_style_sheet_names_exists():
    for sheet in STATIC.rglob("*.css"):
        for address in sheet.read_text(encoding="utf-8").split("url(")[1:]:
            assert (sheet.parent / address.split('"')[1]).resolve().is_file(), address


@pytest.mark.parametrize("path", sorted((ROOT / "templates").rglob("*.html")), ids=lambda path: path.name)
def test_no_page_carries_a_style_or_a_script_that_its_policy_refuses(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    refused = re.findall(r"""\sstyle=|<style|\son\w+=["']|<script(?![^>]*\s(?:src|type="application/json")=?)""", text)
    assert refused == []
