"""How the records of price lists are read, and what becomes of a list that moves or is cut meanwhile."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import psycopg
import pytest

from bigcommerce.db.plans import create_reading
from bigcommerce.errors import UnexpectedAnswer, Unreachable
from bigcommerce.operators.held_records import read_price_lists, record_row
from tests.conftest import SandboxStore
from tests.connectors.store_calls import requests_of, say

RECORDS = {"path": "/v3/pricelists/*/records", "method": "GET"}


@pytest.fixture
def store(commerce: psycopg.Connection) -> psycopg.Connection:
    commerce.execute("insert into bigcommerce.stores (store_code, is_enabled) values ('default', true)")
    create_reading(commerce, "price")
    return commerce


@pytest.fixture
def mapped(store: psycopg.Connection, sandbox: SandboxStore) -> int:
    """A mapped price list without records."""
    list_id: int = sandbox.control("POST", "pricelists", {"name": "Trade"})["id"]
    store.execute("insert into bigcommerce.price_list_map values ('default', %s, 'trade')", [list_id])
    return list_id


def record(variant_id: int, **values: Any) -> dict[str, Any]:
    return {"variant_id": variant_id, "currency": "aud", "price": 7, "calculated_price": 7, **values}


def page(*records: dict[str, Any], total: int) -> dict[str, Any]:
    return {"data": list(records), "meta": {"pagination": {"total": total}}}


def held(store: psycopg.Connection) -> list[Any]:
    rows = store.execute("select target, variant_id, price, sale_price from held_prices order by 1, 2").fetchall()
    return [tuple(row) for row in rows]


def read(store: psycopg.Connection, sandbox: SandboxStore, skus: list[str] | None = None) -> list[str]:
    return read_price_lists(store, sandbox.client(), "default", skus, "AUD")


def test_records_that_stay_missing_are_not_taken_for_deleted(
    store: psycopg.Connection, sandbox: SandboxStore, mapped: int
) -> None:
    for records in ([record(1), record(2)], [], [record(1), record(2), record(3)]):
        say(sandbox, page(*records, total=3), **RECORDS)
    assert read(store, sandbox) == []
    assert [row[1] for row in held(store)] == [1, 2, 3] and requests_of(sandbox) == 1 + 3
    for _ in range(4):
        say(sandbox, page(total=3), **RECORDS)
    with pytest.raises(Unreachable, match="each time showed fewer records"):
        read(store, sandbox)


def test_a_record_shown_twice_counts_once_and_one_of_another_currency_not_at_all(
    store: psycopg.Connection, sandbox: SandboxStore, mapped: int
) -> None:
    shown = [record(1), record(1), record(2, currency="usd", price=1)]
    say(sandbox, page(*shown, total=3), **RECORDS)
    say(sandbox, page(*shown, record(3), total=4), **RECORDS)
    with pytest.raises(Unreachable):
        read(store, sandbox)
    say(sandbox, page(record(1), record(2, currency="usd", price=1), total=2), **RECORDS)
    assert read(store, sandbox) == [] and [row[1:3] for row in held(store)] == [(1, 7)]


def test_a_list_that_is_not_there_or_goes_meanwhile_is_said(
    store: psycopg.Connection, sandbox: SandboxStore, mapped: int
) -> None:
    store.execute("insert into bigcommerce.price_list_map values ('default', 4711, 'trade')")
    assert read(store, sandbox) == ["price_list:4711"]
    say(sandbox, {"title": "gone"}, status=404, **RECORDS)
    assert read(store, sandbox) == [f"price_list:{mapped}", "price_list:4711"] and held(store) == []


def test_many_named_skus_are_asked_for_in_lists_that_fit(
    store: psycopg.Connection, sandbox: SandboxStore, mapped: int
) -> None:
    store.execute(
        "insert into bigcommerce.product_links (store_code, sku, product_id, variant_id, state)"
        " select 'default', 'S-' || n, n, n, 'linked' from generate_series(1, 301) n"
    )
    store.execute(
        "insert into bigcommerce.product_approvals (store_code, sku, is_approved)"
        " select 'default', 'S-' || n, n <> 301 from generate_series(1, 301) n"
    )
    assert read(store, sandbox, [f"S-{n}" for n in range(1, 302)]) == [] and requests_of(sandbox) == 1 + 2
    # Nobody approved it, so nothing is to be known of it.
    sandbox.control("DELETE", "counts")
    assert read(store, sandbox, ["S-301"]) == [] and requests_of(sandbox) == 0


@pytest.mark.parametrize(
    ("shown", "price", "sale_price"),
    [
        ({}, 7, None),
        ({"sale_price": 5, "calculated_price": 5}, 7, 5),
        ({"sale_price": None}, 7, None),
        ({"sale_price": 0}, 7, None),
        ({"sale_price": Decimal("0.00"), "calculated_price": 0}, 7, 0),
        ({"sale_price": 7}, 7, None),
        ({"sale_price": Decimal("7.0000")}, 7, None),
        ({"sale_price": 9}, 7, 9),
        ({"price": None, "calculated_price": 20}, None, None),
    ],
)
def test_a_record_is_read_with_its_own_price_and_whether_it_is_on_sale(
    shown: dict[str, Any], price: Any, sale_price: Any
) -> None:
    assert record_row(record(3, **shown)) == (3, price, sale_price)


@pytest.mark.parametrize("shown", [{"variant_id": None}, {"price": "much"}, {"price": []}])
def test_a_record_that_cannot_be_read_is_none_without_a_price(shown: dict[str, Any]) -> None:
    with pytest.raises(UnexpectedAnswer, match="cannot be read"):
        record_row(record(3) | shown)
