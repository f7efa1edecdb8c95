"""The normaliser against answers that nobody wrote down: whatever their shape, the same rows come out.

The sandbox account's own shapes make the answers, all settings at random; a second test throws any JSON at it.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bigcommerce.connectors.answers import Answer
from bigcommerce.connectors.neto_answers import ALWAYS, COLLECTIONS, read_neto_answer, regular
from bigcommerce.errors import SyncError
from sandbox.neto.settings import DEFAULTS
from sandbox.neto.shapes import shaped

NOW = datetime(2026, 3, 2, 7, 30, 10, tzinfo=UTC)
ENVELOPE = {"CurrentTime": "2026-03-02 07:30:10", "Ack": "Success"}

texts = st.text(max_size=12).filter(lambda text: not text.startswith("0000-00-00"))
fields = st.sampled_from(["SKU", "Name", "Quantity", "Price", "Misc01", "IsActive"])
scalars = st.dictionaries(fields, texts, max_size=4)
dates = st.dictionaries(
    st.sampled_from(["DateUpdatedUTC", "PromotionStartDateUTC", "DatePaid"]), st.just("2026-01-02 03:04:05"), max_size=2
)
# A member of a collection always says something of itself; an empty object stands for none.
members = st.builds(lambda first, rest: {"SKU": first} | rest, texts, scalars)
collections = st.lists(members, max_size=3)
items = st.builds(
    lambda own, dated, *found: {"SKU": "A"} | own | dated | dict(zip(ALWAYS["Item"], found, strict=True)),
    *(scalars, dates, collections, collections, collections, collections),
)
orders = st.builds(
    lambda own, dated, *found: {"OrderID": "BC1"} | own | dated | dict(zip(ALWAYS["Order"], found, strict=True)),
    *(scalars, dates, collections, collections, collections),
)
turned = st.fixed_dictionaries(
    {
        "collapse": st.booleans(),
        "empty_collection": st.sampled_from(["", None, [], "missing"]),
        "wrapper_in_list": st.booleans(),
        "empty_date": st.sampled_from(["", "0000-00-00 00:00:00"]),
    }
)


@given(rows=st.lists(items, max_size=3), found=st.lists(orders, max_size=3), turned=turned, is_wrapped=st.booleans())
@settings(max_examples=150)
def test_the_same_rows_come_out_of_every_shape(
    rows: list[dict[str, Any]], found: list[dict[str, Any]], turned: dict[str, Any], is_wrapped: bool
) -> None:
    body = shaped({"Item": rows, "Order": found} | ENVELOPE, DEFAULTS | turned)
    body = json.loads(json.dumps({"GetItemResponse": body} if is_wrapped else body), parse_float=Decimal)
    answer = read_neto_answer(Answer(200, body, NOW), "GetItem")
    assert (answer.rows("Item"), answer.rows("Order"), answer.now) == (rows, found, NOW)


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.decimals(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([*COLLECTIONS, *filter(None, COLLECTIONS.values()), "SKU", "DateUpdated", "x"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(value=anything)
@settings(max_examples=150)
def test_any_json_becomes_regular_and_stays_so(value: Any) -> None:
    once = regular(value)
    assert regular(once) == once
    check(once)


def check(value: Any, name: str = "") -> None:
    """Every collection a list, every scalar text or None."""
    if name in COLLECTIONS:
        assert isinstance(value, list)
    if isinstance(value, dict):
        for key, part in value.items():
            check(part, key)
    elif isinstance(value, list):
        for part in value:
            check(part)
    else:
        assert value is None or isinstance(value, str)


@given(body=anything, ack=st.sampled_from(["Success", "Warning", "Error", None]))
@settings(max_examples=150)
def test_an_answer_is_read_or_refused_with_a_sentence(body: Any, ack: str | None) -> None:
    if isinstance(body, dict) and ack:
        body |= {"Ack": ack, "Messages": body.get("x")}
    try:
        answer = read_neto_answer(Answer(200, body, NOW), "GetItem")
    except SyncError as error:
        assert str(error).startswith("GetItem was ")
        return
    assert all(isinstance(row, dict) for name in COLLECTIONS for row in answer.rows(name))
    assert all(isinstance(word, str) for word in answer.warnings)
