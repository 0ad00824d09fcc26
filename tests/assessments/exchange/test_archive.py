"""Archives that want to harm: bombs, paths that lead elsewhere, links, passwords, names twice."""

import io
import struct
import warnings
import zipfile

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lms.access.errors import DomainError
from lms.assessments.exchange import archive
from lms.assessments.exchange.archive import Archive


def packed(*files: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    data = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(data, "w", method) as target:
        warnings.simplefilter("ignore")
        for name, content in files:
            target.writestr(name, content)
    return data.getvalue()


def linked(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = 0o120777 << 16
    return info


def test_what_is_in_an_archive_is_read() -> None:
    found = Archive(packed(("a/b.xml", b"x"), ("a/", b"")))
    assert ("a/b.xml" in found, "a/" in found, "c" in found) == (True, False, False)
    assert found.read("a/b.xml") == b"x"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (packed(("bomb", b"\0" * 9_000_000)), "too large"),
        (packed(*((f"{n}", b"\0" * 900_000) for n in range(80))), "too large"),
        (packed(("dense", b"\0" * 2_000_000)), "too large"),
        (packed(("../../etc/cron.d/x", b"x")), "outside"),
        (packed(("/etc/passwd", b"x")), "outside"),
        (packed(("C:/windows/x", b"x")), "outside"),
        (packed(("a/../../x", b"x")), "outside"),
        (packed((linked("manifest"), b"/etc/passwd")), "link"),
        (packed(("a", b"x"), ("a", b"y")), "same name"),
        (packed(("a", b"x"), method=zipfile.ZIP_BZIP2), "packed in a way"),
        (packed(("a", b"x"), method=zipfile.ZIP_LZMA), "packed in a way"),
        pytest.param(packed(("a", b"x"))[:-10], "damaged", id="cut off"),
        pytest.param(b"PK\x03\x04", "damaged", id="begun"),
        pytest.param(b"", "damaged", id="empty"),
    ],
)
def test_an_archive_that_wants_to_harm_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(DomainError, match=said):
        Archive(data)


def test_a_backslash_leads_outside_too() -> None:
    data = packed(("aXXbXx", b"x")).replace(b"aXXbXx", b"..\\b\\x")
    with pytest.raises(DomainError, match="outside"):
        Archive(data)


def test_a_password_is_named() -> None:
    data = bytearray(packed(("a", b"x")))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        struct.pack_into("<H", data, data.index(mark) + offset, 1)
    with pytest.raises(DomainError, match="password"):
        Archive(bytes(data))


def test_too_many_files_are_refused_before_their_list_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_FILES", 3)
    with pytest.raises(DomainError, match="more than 3 files"):
        Archive(packed(*((str(n), b"") for n in range(4))))


def test_a_file_whose_size_is_a_lie_is_not_unpacked_beyond_it() -> None:
    data = bytearray(packed(("a", b"x" * 1000)))
    struct.pack_into("<L", data, data.index(b"PK\x01\x02") + 24, 10)
    with pytest.raises(DomainError, match="damaged"):
        Archive(bytes(data)).read("a")


@pytest.mark.parametrize("name", [".", "./."])
def test_a_file_without_a_name_is_none(name: str) -> None:
    with pytest.raises(DomainError, match="damaged"):
        Archive(packed((name, b"x")))


# A zero byte as the whole name of a file is read as no name.
@example(182, b"\0")
@given(st.integers(0, 200), st.binary(min_size=1, max_size=4))
def test_a_damaged_archive_is_refused_in_words_or_read(at: int, noise: bytes) -> None:
    data = packed(("a.xml", b"<a/>"), ("b.xml", b"<b/>" * 20))
    data = data[:at] + noise + data[at + len(noise) :]
    try:
        found = Archive(data)
        for name in ("a.xml", "b.xml"):
            if name in found:
                found.read(name)
    except DomainError as refusal:
        assert str(refusal)
