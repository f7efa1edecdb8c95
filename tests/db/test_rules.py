"""The rules that cost money when they break, each on its own, on real Postgres."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import psycopg
import pytest
from psycopg.rows import dict_row

from bigcommerce.db.plans import create_plan, record

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def tee(rolled_back: psycopg.Connection) -> psycopg.Connection:
    """A store with one approved, linked product TEE at 20.00 with tax, ten of it in stock."""
    rolled_back.execute("insert into bigcommerce.stores (store_code, is_enabled) values ('default', true)")
    rolled_back.execute("insert into backoffice.products (sku) values ('TEE')")
    rolled_back.execute("insert into backoffice.price_groups (code, is_default) values ('retail', true)")
    rolled_back.execute("insert into backoffice.product_prices (sku, price_group, price) values ('TEE', 'retail', 20)")
    rolled_back.execute(
        "insert into backoffice.stock (sku, available_quantity, counted_at) values ('TEE', 10, %s)", [NOW]
    )
    rolled_back.execute(
        "insert into bigcommerce.product_approvals (store_code, sku, is_approved) values ('default', 'TEE', true)"
    )
    rolled_back.execute(
        "insert into bigcommerce.product_links (store_code, sku, product_id, variant_id, is_base_variant,"
        " inventory_tracking, state) values ('default', 'TEE', 7, 70, true, 'product', 'linked')"
    )
    return rolled_back


def change_store(connection: psycopg.Connection, **settings: Any) -> None:
    for name, value in settings.items():
        connection.execute(f"update bigcommerce.stores set {name} = %s", [value])


def price_plan(connection: psycopg.Connection, digits: int = 2, now: datetime = NOW) -> dict[str, Any]:
    create_plan(connection, "price", "default", None, digits=digits, now=now)
    return plan(connection, "price")


def stock_plan(connection: psycopg.Connection, *, order_placed: bool = True) -> dict[str, Any]:
    create_plan(connection, "stock", "default", None, order_placed=order_placed)
    return plan(connection, "stock")


def plan(connection: psycopg.Connection, kind: str) -> dict[str, Any]:
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(f"select * from {kind}_plan").fetchone() or {"verdict": "unchanged"}


def place(connection: psycopg.Connection, order_id: int, units: int, placed_at: datetime, **landed: Any) -> None:
    row = {"status_id": 11, "outcome": "not_synced", "units_changed_at": None} | landed
    connection.execute(
        "insert into bigcommerce.landed_orders (store_code, bigcommerce_order_id, status_id, placed_at, modified_at,"
        " units_changed_at, outcome) values ('default', %s, %s, %s, %s, %s, %s)",
        [order_id, row["status_id"], placed_at, placed_at, row["units_changed_at"], row["outcome"]],
    )
    connection.execute(
        "insert into bigcommerce.order_units (store_code, bigcommerce_order_id, sku, quantity)"
        " values ('default', %s, 'TEE', %s)",
        [order_id, units],
    )


@pytest.mark.parametrize(
    ("group_inc", "product_inc", "store_inc", "tax_free", "expected"),
    [
        (True, None, True, False, "20.00"),
        (True, None, False, False, "18.18"),
        (False, None, True, False, "22.00"),
        (False, None, False, False, "20.00"),
        (True, False, True, False, "22.00"),
        (False, True, False, False, "18.18"),
        (True, None, False, True, "20.00"),
        (False, None, True, True, "20.00"),
    ],
)
def test_a_price_is_converted_between_with_and_without_tax(
    tee: psycopg.Connection,
    group_inc: bool,
    product_inc: bool | None,
    store_inc: bool,
    tax_free: bool,
    expected: str,
) -> None:
    tee.execute("update backoffice.price_groups set includes_tax = %s", [group_inc])
    tee.execute("update backoffice.products set prices_include_tax = %s, is_tax_free = %s", [product_inc, tax_free])
    change_store(tee, prices_include_tax=store_inc)
    assert price_plan(tee)["price"] == Decimal(expected)


@pytest.mark.parametrize(
    ("price", "digits", "expected"),
    [("0.005", 2, "0.01"), ("10.125", 2, "10.13"), ("10.4999", 0, "10"), ("10.5", 0, "11"), ("1.0005", 3, "1.001")],
)
def test_a_price_is_rounded_half_up_to_the_currency(
    tee: psycopg.Connection, price: str, digits: int, expected: str
) -> None:
    tee.execute("update backoffice.product_prices set price = %s", [price])
    assert price_plan(tee, digits)["price"] == Decimal(expected)


@pytest.mark.parametrize("empty", [None, 0, -5, "0.004"])
@pytest.mark.parametrize(
    ("policy", "expected"), [("skip", "empty_price"), ("default_group", Decimal(20)), ("rrp", Decimal(30))]
)
def test_an_empty_price_is_never_zero(tee: psycopg.Connection, empty: Any, policy: str, expected: Any) -> None:
    tee.execute("insert into backoffice.price_groups (code) values ('trade')")
    tee.execute("update backoffice.products set rrp = 30")
    tee.execute("insert into backoffice.product_prices (sku, price_group, price) values ('TEE', 'trade', %s)", [empty])
    change_store(tee, price_group="trade", empty_price_policy=policy)
    found = price_plan(tee)
    assert expected in (found["verdict"], found["price"])


@pytest.mark.parametrize(
    ("starts", "ends", "is_running"),
    [(None, None, True), (0, None, True), (1, None, False), (None, 1, True), (None, 0, False), (-1, 1, True)],
)
def test_a_promotion_runs_from_its_start_up_to_its_end(
    tee: psycopg.Connection, starts: int | None, ends: int | None, is_running: bool
) -> None:
    bounds = [None if days is None else NOW + timedelta(days=days) for days in (starts, ends)]
    change_store(tee, promotion_pricing_enabled=True)
    tee.execute(
        "update backoffice.product_prices set promotion_price = 15, promotion_starts_at = %s, promotion_ends_at = %s",
        bounds,
    )
    assert price_plan(tee)["sale_price"] == (Decimal(15) if is_running else None)


def test_an_accepted_price_is_not_planned_again_until_it_changes(tee: psycopg.Connection) -> None:
    assert price_plan(tee)["verdict"] == "send"
    record(tee, "price", "default", ["TEE"], dag_run_id="run", target="catalog")
    assert price_plan(tee)["verdict"] == "unchanged"
    tee.execute("update backoffice.product_prices set price = 21")
    assert price_plan(tee)["price"] == 21


def test_a_change_beyond_the_guard_waits_for_a_person(tee: psycopg.Connection) -> None:
    record(tee, "price", "default", [price_plan(tee)["sku"]], dag_run_id="run", target="catalog")
    change_store(tee, max_price_change_percent=50)
    tee.execute("update backoffice.product_prices set price = 30")
    assert price_plan(tee)["verdict"] == "send"
    tee.execute("update backoffice.product_prices set price = 30.01")
    assert price_plan(tee)["verdict"] == "price_change_too_large"
    tee.execute(
        "insert into bigcommerce.guarded_prices (store_code, sku, old, new, state)"
        " values ('default', 'TEE', 20, 30.01, 'approved')"
    )
    assert price_plan(tee)["verdict"] == "send"


def test_stock_is_the_sum_less_the_buffer_up_to_the_limit(tee: psycopg.Connection) -> None:
    assert stock_plan(tee)["quantity"] == 10
    tee.execute("insert into backoffice.stock (sku, warehouse, available_quantity) values ('TEE', 'east', 5)")
    assert stock_plan(tee)["quantity"] == 15
    change_store(tee, stock_buffer=3)
    assert stock_plan(tee)["quantity"] == 12
    change_store(tee, stock_limit=4)
    assert stock_plan(tee)["quantity"] == 4
    change_store(tee, stock_limit=None, stock_warehouses=["east"])
    assert stock_plan(tee)["quantity"] == 2
    change_store(tee, stock_buffer=9)
    assert stock_plan(tee)["quantity"] == 0


@pytest.mark.parametrize(("status_id", "reserved"), [(11, 3), (1, 3), (7, 3), (2, 0), (5, 0), (6, 0), (10, 0)])
def test_open_orders_that_were_never_received_are_reserved(
    tee: psycopg.Connection, status_id: int, reserved: int
) -> None:
    place(tee, 100, 3, NOW, status_id=status_id)
    assert stock_plan(tee)["quantity"] == 10 - reserved


def test_a_received_order_is_reserved_until_it_is_counted(tee: psycopg.Connection) -> None:
    place(tee, 100, 3, NOW, outcome="received")
    tee.execute(
        "insert into backoffice.orders (store_code, bigcommerce_order_id, received_at) values ('default', 100, %s)",
        [NOW + timedelta(seconds=1)],
    )
    assert stock_plan(tee)["quantity"] == 7
    tee.execute("update backoffice.stock set counted_at = %s", [NOW + timedelta(seconds=1)])
    assert stock_plan(tee)["quantity"] == 10
    change_store(tee, orders_are_confirmed=True)
    assert stock_plan(tee)["quantity"] == 7
    tee.execute("update backoffice.orders set accepted_at = %s", [NOW])
    assert stock_plan(tee)["quantity"] == 10


def test_a_listing_at_its_limit_is_topped_up_after_sales(tee: psycopg.Connection) -> None:
    tee.execute("update backoffice.stock set available_quantity = 100")
    change_store(tee, stock_limit=10)
    assert stock_plan(tee)["quantity"] == 10
    record(tee, "stock", "default", ["TEE"], sent_at=NOW, dag_run_id="run")
    assert stock_plan(tee)["verdict"] == "unchanged"
    place(tee, 100, 3, NOW + timedelta(minutes=5))
    found = stock_plan(tee)
    assert (found["verdict"], found["quantity"], found["held"]) == ("send", 10, 7)


@pytest.mark.parametrize(
    ("minutes", "changed", "order_placed", "verdict"),
    [
        (-5, None, True, "unchanged"),
        (-0.5, None, True, "send"),
        (0.5, None, True, "send"),
        (-5, 5, True, "send"),
        (-50, -5, True, "unchanged"),
        (5, None, False, "send"),
    ],
)
def test_what_is_uncertain_is_sent(
    tee: psycopg.Connection, minutes: float, changed: float | None, order_placed: bool, verdict: str
) -> None:
    """The order is cancelled or already shipped, so that nothing is reserved and the wanted number stays."""
    record(tee, "stock", "default", [stock_plan(tee)["sku"]], sent_at=NOW, dag_run_id="run")
    at = None if changed is None else NOW + timedelta(minutes=changed)
    place(tee, 100, 0 if minutes > 1 and order_placed else 2, NOW + timedelta(minutes=minutes), status_id=2)
    tee.execute("update bigcommerce.landed_orders set units_changed_at = %s", [at])
    assert stock_plan(tee, order_placed=order_placed)["verdict"] == verdict


@pytest.mark.parametrize(
    ("tracking", "is_base", "variant_id", "verdict", "level"),
    [
        ("product", True, 70, "send", "product"),
        ("variant", False, 70, "send", "variant"),
        ("product", False, 70, "inventory_not_tracked", None),
        ("none", True, 70, "inventory_not_tracked", None),
        ("variant", False, None, "inventory_not_tracked", None),
    ],
)
def test_an_item_is_written_at_the_level_that_is_tracked(
    tee: psycopg.Connection, tracking: str, is_base: bool, variant_id: int | None, verdict: str, level: str | None
) -> None:
    tee.execute(
        "update bigcommerce.product_links set inventory_tracking = %s, is_base_variant = %s, variant_id = %s",
        [tracking, is_base, variant_id],
    )
    found = stock_plan(tee)
    assert (found["verdict"], found["level"]) == (verdict, level)


def test_a_missing_stock_row_sends_nothing_and_an_inactive_product_sends_zero(tee: psycopg.Connection) -> None:
    tee.execute("update backoffice.products set is_active = false")
    assert (stock_plan(tee)["verdict"], stock_plan(tee)["quantity"]) == ("send", 0)
    assert price_plan(tee)["verdict"] == "unchanged"
    tee.execute("update backoffice.products set is_active = true")
    tee.execute("delete from backoffice.stock")
    assert stock_plan(tee)["verdict"] == "stock_missing"
