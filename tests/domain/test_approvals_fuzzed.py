"""Whatever the bytes of a CSV are, they end in rows or in a sentence, and what was written is read."""

from __future__ import annotations

import csv
import gzip
import io

from hypothesis import example, given
from hypothesis import strategies as st

from bigcommerce.errors import BadRequest, SyncError
from tests.domain.csv_samples import PLAIN, rows, zipped

cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=12)


@given(st.binary(max_size=300))
@example(b"PK\x03\x04" + bytes(40))
@example(b"\x1f\x8b\x08\x00" + bytes(20))
@example(b"SKU\n\n\n\r,,,,")
def test_any_bytes_end_in_rows_or_in_a_sentence(content: bytes) -> None:
    for start in (b"", b"SKU,", b"SKU\n", b"\xff\xfe", b"\xef\xbb\xbfSKU;x\n"):
        try:
            rows(start + content)
        except SyncError as error:
            assert str(error)


@given(st.integers(0, 10_000), st.integers(0, 255), st.sampled_from(["zip", "gzip"]))
@example(90, 0, "zip")
def test_a_damaged_archive_ends_in_rows_or_in_a_sentence(place: int, byte: int, kind: str) -> None:
    packed = bytearray(gzip.compress(PLAIN) if kind == "gzip" else zipped(a=PLAIN))
    packed[place % len(packed)] = byte
    try:
        rows(bytes(packed))
    except SyncError as error:
        assert str(error)


@given(
    st.lists(st.tuples(cells, cells, cells), max_size=20),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.booleans(),
)
def test_whatever_a_csv_writer_wrote_is_read_back_trimmed(
    table: list[tuple[str, str, str]], separator: str, line_end: str, encoding: str, pack: bool
) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator, lineterminator=line_end, quoting=csv.QUOTE_ALL)
    writer.writerows([("SKU", "Name", "Live"), *table])
    content = text.getvalue().encode(encoding)
    expected = [
        (number, sku.strip(), live.strip())
        for number, (sku, name, live) in enumerate(table, start=2)
        if sku.strip() or name.strip() or live.strip()
    ]
    assert rows(gzip.compress(content) if pack else content, approved_column="Live") == expected


@given(st.text(st.sampled_from('ab,"\n\r '), max_size=30))
def test_every_record_below_the_header_is_a_row_or_blank(text: str) -> None:
    """What Python's own reader calls a record is what we call one."""
    content = 'SKU,"x"\n' + text.replace("\r\n", "\n").replace("\r", "\n")
    records = list(csv.reader(io.StringIO(content, newline="")))
    try:
        found = rows(('SKU,"x"\n' + text).encode())
    except BadRequest as error:
        assert "never closed" in str(error)
        return
    assert [(number, sku) for number, sku, _ in found] == [
        (number, record[0].strip())
        for number, record in enumerate(records[1:], start=2)
        if any(cell.strip() for cell in record[:3])
    ]
