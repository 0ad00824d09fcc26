"""Items as a QTI package: one file for each, and a manifest that says of each what QTI has no part for.

The manifest of a package may carry metadata of anybody's; ours has a namespace of its own.
"""

import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from flask_babel import lazy_gettext as _l

from lms.assessments.exchange.found import Written
from lms.assessments.exchange.giving_out import give_out
from lms.assessments.exchange.qti.names import in_version_3
from lms.assessments.exchange.qti.writing import written
from lms.assessments.exchange.question import Question

MANIFEST = "imsmanifest.xml"
OURS = "urn:azbuka:item"
"""The namespace of what is said of an item beside its parts."""
# The oldest day that a .zip can name: the same items make the same file.
_DAY = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Version:
    """What differs between the versions of QTI outside of the items' names."""

    item_space: str
    manifest_space: str
    schema: str
    schema_version: str
    type: str


VERSIONS = {
    "2.1": Version(
        "http://www.imsglobal.org/xsd/imsqti_v2p1",
        "http://www.imsglobal.org/xsd/imscp_v1p1",
        "QTIv2.1 Package",
        "1.0.0",
        "imsqti_item_xmlv2p1",
    ),
    "3.0": Version(
        "http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
        "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1",
        "QTI Package",
        "3.0.0",
        "imsqti_item_xmlv3p0",
    ),
}


def write(items: Iterable[dict[str, Any]], version: str) -> Written:
    """A package of QTI 2.1 or 3.0 with every item."""
    about, data = VERSIONS[version], io.BytesIO()
    manifest = Element("manifest", {"xmlns": about.manifest_space, "xmlns:az": OURS, "identifier": "azbuka-items"})
    metadata = SubElement(manifest, "metadata")
    SubElement(metadata, "schema").text = about.schema
    SubElement(metadata, "schemaversion").text = about.schema_version
    SubElement(manifest, "organizations")
    resources = SubElement(manifest, "resources")
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:

        def add(question: Question) -> None:
            identifier = question.code or f"item-{len(resources) + 1}"
            name = f"items/{identifier}.xml"
            _put(archive, name, _item(question, identifier, version))
            _list(resources, question, identifier, name, about.type)

        made, losses = give_out(items, add, _told)
        _put(archive, MANIFEST, manifest)
    return Written(data.getvalue(), len(made), losses)


def _told(question: Question) -> Iterator[Any]:
    if "audio" in question.said:
        yield _l("The recording is not in the package; what is said stands in its manifest.")


def _item(question: Question, identifier: str, version: str) -> Element:
    item = written(question, identifier)
    if version == "3.0":
        # There, blocks of content stand in an element of their own.
        for block in [one for one in item.iter() if one.tag in ("modalFeedback", "rubricBlock")]:
            inner = Element("contentBody")
            inner.extend(list(block))
            block[:] = [inner]
            if block.tag == "rubricBlock":
                block.set("use", "scoring")
        in_version_3(item)
    item.set("xmlns", VERSIONS[version].item_space)
    return item


def _list(resources: Element, question: Question, identifier: str, name: str, type_: str) -> None:
    resource = SubElement(resources, "resource", identifier=f"R-{identifier}", type=type_, href=name)
    metadata = SubElement(resource, "metadata")
    for field, value in question.said.items():
        SubElement(metadata, "az:said", name=field).text = json.dumps(value, ensure_ascii=False)
    SubElement(resource, "file", href=name)


def _put(archive: zipfile.ZipFile, name: str, root: Element) -> None:
    info = zipfile.ZipInfo(name, _DAY)
    info.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(info, tostring(root, encoding="utf-8", xml_declaration=True))
