"""What is said of prices that shoppers do not see, and how a price list's sale price is cleared."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import psycopg
import pytest

from bigcommerce.db.ledger import SyncRun
from bigcommerce.db.plans import create_plan
from bigcommerce.errors import Rejected
from bigcommerce.operators.batches import named_in, send_splitting
from bigcommerce.operators.price_lists import ListRecords
from bigcommerce.operators.price_warnings import warn_of_hidden_prices
from tests.conftest import SandboxStore

RUN = SyncRun("dag", "run", "prices", "default")


class GroupsClient:
    def __init__(self, *groups: dict[str, Any]) -> None:
        self.groups, self.asked = groups, 0

    def customer_groups(self) -> Any:
        self.asked += 1
        return iter(self.groups)


@pytest.fixture
def store(commerce: psycopg.Connection) -> psycopg.Connection:
    commerce.execute("insert into bigcommerce.stores (store_code) values ('default')")
    create_plan(commerce, "price", "default", None, digits=2, now="2026-01-01")
    return commerce


def test_groups_with_discounts_of_their_own_are_named_once_a_day(
    store: psycopg.Connection, caplog: pytest.LogCaptureFixture
) -> None:
    client = GroupsClient(
        {"name": "Old hands", "discount_rules": [{"type": "all", "method": "percent", "amount": "5.0000"}]},
        {"name": "Wholesale", "discount_rules": [{"type": "price_list", "price_list_id": 1}]},
        {"name": "Retail", "discount_rules": []},
    )
    for _ in range(2):
        warn_of_hidden_prices(store, client, RUN, at_once=False)  # type: ignore[arg-type]
    assert caplog.text.count("discounts of their own") == 1 and client.asked == 1
    assert "Old hands" in caplog.text and "Wholesale" not in caplog.text
    warn_of_hidden_prices(store, client, RUN, at_once=True)  # type: ignore[arg-type]
    assert client.asked == 2


def test_a_token_that_may_not_see_groups_is_no_failure(
    store: psycopg.Connection, sandbox: SandboxStore, caplog: pytest.LogCaptureFixture
) -> None:
    sandbox.control("PUT", "tokens/few", {"scopes": ["store_v2_products"]})
    warn_of_hidden_prices(store, sandbox.client("few"), RUN, at_once=False)
    assert "discounts of their own" not in caplog.text


def test_products_with_options_written_themselves_are_said(
    store: psycopg.Connection, caplog: pytest.LogCaptureFixture
) -> None:
    for statement in (
        "insert into backoffice.products (sku) values ('A'), ('B')",
        "insert into backoffice.price_groups (code, is_default) values ('retail', true)",
        "insert into backoffice.product_prices (sku, price_group, price) values ('A', 'retail', 1), ('B', 'retail', 1)",
        "insert into bigcommerce.product_approvals (store_code, sku, is_approved) values ('default', 'A', true),"
        " ('default', 'B', true)",
        "insert into bigcommerce.product_links (store_code, sku, product_id, variant_id, is_base_variant, state)"
        " values ('default', 'A', 1, null, false, 'linked'), ('default', 'B', 2, 3, true, 'linked')",
    ):
        store.execute(statement)
    create_plan(store, "price", "default", None, digits=2, now="2026-01-01")
    warn_of_hidden_prices(store, GroupsClient(), RUN, at_once=False)  # type: ignore[arg-type]
    assert "1 products with options" in caplog.text


class ListClient:
    """A price list that takes a sale price of 0 as no sale, or as it is."""

    def __init__(self, zero_is_a_price: bool) -> None:
        self.zero_is_a_price, self.sent, self.reads = zero_is_a_price, [], 0

    def upsert_price_records(self, price_list_id: int, records: list[dict[str, Any]]) -> None:
        self.sent.append(records)

    def price_records(self, price_list_id: int, variant_ids: list[int], currency: str) -> list[dict[str, Any]]:
        self.reads += 1
        [record] = [record for record in self.sent[-1] if record["variant_id"] == variant_ids[0]]
        return [{"calculated_price": record["sale_price"] if self.zero_is_a_price else record["price"]}]


def row(variant_id: int, sale_price: Any = None, owns_sale_price: bool = True) -> dict[str, Any]:
    return {
        "sku": f"S-{variant_id}",
        "variant_id": variant_id,
        "price": Decimal(9),
        "sale_price": sale_price,
        "owns_sale_price": owns_sale_price,
    }


@pytest.mark.parametrize("zero_is_a_price", [True, False])
def test_goods_are_not_given_away_where_a_list_takes_a_sale_price_of_0_as_it_is(zero_is_a_price: bool) -> None:
    client = ListClient(zero_is_a_price)
    records = ListRecords(client, 7, "AUD")  # type: ignore[arg-type]
    records.send([row(1, owns_sale_price=False)])
    assert client.sent == [[{"variant_id": 1, "currency": "aud", "price": 9.0}]] and client.reads == 0
    records.send([row(1, Decimal(5)), row(2)])
    records.send([row(3)])
    assert client.reads == 1
    cleared = 9.0 if zero_is_a_price else 0.0
    assert [record.get("sale_price") for record in client.sent[-2]] == [5.0, cleared]
    assert [record.get("sale_price") for record in client.sent[-1]] == [cleared]


def refuse(*bad: int, named: str = "variant_id") -> Any:
    """A send that refuses these variants, naming them, and keeps what it was asked."""
    asked = []

    def send(rows: Any) -> None:
        asked.append([one["variant_id"] for one in rows])
        if found := [one for one in rows if one["variant_id"] in bad]:
            data = [
                {"variant_id": one["variant_id"]} if named == "variant_id" else {"sku": one["sku"]} for one in found
            ]
            errors = [{"data": each, "field_errors": {"price": "is odd"}} for each in data]
            raise Rejected("refused", status=422, body={"batch_errors": errors if named else []})

    return send, asked


@pytest.mark.parametrize("named", ["variant_id", "sku"])
def test_named_rows_are_refused_with_their_own_words_and_the_others_sent_without_them(named: str) -> None:
    send, asked = refuse(2, 3, named=named)
    refused = send_splitting([row(number) for number in range(1, 6)], send, named_in)
    assert [(one["sku"], error.body) for one, error in refused] == [
        ("S-2", {"errors": {"price": "is odd"}}),
        ("S-3", {"errors": {"price": "is odd"}}),
    ]
    assert asked == [[1, 2, 3, 4, 5], [1, 4, 5]]


def test_a_refusal_that_names_nobody_is_halved() -> None:
    send, asked = refuse(2, named="")
    assert [one["sku"] for one, _ in send_splitting([row(number) for number in (1, 2)], send, named_in)] == ["S-2"]
    assert asked == [[1, 2], [1], [2]]
