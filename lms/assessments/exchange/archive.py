"""Archives that came from outside, looked at before anything is unpacked: how many files, how large, where they lie.

Nothing is ever written to a disk; names are only looked up, so a path that leads elsewhere leads nowhere.
"""

import io
import stat
import struct
import zipfile
import zlib
from pathlib import PurePosixPath

from flask_babel import lazy_gettext as _l

from lms.access.errors import DomainError
from lms.assessments.exchange.taking_in import MOST_ITEMS

MOST_FILES = 2 * MOST_ITEMS + 100
MOST_BYTES = 64 * 1024 * 1024
"""Bytes of all files together, unpacked."""
MOST_IN_ONE = 8 * 1024 * 1024
DENSEST = 200
"""How many times as large as the archive its files may be; text is rarely more than twenty."""
_ENTRY = b"PK\x01\x02"
_ENCRYPTED = 0x1


_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OSError,
    EOFError,
)
"""What zipfile answers an archive with that is not what it says."""


class Archive:
    """The files of an archive by name. Raises DomainError when it is none, or not one to be opened."""

    def __init__(self, data: bytes) -> None:
        # The list of files is itself read into memory.
        if data.count(_ENTRY) > MOST_FILES:
            raise DomainError(_l("There are more than %(count)s files in this archive.", count=MOST_FILES))
        self._zip = _opened(data)
        found = [info for info in self._zip.infolist() if not info.is_dir()]
        self._files = {info.filename: info for info in found}
        if len(self._files) < len(found):
            raise DomainError(_l("Two files of this archive have the same name."))
        for info in found:
            _check(info)
        _check_sizes(found, len(data))

    def __contains__(self, name: str) -> bool:
        return name in self._files

    def read(self, name: str) -> bytes:
        """What a file holds. Raises DomainError when it is damaged."""
        info = self._files[name]
        try:
            with self._zip.open(info) as file:
                data = file.read(MOST_IN_ONE + 1)
        except _DAMAGED as error:
            raise DomainError(_l("The file “%(name)s” in this archive is damaged.", name=name)) from error
        if len(data) > MOST_IN_ONE:
            raise _too_large()
        return data


def _opened(data: bytes) -> zipfile.ZipFile:
    try:
        opened = zipfile.ZipFile(io.BytesIO(data))
    except _DAMAGED as error:
        raise DomainError(_l("This archive is damaged.")) from error
    # A name of nothing, or of dots alone, is the name of no file.
    if not all(PurePosixPath(name).parts for name in opened.namelist()):
        raise DomainError(_l("This archive is damaged."))
    return opened


def _check(info: zipfile.ZipInfo) -> None:
    if info.flag_bits & _ENCRYPTED:
        raise DomainError(_l("This archive has a password."))
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise DomainError(_l("This archive is packed in a way that is not read. Pack it as a usual .zip."))
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        raise DomainError(_l("There is a link in this archive; such archives are not read."))
    path = PurePosixPath(info.filename)
    if path.is_absolute() or ".." in path.parts or "\\" in info.orig_filename or ":" in path.parts[0]:
        raise DomainError(_l("A file of this archive lies outside of it; such archives are not read."))


def _check_sizes(found: list[zipfile.ZipInfo], packed: int) -> None:
    whole = sum(info.file_size for info in found)
    if len(found) > MOST_FILES or whole > MOST_BYTES or any(info.file_size > MOST_IN_ONE for info in found):
        raise _too_large()
    if whole > DENSEST * packed:
        raise _too_large()


def _too_large() -> DomainError:
    return DomainError(_l("This archive is too large when it is unpacked."))
