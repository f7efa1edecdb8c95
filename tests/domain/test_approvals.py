"""A CSV of SKUs, whatever it looks like, becomes rows with one meaning each, or one sentence."""

from __future__ import annotations

import gzip
import io
import zipfile
from typing import Any

import pytest

from bigcommerce.domain import approvals, csv_files, text_files
from tests.domain.csv_samples import PLAIN, rows, sentence, skus, zipped

PLAIN_ROWS = [(2, "A", None), (3, "0010", None)]

READABLE: dict[str, tuple[bytes, list[tuple[Any, ...]]]] = {
    "plain": (PLAIN, PLAIN_ROWS),
    "without a last line end": (b"SKU\nA\n0010", PLAIN_ROWS),
    "Windows line ends": (b"SKU\r\nA\r\n0010\r\n", PLAIN_ROWS),
    "old Mac line ends": (b"SKU\rA\r0010\r", PLAIN_ROWS),
    "every kind of line end at once": (b"SKU\nA\r\r\n0010\r", [(2, "A", None), (4, "0010", None)]),
    "UTF-8 with a byte order mark": (b"\xef\xbb\xbf" + PLAIN, PLAIN_ROWS),
    "UTF-16, small end first": ("SKU\nÄ\n".encode("utf-16"), [(2, "Ä", None)]),
    "UTF-16, big end first": (b"\xfe\xff" + "SKU\nÄ\n".encode("utf-16-be"), [(2, "Ä", None)]),
    "UTF-8 beyond ASCII": ("SKU\nÄ–1\n".encode(), [(2, "Ä–1", None)]),
    "Windows-1252": ("SKU\nÄ1–\n".encode("cp1252"), [(2, "Ä1–", None)]),
    "Windows-1252, seen late": (
        b"SKU\n" + b"A\n" * 600_000 + b"\xc4\n",
        [*((n + 2, "A", None) for n in range(600_000)), (600_002, "Ä", None)],
    ),
    "semicolons": (b"Name;SKU\nx,y;A\n", [(2, "A", None)]),
    "tabs": (b"Name\tSKU\nx,y;z\tA\n", [(2, "A", None)]),
    "a semicolon in a header cell": (b"a;b;c;d,SKU\nx,A\n", [(2, "A", None)]),
    "one column, so nothing separates": (b"SKU\nA,1\nB;2\n", [(2, "A,1", None), (3, "B;2", None)]),
    "a quoted separator": (b'SKU,Name\n"A,1",x\n', [(2, "A,1", None)]),
    "a doubled quote": (b'SKU,Name\n"5"" pipe",x\n', [(2, '5" pipe', None)]),
    "a quote within a cell": (b'SKU,Name\n5" pipe,x\n', [(2, '5" pipe', None)]),
    "line breaks in quotes": (b'Name,SKU\n"a\n\nb",A\nc,B\n', [(2, "A", None), (3, "B", None)]),
    "a line break in the header": (b'"Na\nme",SKU\nc,B\n', [(2, "B", None)]),
    "text that looks like numbers": (b"SKU\n0010\n1E5\n1.0\n", [(2, "0010", None), (3, "1E5", None), (4, "1.0", None)]),
    "text that looks like nothing": (b"SKU\nNA\nnull\nNaN\n", [(2, "NA", None), (3, "null", None), (4, "NaN", None)]),
    "text that looks like dates": (b"SKU\n3-Mar\n2024-01-01\n", [(2, "3-Mar", None), (3, "2024-01-01", None)]),
    "cells with spaces around": (b"\tSKU , Name\n A 1 \t,x\n".replace(b"\t", b""), [(2, "A 1", None)]),
    "a no-break space around": ("SKU\n\u00a0A\u00a0\n".encode(), [(2, "A", None)]),
    "blank lines": (b"SKU,Name\n\nA,x\n  \n,\n , \nB,y\n\n\n", [(3, "A", None), (7, "B", None)]),
    "blank lines before the header": (b"\n,\nSKU,Name\nA,x\n", [(4, "A", None)]),
    "a row without a SKU": (b"SKU,Name\n,x\n", [(2, "", None)]),
    "a short row": (b"Name,SKU,More\nx\nx,A\n", [(2, "", None), (3, "A", None)]),
    "separators at the end": (b"SKU,Name\nA,x,,,,,\nB,y\n", [(2, "A", None), (3, "B", None)]),
    "more cells than the header": (b"SKU,Name\nA,1,x\nB,y\n", [(2, "A", ""), (3, "B", None)]),
    "a header and nothing else": (b"SKU,Name\n", []),
    "twice the same, each a row": (b"SKU\nA\nA\na\n", [(2, "A", None), (3, "A", None), (4, "a", None)]),
    "gzip": (gzip.compress(PLAIN), PLAIN_ROWS),
    "gzip of UTF-16": (gzip.compress("SKU\nÄ\n".encode("utf-16")), [(2, "Ä", None)]),
    "zip": (zipped(a=PLAIN), PLAIN_ROWS),
    "zip, stored": (zipped(zipfile.ZIP_STORED, a=PLAIN), PLAIN_ROWS),
}


