"""A document without the person: nothing of theirs at any depth, and all else as it was."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bigcommerce.domain.erasures import PERSONAL_FIELDS, without_person
from bigcommerce.domain.orders import read_order
from tests.samples.regenerate import FOLDER, KINDS

NAMES = st.sampled_from([*sorted(PERSONAL_FIELDS), "state", "total_inc_tax", "line_items", "sku", "id", "country_iso2"])
SCALARS = st.none() | st.booleans() | st.integers() | st.text(max_size=5)
DOCUMENTS = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4))

# What a whole order must still say of money, goods and dates.
KEPT = (
    *("bigcommerce_order_id", "bigcommerce_status_id", "payment_status", "currency", "amounts", "items_total"),
    *("bigcommerce_payment_method", "placed_at", "modified_at", "lines"),
)


def pairs(before: Any, after: Any, is_personal: bool = False) -> Iterator[tuple[bool, Any, Any]]:
    """Every value beside what became of it, and whether it is said under a personal field."""
    if isinstance(before, dict) and not is_personal:
        assert list(before) == list(after)
        for name in before:
            # Gift certificates are sent by `email`: that one is a part of the order.
            is_part = name == "email" and isinstance(before[name], dict)
            yield from pairs(before[name], after[name], name in PERSONAL_FIELDS and not is_part)
    elif isinstance(before, list) and not is_personal:
        assert len(before) == len(after)
        for one, other in zip(before, after, strict=True):
            yield from pairs(one, other)
    else:
        yield is_personal, before, after


@given(DOCUMENTS)
def test_no_personal_field_survives_at_any_depth_and_everything_else_is_unchanged(document: Any) -> None:
    for is_personal, before, after in pairs(document, without_person(document)):
        assert after is None if is_personal else (type(after), after) == (type(before), before)
    assert without_person(without_person(document)) == without_person(document)


@given(DOCUMENTS)
def test_the_document_itself_stays_as_it_was(document: Any) -> None:
    before = json.dumps(document)
    without_person(document)
    assert json.dumps(document) == before


@pytest.mark.parametrize("kind", KINDS)
def test_an_order_without_its_person_is_still_one_with_all_its_money(kind: str) -> None:
    document = json.loads((FOLDER / f"{kind}.json").read_text(encoding="utf-8"))["payload"]
    before, after = read_order(document), read_order(without_person(document))
    assert [getattr(after, name) for name in KEPT] == [getattr(before, name) for name in KEPT]
    assert (after.customer_id, after.customer_email, after.customer_message, after.staff_notes) == (None,) * 4
    for one, other in zip(before.addresses, after.addresses, strict=True):
        assert (other.state, other.country_code, other.cost_inc_tax) == (one.state, one.country_code, one.cost_inc_tax)
        personal = ("first_name", "last_name", "company", "street_1", "street_2", "city", "postcode", "phone", "email")
        assert [getattr(other, name) for name in personal] == [None] * len(personal)
