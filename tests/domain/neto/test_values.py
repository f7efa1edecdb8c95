"""Single fields as Neto sends them: all text, and what each kind of field makes of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from bigcommerce.domain.neto.values import bool_of, decimal_of, int_of, text_of, time_of
from bigcommerce.errors import Invalid

READERS = (text_of, decimal_of, int_of, bool_of, time_of)


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("row", [{}, {"Field": None}, {"Field": ""}])
def test_nothing_is_none(read: Any, row: dict[str, Any]) -> None:
    assert read(row, "Field") is None


@pytest.mark.parametrize(
    ("read", "text", "value"),
    [
        (text_of, " a B ", " a B "),
        (decimal_of, "718.43", Decimal("718.43")),
        (decimal_of, "5.950", Decimal("5.950")),
        (decimal_of, " -0.001 ", Decimal("-0.001")),
        (int_of, "2", 2),
        (int_of, "2.000", 2),
        (int_of, "-3", -3),
        *((bool_of, text, True) for text in ("True", "true", "y", "Y", "Yes", "1")),
        *((bool_of, text, False) for text in ("False", "n", "N", "no", "0")),
        (time_of, "2026-03-02 07:30:10", datetime(2026, 3, 2, 7, 30, 10, tzinfo=UTC)),
        (time_of, "2026-03-02T07:30:10", datetime(2026, 3, 2, 7, 30, 10, tzinfo=UTC)),
        (time_of, "2026-03-02T17:30:10+10:00", datetime(2026, 3, 2, 7, 30, 10, tzinfo=UTC)),
        (time_of, "0000-00-00 00:00:00", None),
    ],
)
def test_a_value_is_read_from_its_text(read: Any, text: str, value: Any) -> None:
    assert read({"Field": text}, "Field") == value


def test_a_time_is_in_utc_whatever_zone_it_came_with() -> None:
    moment = time_of({"Field": "2026-03-02T17:30:10+10:00"}, "Field")
    assert moment is not None and moment.utcoffset() == timedelta(0) and moment.tzinfo != timezone(timedelta(hours=10))


@pytest.mark.parametrize(
    ("read", "text", "said"),
    [
        (decimal_of, "free", "Field is not an amount: 'free'"),
        (decimal_of, "NaN", "Field is not a possible amount: 'NaN'"),
        (decimal_of, "Infinity", "Field is not a possible amount: 'Infinity'"),
        (decimal_of, "1e14", "Field is not a possible amount: '1e14'"),
        (int_of, "2.5", "Field is not a whole number: '2.5'"),
        (int_of, "2147483648", "Field is not a whole number: '2147483648'"),
        (int_of, "many", "Field is not an amount: 'many'"),
        (bool_of, "maybe", "Field is not True or False: 'maybe'"),
        (time_of, "soon", "Field is not a date: 'soon'"),
        (time_of, "2026-02-30 00:00:00", "Field is not a date: '2026-02-30 00:00:00'"),
    ],
)
def test_what_it_cannot_be_is_said_with_field_and_value(read: Any, text: str, said: str) -> None:
    with pytest.raises(Invalid) as error:
        read({"Field": text}, "Field")
    assert (str(error.value), error.value.field, error.value.value) == (said, "Field", text)


@pytest.mark.parametrize("read", READERS)
def test_an_object_is_no_value(read: Any) -> None:
    with pytest.raises(Invalid):
        read({"Field": {"Nested": "1"}}, "Field")
