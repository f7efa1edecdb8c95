"""Single fields of a document that promises one type and sends another."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bigcommerce.domain.fields import BIGINT, moment, storable, text, whole
from bigcommerce.errors import Invalid

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(codec=None)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(st.characters(codec=None)), inner, max_size=3),
)


@pytest.mark.parametrize("value", [3, "3", Decimal("3.0"), Decimal(3), " 3 ", "3.0000"])
def test_a_whole_number_may_come_in_any_clothes(value: Any) -> None:
    assert whole(value, "quantity") == 3


@pytest.mark.parametrize("value", [Decimal("3.5"), "3.5", "three", "NaN", "Infinity", [], {}, 2**31, -(2**31)])
def test_what_is_no_whole_number_is_invalid(value: Any) -> None:
    with pytest.raises(Invalid, match="quantity"):
        whole(value, "quantity")


def test_ids_may_be_longer_than_quantities() -> None:
    assert whole(2**40, "id", limit=BIGINT) == 2**40
    with pytest.raises(Invalid):
        whole(2**63, "id", limit=BIGINT)


@pytest.mark.parametrize("value", [None, ""])
def test_absent_fields_are_absent(value: Any) -> None:
    assert (text(value), moment(value, "date"), whole(value, "n"), whole(value, "n", None)) == (None, None, 0, None)


def test_text_is_kept_as_it_came() -> None:
    assert text("  E\u0301 \u202e") == "  E\u0301 \u202e"
    assert text(0) == "0"


@pytest.mark.parametrize(
    "value",
    [
        *("Tue, 20 Jan 2026 01:02:03 +0000", "Tue, 20 Jan 2026 12:02:03 +1100", "Tue, 20 Jan 2026 01:02:03 -0000"),
        *("2026-01-20T01:02:03+00:00", "2026-01-20T01:02:03Z", "2026-01-19T20:02:03-05:00"),
    ],
)
def test_a_date_is_the_same_moment_in_any_form(value: str) -> None:
    assert moment(value, "date_created") == datetime(2026, 1, 20, 1, 2, 3, tzinfo=UTC)


@pytest.mark.parametrize("value", ["yesterday", "0000-00-00", "Tue, 31 Feb 2026 01:00:00 +0000", 12, {}, "+"])
def test_what_is_no_date_is_invalid(value: Any) -> None:
    with pytest.raises(Invalid, match="date_created"):
        moment(value, "date_created")


def test_what_postgres_cannot_hold_is_replaced_and_nothing_else() -> None:
    assert storable({"a\x00": ["b\x00\ud800", "é😀\u202e\x07"]}) == {"a\ufffd": ["b\ufffd\ufffd", "é😀\u202e\x07"]}


@given(JSON)
def test_any_document_becomes_storable_and_stays_so(value: Any) -> None:
    """requirement: Postgres' jsonb takes every string that can be encoded and holds no NUL."""
    kept = storable(value)
    assert "\x00" not in json.dumps(kept, ensure_ascii=False) and "\\u0000" not in json.dumps(kept).replace("\\\\", "")
    json.dumps(kept, ensure_ascii=False).encode()
    assert storable(kept) == kept
