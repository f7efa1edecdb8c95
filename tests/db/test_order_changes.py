"""What a received order looked like before BigCommerce's newest word: exactly what was received, to the last digit."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bigcommerce.db.order_changes import ReceivedState, find_order_states, record_changes
from bigcommerce.db.orders import Landing
from bigcommerce.domain.order_changes import ADDRESS_FIELDS, Change, OrderState, list_changes, money, state_of
from bigcommerce.domain.orders import JSON
from bigcommerce.domain.payloads import read_payload
from bigcommerce.domain.payments import refunded_amount
from tests.db.order_rows import keep, open_stores, read, rows, take, the_order
from tests.domain.order_payloads import line, payload, rules
from tests.samples.regenerate import FOLDER, KINDS

EVERYTHING = rules(statuses_to_sync=range(15), default_payment_method="Card", default_shipping_service="Parcel")
WORDS = st.sampled_from([None, "", " ", "0", "Perth", "é", "e\u0301", "x" * 50, 6000])
MONEY = st.sampled_from(["-0.0000", "0", None, "", "1.5", "-2", "99999999999999.9999", "0.00005", "1e3"])
MANY = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def store(rolled_back: psycopg.Connection) -> psycopg.Connection:
    return open_stores(rolled_back)


def state(landing: Landing) -> OrderState:
    """As a run that reads the order now would have it."""
    assert landing.order
    return state_of(landing.order, refunded_amount(landing.payments))


def received(connection: psycopg.Connection, order_id: int = 100) -> ReceivedState:
    return find_order_states(connection, "default", [order_id])[order_id]


def take_in(connection: psycopg.Connection, document: JSON, refunds: list[JSON] | None = None) -> Landing:
    landing = read(connection, document, EVERYTHING, refunds=refunds or [])
    keep(connection, [landing])
    return landing


def sample(kind: str) -> tuple[JSON, list[JSON]]:
    found = json.loads((FOLDER / f"{kind}.json").read_text(encoding="utf-8"), parse_float=Decimal)
    document = found["payload"] | ({"products": found["products"]} if found["products"] else {})
    return read_payload(document).document, found["refunds"]


def attention(connection: psycopg.Connection) -> list[bool]:
    query = "select needs_attention from backoffice.orders order by bigcommerce_order_id"
    return [needed for (needed,) in rows(connection, query)]


# --- what was received ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", KINDS)
def test_an_order_of_any_kind_read_again_without_a_change_has_none(store: psycopg.Connection, kind: str) -> None:
    """requirement: a re-read never asks a person to look at nothing."""
    document, refunds = sample(kind)
    landing = take_in(store, document, refunds)
    before = received(store, landing.bigcommerce_order_id)
    assert {name: getattr(before, name) for name in vars(state(landing))} == vars(state(landing))
    assert list_changes(before, state(landing), ()) == []
    # Nor after it was written over with itself.
    take_in(store, document, refunds)
    assert received(store, landing.bigcommerce_order_id) == before


@MANY
@given(data=st.data())
def test_nor_has_one_with_anything_in_its_fields(store: psycopg.Connection, data: st.DataObject) -> None:
    def person() -> JSON:
        names = ("first_name", "last_name", "company", "street_1", "street_2", "city", "state", "phone", "email")
        return {name: data.draw(WORDS) for name in (*names, "zip", "country_iso2")}

    def item(number: int, address: int) -> JSON:
        amounts = ("price_inc_tax", "price_ex_tax", "total_inc_tax", "total_ex_tax", "discounted_total_inc_tax")
        units = {name: data.draw(st.integers(0, 2)) for name in ("quantity", "quantity_refunded")}
        said = {name: data.draw(MONEY) for name in amounts} | units
        return line(number, order_address_id=address, sku=data.draw(WORDS), **said)

    shipping = [
        person() | {"id": address, "shipping_method": data.draw(WORDS), "line_items": [item(address, address)]}
        for address in data.draw(st.sets(st.integers(1, 3)))
    ]
    said: JSON = {"billing_address": person()}
    said |= {name: data.draw(MONEY) for name in ("subtotal_ex_tax", "handling_cost_inc_tax", "discount_amount")}
    said |= {"consignments": {"shipping": shipping, "downloads": [{"line_items": [item(9, 0)]}]}}
    refunds = [{"id": number, "total_amount": data.draw(MONEY)} for number in range(data.draw(st.integers(0, 1)))]
    document = payload(**said)
    landing = take_in(store, document, refunds)
    assert list_changes(received(store), state(landing), ()) == []


@pytest.mark.parametrize("value", ["", " ", None, "0", "X", 6000])
def test_nor_has_an_address_with_any_of_its_fields_empty_or_a_number(store: psycopg.Connection, value: Any) -> None:
    for field in ("zip", "country_iso2", *set(ADDRESS_FIELDS) - {"postcode", "country_code"}):
        document = payload(billing_address={field: value})
        document["consignments"]["shipping"][0][field] = value
        landing = take_in(store, document)
        assert list_changes(received(store), state(landing), ()) == [], field
    landing = take_in(store, payload(billing_address=None))
    assert list_changes(received(store), state(landing), ()) == []


@pytest.mark.parametrize("value", ["0", "-0", "12.3400", "-2.5", "99999999999999.9999", "1E+2", "0.0001"])
def test_money_is_said_as_postgres_says_it(store: psycopg.Connection, value: str) -> None:
    assert rows(store, "select (%s::numeric(18,4))::text", value) == [(money(Decimal(value)),)]


def test_a_removed_line_and_an_address_that_nothing_goes_to_are_not_there(store: psycopg.Connection) -> None:
    both = payload(line(1), line(2))
    both["consignments"]["shipping"].append({"id": 10, "city": "Sydney", "line_items": [line(3, order_address_id=10)]})
    take_in(store, both)
    assert (set(received(store).lines), set(received(store).addresses)) == ({"1", "2", "3"}, {"0", "9", "10"})
    landing = take_in(store, payload(line(2)))
    assert (set(received(store).lines), set(received(store).addresses)) == ({"2"}, {"0", "9"})
    assert list_changes(received(store), state(landing), ()) == []


def test_each_order_is_its_own_and_one_that_was_never_received_is_absent(store: psycopg.Connection) -> None:
    take(store, payload(), payload(line(5), id=101, status_id=8), payload(id=102, status_id=7), rules=rules(
        statuses_to_sync=[8, 11]
    ))  # fmt: skip
    take(store, payload(line(7)), store="other")
    found = find_order_states(store, "default", [100, 101, 102, 103])
    assert {order_id: set(order.lines) for order_id, order in found.items()} == {100: {"1"}, 101: {"5"}}
    assert {order_id: order.status_id for order_id, order in found.items()} == {100: 11, 101: 8}
    assert set(find_order_states(store, "default", [101])) == {101} and find_order_states(store, "default", []) == {}
    assert set(find_order_states(store, "other", [100])[100].lines) == {"7"}
    ours = {order_id: order.order_id for order_id, order in found.items()}
    assert ours == dict(
        rows(store, "select bigcommerce_order_id, order_id from backoffice.orders where store_code = 'default'")
    )


# --- what is said of it --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("kinds", "asks"),
    [
        (["cancelled"], True),
        (["refunded"], True),
        (["lines"], True),
        (["address"], True),
        (["totals"], True),
        (["status"], False),
        (["status", "totals"], True),
        ([], False),
    ],
)
def test_every_change_but_a_move_of_status_asks_for_a_person(
    store: psycopg.Connection, kinds: list[str], asks: bool
) -> None:
    take(store, payload(), payload(id=101))
    order_id = received(store).order_id
    changes = [Change(kind, {"before": kind}, None) for kind in kinds]
    record_changes(store, {order_id: changes, received(store, 101).order_id: []})
    said = rows(
        store, "select order_id, kind, details, acknowledged_at from backoffice.order_changes order by change_id"
    )
    details: Any = [{"before": {"before": kind}, "after": None} for kind in kinds]
    assert said == [(order_id, kind, detail, None) for kind, detail in zip(kinds, details, strict=True)]
    assert attention(store) == [asks, False]


def test_nothing_changed_writes_no_row(store: psycopg.Connection) -> None:
    take(store, payload())
    query = "select xmin::text, ctid::text from backoffice.orders"
    before = rows(store, query)
    record_changes(store, {received(store).order_id: []})
    record_changes(store, {})
    assert rows(store, query) == before and rows(store, "select * from backoffice.order_changes") == []


def test_a_move_of_status_does_not_take_the_attention_away(store: psycopg.Connection) -> None:
    take(store, payload())
    store.execute("update backoffice.orders set needs_attention = true")
    record_changes(store, {received(store).order_id: [Change("status", {"status_id": 11}, {"status_id": 9})]})
    assert the_order(store)["needs_attention"]
