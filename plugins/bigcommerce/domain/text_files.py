"""A file's text: unpacked, its encoding found, and refused with one sentence where it is no text."""

from __future__ import annotations

import codecs
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, cast

from bigcommerce.errors import BadRequest

# Unpacked. A million rows of a kilobyte; a zip bomb is read up to here and no further.
MAX_BYTES = 1 << 30
BLOCK = 1 << 20
# A zip's directory is read whole; this much names thousands of files, where one is wanted.
MAX_DIRECTORY_BYTES = 1 << 20
# The others unpack a block of a mebibyte at once, and that may be gigabytes.
BOUNDED = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}

GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"
EMPTY_ZIP, ZIP64 = b"PK\x05\x06", b"PK\x06\x07"
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
OTHERS = {b"%PDF": "a PDF", b"\x89PNG": "a picture", b"\xff\xd8\xff": "a picture", b"GIF8": "a picture"}

SAVE_AS_CSV = 'save the sheet as "CSV UTF-8 (comma delimited)" and import that'


def open_text(file: IO[bytes]) -> IO[str]:
    r"""The text of a plain, gzip or zip file; line ends come as "\n".

    file: seekable, and closed with the text; what it is packed as shows in its bytes, its name does not matter. It is
    read whole once before this returns, so reading the text cannot fail over a byte any more.
    Encodings: UTF-8 with or without a byte order mark, UTF-16 with one, else Windows-1252.
    Raises BadRequest.
    """
    encoding = find_encoding(file)
    return io.TextIOWrapper(cast(io.BufferedReader, unpack(file)), encoding=encoding)


def unpack(file: IO[bytes]) -> IO[bytes]:
    """The plain bytes of a file, from its start. Raises BadRequest for a zip that does not hold exactly one file."""
    file.seek(0)
    start = file.read(4)
    file.seek(0)
    if start.startswith(GZIP):
        return cast(IO[bytes], gzip.GzipFile(fileobj=file))
    if start in (ZIP, EMPTY_ZIP):
        return open_zip(file)
    return file


def open_zip(file: IO[bytes]) -> IO[bytes]:
    check_directory(file)
    try:
        archive = zipfile.ZipFile(file)
        # What macOS adds about a file is not a file of its own.
        entries = [e for e in archive.infolist() if not e.is_dir() and not e.filename.startswith("__MACOSX/")]
        names = {e.filename for e in entries}
        if "[Content_Types].xml" in names or {"mimetype", "content.xml"} <= names:
            raise BadRequest(f"This is a spreadsheet (Excel or alike), not a CSV: {SAVE_AS_CSV}.")
        if len(entries) != 1:
            raise BadRequest(f"The zip holds {len(entries)} files: it must hold exactly one CSV.")
        if entries[0].flag_bits & 1:
            raise BadRequest("The zip has a password: pack the CSV without one.")
        if entries[0].compress_type not in BOUNDED:
            raise BadRequest("The zip is packed in an unusual way: pack the CSV again as an ordinary zip (deflate).")
        return archive.open(entries[0])
    # IndexError: of a file without a name.
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, IndexError, OSError) as error:
        raise BadRequest(
            f"The zip cannot be read ({error}): pack the CSV again, or save the spreadsheet as CSV."
        ) from error


def check_directory(file: IO[bytes]) -> None:
    """Raises BadRequest for a zip that lists more files than anybody means to import.

    Source: APPNOTE.TXT 4.3.16, end of central directory: signature, 2 + 2 + 2 + 2 bytes, size of the directory.
    """
    file.seek(max(0, file.seek(0, io.SEEK_END) - 65_557))
    tail = file.read()
    file.seek(0)
    end = tail.rfind(EMPTY_ZIP)
    size = int.from_bytes(tail[end + 12 : end + 16], "little") if end >= 0 else 0
    # The second form (Zip64) states its size elsewhere.
    if size > MAX_DIRECTORY_BYTES or (end >= 20 and tail.startswith(ZIP64, end - 20)):
        raise BadRequest("The zip lists thousands of files, or is made for gigabytes: pack the one CSV by itself.")


def find_encoding(file: IO[bytes]) -> str:
    """The first encoding in which the whole file is text, as Python calls it. Raises BadRequest."""
    start = unpack_blocks(file)
    candidates = encodings_for(next(start, b""))
    for encoding in candidates:
        try:
            check_text(unpack_blocks(file), encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    raise BadRequest(f"The file is not text in {' or '.join(candidates)}: {SAVE_AS_CSV}.")


def encodings_for(start: bytes) -> list[str]:
    """start: the file's first bytes. Raises BadRequest where they say that it is no CSV."""
    if not start:
        raise BadRequest("The file is empty.")
    if start.startswith((OLD_EXCEL, ZIP)):
        raise BadRequest(f"This is a spreadsheet (Excel or alike), not a CSV: {SAVE_AS_CSV}.")
    for mark, what in OTHERS.items():
        if start.startswith(mark):
            raise BadRequest(f"This is {what}, not a CSV: {SAVE_AS_CSV}.")
    if start.startswith(codecs.BOM_UTF8):
        return ["utf-8-sig"]
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ["utf-16"]
    return ["utf-8", "windows-1252"]


def unpack_blocks(file: IO[bytes]) -> Iterator[bytes]:
    """The plain bytes in blocks. Raises BadRequest for a broken archive and for more than MAX_BYTES."""
    plain = unpack(file)
    size = 0
    try:
        while block := plain.read(BLOCK):
            size += len(block)
            if size > MAX_BYTES:
                raise BadRequest(f"The file holds more than {MAX_BYTES >> 20} MiB of text: split it.")
            yield block
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
        raise BadRequest(f"The packed file is damaged ({error}): pack the CSV again.") from error


def check_text(blocks: Iterator[bytes], encoding: str) -> None:
    """Raises UnicodeDecodeError where the bytes are not in this encoding, BadRequest where they are not text."""
    decoder = codecs.getincrementaldecoder(encoding)()
    for block in blocks:
        if "\0" in decoder.decode(block):
            raise BadRequest(f"The file is binary, not text: {SAVE_AS_CSV}.")
    decoder.decode(b"", final=True)
