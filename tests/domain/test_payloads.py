"""A document as it came: one text, one fingerprint for each state."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from bigcommerce.domain.payloads import read_payload
from tests.domain.order_payloads import payload


def test_the_order_of_keys_is_no_change_and_anything_else_is() -> None:
    fingerprint = read_payload(payload()).fingerprint
    assert read_payload(dict(reversed(payload().items()))).fingerprint == fingerprint
    assert read_payload(payload(staff_notes="")).fingerprint != fingerprint


@pytest.mark.parametrize("text", ["a\x00b", "\ud83c", "\udfd5 \x00"])
def test_what_postgres_cannot_hold_is_replaced_in_document_and_text(text: str) -> None:
    found = read_payload(payload(staff_notes=text))
    assert "\ufffd" in found.document["staff_notes"]
    assert json.loads(found.text) == json.loads(json.dumps(found.document))


@pytest.mark.parametrize("text", ["\U0001f3d5 \\u0000 \\ud800", "é"])
def test_what_it_can_hold_stays(text: str) -> None:
    assert read_payload(payload(staff_notes=text)).document["staff_notes"] == text


@pytest.mark.parametrize(("value", "kept"), [(Decimal("9.95"), 9.95), (Decimal("1E+400"), "1E+400")])
def test_fractions_become_numbers_again_and_no_infinity(value: Any, kept: Any) -> None:
    assert json.loads(read_payload(payload(weight=value)).text)["weight"] == kept


def test_an_order_read_in_full_keeps_the_fingerprint_of_the_list() -> None:
    listed = read_payload(payload())
    whole = listed.with_products([{"id": 1, "name": "a\x00"}])
    assert whole.fingerprint == listed.fingerprint
    assert json.loads(whole.text)["products"] == [{"id": 1, "name": "a\ufffd"}]
