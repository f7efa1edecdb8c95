"""A BigCommerce order → our order, or the reason why it cannot be one."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bigcommerce.domain.orders import is_cut, read_order, status_id_of, units_sold
from bigcommerce.errors import Invalid
from tests.domain.order_payloads import line, payload
from tests.samples.regenerate import FOLDER, KINDS, result

# What an order cannot be an order without.
NEEDED = {"id", "status_id", "date_created", "date_modified", "total_inc_tax", "default_currency_code", "items_total"}
AMOUNTS = ("_tax", "_amount", "_discount", "_rate", "price", "cost")


def sample(kind: str) -> dict[str, Any]:
    text = (FOLDER / f"{kind}.json").read_text(encoding="utf-8")
    return json.loads(text, parse_float=Decimal)


def expected(kind: str) -> dict[str, Any]:
    return json.loads((FOLDER / f"{kind}.expected.json").read_text(encoding="utf-8"))


def every_value(value: Any, change: Callable[[str, Any], Any], name: str = "") -> Any:
    """The document with every value replaced by change(its name, itself)."""
    if isinstance(value, dict):
        return {key: every_value(item, change, key) for key, item in value.items()}
    if isinstance(value, list):
        return [every_value(item, change, name) for item in value]
    return change(name, value)


def as_text(_: str, value: Any) -> Any:
    return str(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else value


def as_number(name: str, value: Any) -> Any:
    is_amount = isinstance(value, str) and value and any(part in name for part in AMOUNTS)
    try:
        return Decimal(value) if is_amount else value
    except ArithmeticError:
        return value


def test_there_is_a_sample_of_every_kind() -> None:
    assert {path.name.removesuffix(".expected.json") for path in Path(FOLDER).glob("*.expected.json")} == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_an_order_of_every_kind_is_read_as_expected(kind: str) -> None:
    assert result(**sample(kind)) == expected(kind)
    assert expected(kind)["ties"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("change", [as_text, as_number])
def test_numbers_may_be_text_and_text_numbers(kind: str, change: Callable[[str, Any], Any]) -> None:
    found, wanted = result(**every_value(sample(kind), change)), expected(kind)
    # Options are kept as they came.
    for read in (*found["order"]["lines"], *wanted["order"]["lines"]):
        read["options"] = read["options"] and len(read["options"])
    for read in (found, wanted):
        rate = read["order"]["currency_exchange_rate"]
        read["order"]["currency_exchange_rate"] = Decimal(rate)
    assert found["order"].pop("billing_address") is not None and wanted["order"].pop("billing_address") is not None
    assert found == wanted


@pytest.mark.parametrize("field", sorted(set(payload()) - NEEDED))
@pytest.mark.parametrize("value", [None, "", "absent"])
def test_any_other_field_may_be_null_empty_or_absent(field: str, value: Any) -> None:
    changed = payload(**{field: value})
    if value == "absent":
        del changed[field]
    read_order(changed)


@pytest.mark.parametrize("field", sorted(set(line()) - {"id"}))
@pytest.mark.parametrize("value", [None, ""])
def test_so_may_any_field_of_a_line(field: str, value: Any) -> None:
    read_order(payload(line(**{field: value}), items_total=2))


@pytest.mark.parametrize("field", sorted(NEEDED - {"default_currency_code", "items_total"}))
@pytest.mark.parametrize("value", [None, "", [], {}, "x"])
def test_an_order_without_what_matters_is_invalid(field: str, value: Any) -> None:
    with pytest.raises(Invalid, match=field):
        read_order(payload(**{field: value}))


@pytest.mark.parametrize("code", [None, "", "aud", "A$", 36])
def test_an_order_without_a_currency_is_invalid(code: Any) -> None:
    with pytest.raises(Invalid, match="default_currency_code"):
        read_order(payload(default_currency_code=code, currency_code=code))


@pytest.mark.parametrize(
    "fields",
    [
        {"billing_address": "nowhere"},
        {"consignments": "none"},
        {"consignments": {"shipping": [1]}},
        {"consignments": {"shipping": {"id": 9}}},
        {"consignments": {"shipping": [{"id": 9, "line_items": [7]}]}},
        {"fees": [3]},
        {"products": [None]},
    ],
)
def test_a_shape_that_nobody_documented_is_this_orders_trouble_alone(fields: dict[str, Any]) -> None:
    """requirement: one order that cannot be read must not stop the others, or the store's watermark."""
    with pytest.raises(Invalid):
        read_order(payload(**fields))


@pytest.mark.parametrize("empty", [None, [], {}])
def test_an_empty_list_may_stand_for_an_empty_object(empty: Any) -> None:
    order = read_order(payload(billing_address=empty, consignments=empty, fees=empty, items_total=0))
    assert (order.billing_address, order.lines, order.addresses) == (None, (), ())


def test_an_order_is_read_in_the_currency_that_was_charged() -> None:
    order = read_order(payload())
    assert (order.currency, order.customer_id, order.customer_email) == ("AUD", None, "jane@example.com")
    assert order.placed_at == datetime(2026, 1, 20, 1, tzinfo=UTC)
    assert order.amounts["total_inc_tax"] == Decimal("25.50")
    assert [item.discounted_total_inc_tax for item in order.lines] == [Decimal(20)]


def test_what_was_paid_for_a_line_is_its_total_where_nothing_else_is_said() -> None:
    order = read_order(payload(line(discounted_total_inc_tax=None), line(2, discounted_total_inc_tax="0.0000")))
    assert [item.discounted_total_inc_tax for item in order.lines] == [22, 0]


def test_lines_of_every_kind_of_consignment_are_read_and_the_warning_is_none() -> None:
    consignments = {
        "shipping": [{"id": 9, "line_items": [line(1), {"__warning__": "only 50 line items"}]}],
        "pickups": [{"id": 3, "line_items": [line(2, order_address_id=0)]}],
        "downloads": [{"line_items": [line(3, order_address_id=0)]}],
        "email": {"gift_certificates": [{"line_items": [line(4, order_address_id=0, sku="")]}]},
    }
    order = read_order(payload(consignments=consignments))
    assert [(item.bigcommerce_order_product_id, item.order_address_id, item.sku) for item in order.lines] == [
        *((1, 9, "SKU-1"), (2, None, "SKU-2"), (3, None, "SKU-3"), (4, None, None)),
    ]
    assert is_cut(payload(consignments=consignments)) and not is_cut(payload())


def test_units_are_those_of_a_sku_over_all_lines() -> None:
    order = read_order(payload(line(1), line(2, sku="SKU-1", quantity=3, quantity_refunded=1), line(3, sku=None)))
    assert units_sold(order) == {"SKU-1": (5, 1)}


@pytest.mark.parametrize(("value", "status_id"), [(0, 0), ("0", 0), (Decimal("11.0"), 11), (None, None), ("x", None)])
def test_a_status_is_its_number_in_any_clothes(value: Any, status_id: int | None) -> None:
    assert status_id_of({"status_id": value}) == status_id
