"""What the quota is spent on, counted by the store itself."""

from __future__ import annotations

from collections.abc import Callable

import psycopg
import pytest

from tests.conftest import SandboxStore

Run = Callable[..., str]
Digest = Callable[[], dict[str, tuple[int, str]]]


@pytest.fixture
def store(commerce: psycopg.Connection) -> psycopg.Connection:
    commerce.execute(
        "insert into bigcommerce.stores (store_code, is_enabled, default_payment_method, default_shipping_service)"
        " values ('default', true, 'Card', 'Parcel')"
    )
    commerce.execute("insert into backoffice.price_groups (code, is_default) values ('retail', true)")
    return commerce


def operations(sandbox: SandboxStore) -> dict[str, int]:
    counted = sandbox.counts()["by_operation"]
    sandbox.control("DELETE", "counts")
    return counted


@pytest.mark.slow
def test_a_thousand_orders_take_five_list_requests_and_then_one(
    store: psycopg.Connection, sandbox: SandboxStore, run_dag: Run, digest: Digest
) -> None:
    sandbox.control("POST", "products/bulk", {"count": 20, "prefix": "SKU-"})
    sandbox.control("POST", "orders/bulk", {"count": 1000, "seed": 1, "days": 20})
    operations(sandbox)
    assert run_dag("bigcommerce_order_ingest") == "success"
    counted = operations(sandbox)
    many_lines = store.execute(
        "select count(*) from bigcommerce.raw_orders where jsonb_typeof(payload -> 'products') = 'array'"
    ).fetchone()
    assert many_lines
    assert counted["GET /v2/orders"] <= 5
    assert counted.get("GET /v2/orders/{id}/products", 0) <= 2 * many_lines[0]
    assert set(counted) <= {
        *("GET /v2/orders", "GET /v2/orders/{id}/products", "GET /v3/orders/payment_actions/refunds"),
    }
    landed = store.execute(
        "select count(*), count(*) filter (where outcome = 'invalid') from bigcommerce.landed_orders"
    )
    counts = landed.fetchone()
    assert counts and counts[0] > 900 and counts[1] == 0
    before = digest()
    assert run_dag("bigcommerce_order_ingest") == "success"
    assert sum(operations(sandbox).values()) <= 2
    assert digest() == before


@pytest.mark.slow
def test_ten_thousand_stock_values_take_five_writes_and_then_none(
    store: psycopg.Connection, sandbox: SandboxStore, run_dag: Run, digest: Digest
) -> None:
    sandbox.control("POST", "products/bulk", {"count": 10_000, "prefix": "SKU-", "tracking": "product"})
    items = sandbox.client().product_pages(("sku", "base_variant_id"))
    with store.cursor() as cursor, cursor.copy("copy backoffice.products (sku) from stdin") as copy:
        for page in items:
            for product in page:
                copy.write_row((product["sku"],))
    store.execute("insert into backoffice.stock (sku, available_quantity) select sku, 7 from backoffice.products")
    store.execute(
        "insert into bigcommerce.product_approvals (store_code, sku, is_approved)"
        " select 'default', sku, true from backoffice.products"
    )
    assert run_dag("bigcommerce_product_link_refresh") == "success"
    operations(sandbox)
    assert run_dag("bigcommerce_price_stock_export", what="stock") == "success"
    counted = operations(sandbox)
    assert counted == {
        "PUT /v3/inventory/adjustments/absolute": 5,
        "GET /v3/settings/inventory": 1,
        "GET /v3/inventory/items": 1,  # asked once: may this account write inventory?
    }
    skus = [sku for (sku,) in store.execute("select sku from backoffice.products order by sku").fetchall()]
    held = sandbox.control("GET", "state/inventory", sku=[skus[0], skus[5_000], skus[-1]])
    assert list(held.values()) == [7, 7, 7]
    before = digest()
    assert run_dag("bigcommerce_price_stock_export", what="stock") == "success"
    assert sandbox.writes() == 0
    assert digest() == before
