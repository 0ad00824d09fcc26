"""Reading QTI packages, and single items: the manifest says which files are items, and what is said of them."""

import json
import posixpath
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from flask_babel import lazy_gettext as _l

from lms.access.errors import DomainError
from lms.assessments.exchange.archive import Archive
from lms.assessments.exchange.found import NotCarried, Read
from lms.assessments.exchange.making import DEFAULTS, Defaults
from lms.assessments.exchange.qti.names import attribute, name_of
from lms.assessments.exchange.qti.packing import MANIFEST, OURS
from lms.assessments.exchange.qti.reading import read_item
from lms.assessments.exchange.question import Question
from lms.assessments.exchange.safe_xml import local, parse, text_of
from lms.assessments.exchange.taking_in import Asked, asked, code_in, take_in
from lms.assessments.exchange.texts import tidy

_ITEM = "imsqti_item_"
_OLD = "imsqti_xmlv1p"
_PARTS = ("imsqti_test_", "imsqti_section_")


def read(data: bytes, defaults: Defaults = DEFAULTS) -> Read:
    """The items of a package. Raises DomainError when it is none, or has no items or too many."""
    archive, remarks = Archive(data), list[Any]()
    if MANIFEST not in archive:
        raise DomainError(_l("There is no imsmanifest.xml in this archive, so it is no QTI package."))
    resources = [one for one in parse(archive.read(MANIFEST)).iter() if local(one) == "resource"]
    types = [one.get("type", "") for one in resources]
    if any(type_.startswith(_PARTS) for type_ in types):
        remarks.append(_l("The order and the sections of a test are not kept, only its items."))
    if any(type_.startswith(_OLD) for type_ in types):
        raise DomainError(_l("This package is in QTI 1. Export it as QTI 2.1 or 3.0."))
    items = [one for one in resources if one.get("type", "").startswith(_ITEM)]
    return take_in(_in_package(archive, items), remarks, defaults)


def read_single(data: bytes, defaults: Defaults = DEFAULTS) -> Read:
    """The one item of a file without a package. Raises DomainError when it is none."""
    root = parse(data)
    if name_of(root) != "assessmentItem":
        raise DomainError(_l("This is neither Moodle XML nor an item of QTI 2.1 or 3.0."))
    return take_in([_asked(_l("the item"), root, {})], [], defaults)


def _in_package(archive: Archive, resources: list[Element]) -> Iterator[Asked]:
    seen = set[str]()
    for resource in resources:
        name = posixpath.normpath(unquote(resource.get("href", "")))
        place = _l("file %(name)s", name=name)
        if name not in archive:
            yield Asked(place, name, None, _l("The manifest names a file that is not in the package."))
            continue
        if name in seen:
            yield Asked(place, name, None, _l("The manifest names this file twice."))
            continue
        seen.add(name)
        try:
            root = parse(archive.read(name))
        except DomainError as refusal:
            yield Asked(place, name, None, refusal.message)
        else:
            yield _asked(place, root, _said(resource))


def _said(resource: Element) -> dict[str, Any]:
    found = {}
    for one in resource.iter(f"{{{OURS}}}said"):
        try:
            found[one.get("name", "")] = json.loads(text_of(one))
        except (ValueError, RecursionError):
            continue
    return found


def _asked(place: Any, item: Element, said: dict[str, Any]) -> Asked:
    identifier, title = tidy(attribute(item, "identifier")), tidy(attribute(item, "title"))

    def ask() -> Question:
        if name_of(item) != "assessmentItem":
            raise NotCarried(_l("This file is no item."))
        question = read_item(item, exact=bool(said))
        question.code = code_in(identifier, title)
        question.said |= said
        return question

    return asked(place, title or identifier, ask)