@pytest.mark.parametrize("name", READABLE)
def test_an_odd_file_is_read_as_it_was_meant(name: str) -> None:
    content, expected = READABLE[name]
    assert rows(content) == expected


def encrypted_zip() -> bytes:
    content = bytearray(zipped(a=PLAIN))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def damaged_zip() -> bytes:
    content = bytearray(zipped(zipfile.ZIP_STORED, a=PLAIN))
    content[content.index(b"SKU")] ^= 1
    return bytes(content)


SAVE = 'save the sheet as "CSV UTF-8 (comma delimited)" and import that.'
REFUSED: dict[str, tuple[bytes, str]] = {
    "no bytes": (b"", "The file is empty."),
    "a byte order mark alone": (b"\xef\xbb\xbf", "The file is empty: it has no header."),
    "blank lines alone": (b"\n \n,,\n", "The file is empty: it has no header."),
    "an Excel workbook": (
        zipped(**{"[Content_Types].xml": b"x", "xl/workbook.xml": b"x"}),
        f"This is a spreadsheet (Excel or alike), not a CSV: {SAVE}",
    ),
    "an OpenDocument sheet": (
        zipped(mimetype=b"x", **{"content.xml": b"x"}),
        f"This is a spreadsheet (Excel or alike), not a CSV: {SAVE}",
    ),
    "an old Excel workbook": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512),
        f"This is a spreadsheet (Excel or alike), not a CSV: {SAVE}",
    ),
    "an Excel workbook in a zip": (
        zipped(a=zipped(**{"[Content_Types].xml": b"x"})),
        f"This is a spreadsheet (Excel or alike), not a CSV: {SAVE}",
    ),
    "a PDF": (b"%PDF-1.7\nSKU\n", f"This is a PDF, not a CSV: {SAVE}"),
    "a picture": (b"\x89PNG\r\n\x1a\n", f"This is a picture, not a CSV: {SAVE}"),
    "binary": (b"SKU\nA\x00B\n", f"The file is binary, not text: {SAVE}"),
    "UTF-16 without a mark": ("SKU\nA\n".encode("utf-16-le"), f"The file is binary, not text: {SAVE}"),
    "binary late": (b"SKU\n" + b"A\n" * 600_000 + b"\0", f"The file is binary, not text: {SAVE}"),
    "half a UTF-16 character": (b"\xff\xfeS\0K", f"The file is not text in utf-16: {SAVE}"),
    "a mark of UTF-8 and then none": (b"\xef\xbb\xbfSKU\n\xc4\n", f"The file is not text in utf-8-sig: {SAVE}"),
    "no known encoding": (b"SKU\n\x81\n", f"The file is not text in utf-8 or windows-1252: {SAVE}"),
    "no such column": (b"Code;Name\nA;x\n", 'The file has no column "SKU". Its row 1 says: "Code", "Name".'),
    "the column in another case": (
        b"sku,Name\nA,x\n",
        'The file has no column "SKU". Its row 1 says: "sku", "Name". Did you mean "sku"?',
    ),
    "another separator": (b"SKU|Name\nA|x\n", 'The file has no column "SKU". Its row 1 says: "SKU|Name".'),
    "the column twice": (b"SKU,Name,SKU \nA,x,B\n", 'The file has 2 columns named "SKU": rename all but one.'),
    "a quote never closed": (b'SKU,Name\nA,x\n"B,y\nC,z\n', "A quote opened in row 3 is never closed."),
    "a header never closed": (b'"SKU,Name\nA,x\n', 'The file has no column "SKU". Its row 1 says: "SKU,Name?A,x".'),
    "a header cell without end": (
        b'"' + b"x" * 200_000,
        "The header cannot be read (field larger than field limit (131072)): is a quote never closed?",
    ),
    "too many columns": (
        b"SKU" + b"," * 3000,
        "The file has 3001 columns, 2000 at most are read: leave some out.",
    ),
    "a zip of two": (zipped(a=PLAIN, b=PLAIN), "The zip holds 2 files: it must hold exactly one CSV."),
    "a zip of none": (zipped(), "The zip holds 0 files: it must hold exactly one CSV."),
    "a zip with a password": (encrypted_zip(), "The zip has a password: pack the CSV without one."),
    "a zip of thousands": (
        zipped(**{f"{n:0200}": b"" for n in range(5_000)}),
        "The zip lists thousands of files, or is made for gigabytes: pack the one CSV by itself.",
    ),
    "a zip packed so that a block may hold gigabytes": (
        zipped(zipfile.ZIP_BZIP2, a=PLAIN),
        "The zip is packed in an unusual way: pack the CSV again as an ordinary zip (deflate).",
    ),
    "a damaged zip": (damaged_zip(), "The packed file is damaged (Bad CRC-32 for file 'a'): pack the CSV again."),
    "half a zip": (
        zipped(a=PLAIN)[:40],
        "The zip cannot be read (File is not a zip file): pack the CSV again, or save the spreadsheet as CSV.",
    ),
    "half a gzip": (
        gzip.compress(PLAIN)[:-9],
        "The packed file is damaged (Compressed file ended before the end-of-stream marker was reached): "
        "pack the CSV again.",
    ),
    "gzip of nothing": (gzip.compress(b""), "The file is empty."),
    "gzip of gzip": (gzip.compress(gzip.compress(PLAIN, mtime=0)), f"The file is binary, not text: {SAVE}"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_an_unreadable_file_is_refused_with_one_sentence(name: str) -> None:
    content, expected = REFUSED[name]
    assert sentence(content) == expected


def test_what_macos_adds_to_a_zip_does_not_count() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.mkdir("folder")
        archive.writestr("folder/a.csv", PLAIN)
        archive.writestr("__MACOSX/folder/._a.csv", b"\0")
    assert rows(packed.getvalue()) == PLAIN_ROWS


def test_the_value_is_read_from_its_column() -> None:
    content = b"Live,SKU\nY,A\n no ,B\n,C\n"
    assert rows(content, approved_column="Live") == [(2, "A", "Y"), (3, "B", "no"), (4, "C", "")]


def test_the_separator_is_the_one_under_which_both_columns_are_found() -> None:
    assert rows(b"SKU,x;y;z\nA,1\n") == [(2, "A", None)]
    assert rows(b"SKU;a,b,c,Live;Live\nA;1;N\n", approved_column="Live") == [(2, "A", "N")]


def test_one_column_cannot_be_both_sku_and_value() -> None:
    assert sentence(PLAIN, approved_column=" SKU") == 'Column "SKU" cannot hold both the SKUs and the values.'


def test_row_numbers_go_on_over_the_borders_of_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_files, "CHUNK_ROWS", 3)
    content = b"\n\nSKU,Name\n" + b"".join(b"\n\n\n\nS%d,x\n" % n for n in range(9))
    assert rows(content) == [(8 + 5 * n, f"S{n}", None) for n in range(9)]


