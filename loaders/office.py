"""What .docx and .odt share: both are zip archives, looked over before anything in them is unpacked."""

import io
import zipfile
import zlib

from loaders.errors import ReadError
from loaders.limits import Limits

DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, KeyError, NotImplementedError, OverflowError)
"""What the standard library raises for archives that aren't in order."""
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Begins the files of old Word, and those that today's Word encrypts."""


def opened(data: bytes, name: str, needed: str, limits: Limits) -> zipfile.ZipFile:
    """Give the archive that a document is. Raises ReadError: encrypted, damaged, without `needed`, unpacking too large.

    Python unpacks no more of a part than its entry says, so the sum of the entries is the most there can be.
    """
    if data.startswith(COMPOUND):
        raise ReadError(f"{name}: is encrypted, or of Word before 2007; save it as .docx without a password")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
    except DAMAGE as error:
        raise ReadError(f"{name}: is damaged, or no document of its ending ({error}); fetch it again") from None
    if len(entries) > limits.members or sum(entry.file_size for entry in entries) > limits.unpacked:
        raise ReadError(
            f"{name}: unpacks to more than the limits of {limits.members:,} parts and {limits.unpacked:,} bytes; "
            "leave it out, or raise them"
        )
    if any(entry.flag_bits & 1 for entry in entries):
        raise ReadError(f"{name}: is encrypted; save a copy without its password")
    if needed not in archive.namelist():
        raise ReadError(f"{name}: is damaged, or no document of its ending (it holds no {needed}); fetch it again")
    return archive
