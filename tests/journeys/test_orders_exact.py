"""Every order to the cent, in few requests; again: nothing."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests.conftest import SandboxStore
from tests.journeys.order_oracle import Oracle
from tests.journeys.order_world import STATUSES, OrderWorld

COLUMNS = {
    "lines": """
        select l.bigcommerce_order_product_id,
            to_jsonb(l) || jsonb_build_object('bigcommerce_order_address_id', a.bigcommerce_order_address_id)
        from backoffice.order_lines l
        left join backoffice.order_shipping_addresses a using (order_id, shipping_address_no)
        where l.order_id = %s
    """,
    "addresses": """
        select bigcommerce_order_address_id, to_jsonb(a) from backoffice.order_shipping_addresses a where order_id = %s
    """,
}


@pytest.fixture
def world(commerce: psycopg.Connection, demo_sandbox: SandboxStore) -> OrderWorld:
    found = OrderWorld(commerce, demo_sandbox)
    found.set_store(order_statuses_to_sync=STATUSES, default_payment_method="Card", default_shipping_service="Parcel")
    return found


def actual(world: OrderWorld, order_id: int) -> dict[str, Any]:
    order = world.order(order_id)
    details = {name: dict(world.rows(query, order["order_id"])) for name, query in COLUMNS.items()}
    payments = world.rows(
        "select kind, amount::text from backoffice.order_payments where order_id = %s order by payment_no",
        order["order_id"],
    )
    return {"order": order, **details, "payments": payments}


def same(found: Any, wanted: Any) -> bool:
    """Money is compared as text with four decimals; a column that nobody wants is not looked at."""
    if isinstance(wanted, dict):
        return all(same(found.get(key), value) for key, value in wanted.items())
    return (f"{found:.4f}" if isinstance(found, float) else str(found)) == str(wanted)


@pytest.mark.slow
def test_a_thousand_orders_of_every_kind_are_right_to_the_cent_in_five_lists(world: OrderWorld) -> None:
    world.sandbox.control("POST", "orders/bulk", {"count": 800, "seed": 4, "days": 20})
    run = world.ingest()
    operations = run["operations"]
    many = world.rows("select count(*) from bigcommerce.raw_orders where jsonb_typeof(payload -> 'products') = 'array'")
    means = world.rows(
        "select count(*) from (select order_id from backoffice.order_payments group by 1"
        " having count(*) > 1 or bool_or(kind = 'refund')) x"
    )
    assert operations.pop("GET /v2/orders") <= 5
    assert 0 < operations.pop("GET /v2/orders/{id}/products") <= many[0][0]
    assert 0 < operations.pop("GET /v3/orders/payment_actions/refunds") <= 5
    assert 0 < operations.pop("GET /v3/orders/{id}/transactions") <= means[0][0]
    assert operations == {}

    oracle = Oracle(world.sandbox)
    received = world.received()
    assert len(received) > 950 and run["refused"] == 0
    for order_id in received:
        wanted, found = oracle.expected(order_id), actual(world, order_id)
        assert same(found["order"], wanted["order"]), order_id
        assert found["payments"] == wanted["payments"], order_id
        for part in ("lines", "addresses"):
            assert set(found[part]) == set(wanted[part]), (order_id, part)
            assert same(found[part], wanted[part]), (order_id, part)
    # None is missing but the incomplete and the archived.
    listed = {order["id"] for page in world.sandbox.client().order_pages() for order in page.body if order["status_id"]}
    assert set(received) == listed
    totals = dict(world.rows("select currency, sum(total_inc_tax)::text from backoffice.orders group by 1"))
    ((seen, kept),) = world.rows("select seen, totals from bigcommerce.order_walks where finished_at is not null")
    assert (seen, kept) == (len(received), totals)

    before = world.versions()
    again = world.ingest()
    assert (again["requests"], again["written"], again["writes"]) == (1, 0, 0)
    assert world.versions() == before


@pytest.mark.slow
def test_ten_thousand_orders_take_41_lists(world: OrderWorld) -> None:
    world.sandbox.control("POST", "orders/bulk", {"count": 9_800, "seed": 5, "days": 60})
    run = world.ingest()
    assert run["operations"]["GET /v2/orders"] <= 41
    assert run["read"] > 9_900 and run["refused"] == 0
    listed = world.rows("select count(*), count(distinct bigcommerce_order_id) from backoffice.orders")
    assert listed == [(run["written"], run["written"])]