def test_text_stays_text_in_a_chunk_that_holds_nothing_but_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_files, "CHUNK_ROWS", 2)
    numbers = ["0010", "0020", "1E5", "2E5", "1.0", "2.0", "NA", ""]
    assert skus("\n".join(["SKU,Live", *(f"{n},1" for n in numbers)]).encode()) == numbers


def test_a_zip_bomb_is_unpacked_no_further_than_the_cap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_files, "MAX_BYTES", 4 << 20)
    bomb = gzip.compress(b"SKU\n" + b"A\n" * (5 << 20))
    assert len(bomb) < 20_000
    assert sentence(bomb) == "The file holds more than 4 MiB of text: split it."
    assert sentence(zipped(a=b"SKU\n" + b"A\n" * (5 << 20))) == "The file holds more than 4 MiB of text: split it."


def test_more_rows_than_the_cap_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(approvals, "MAX_ROWS", 1000)
    assert len(rows(b"SKU\n" + b"A\n" * 1000)) == 1000
    assert sentence(b"SKU\n" + b"A\n" * 1001) == "The file has more than 1,000 rows: split it."


def test_a_quote_that_swallows_the_file_is_noticed_before_memory_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_files, "CHUNK_CHARACTERS", 1 << 21)
    assert len(rows(b"SKU,Name\n" + b"A,x\n" * (1 << 20))) == 1 << 20
    content = b'SKU\n"A\n' + b"B\n" * (3 << 20)
    assert sentence(content) == "A few rows hold more than 2 MiB: is a quote never closed?"
