"""Orders come down once, whole, mapped; again: nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from tests.conftest import SandboxStore

Run = Callable[..., str]
Digest = Callable[[], dict[str, tuple[int, str]]]


@pytest.fixture
def store(commerce: psycopg.Connection) -> psycopg.Connection:
    commerce.execute("insert into bigcommerce.stores (store_code, is_enabled) values ('default', true)")
    commerce.execute("insert into bigcommerce.payment_method_map values ('default', 'Credit Card', 'Card')")
    commerce.execute("insert into bigcommerce.shipping_method_map values ('default', 'Standard', 'Parcel')")
    return commerce


def rows(connection: psycopg.Connection, query: str, *parameters: Any) -> list[tuple[Any, ...]]:
    return connection.execute(query, parameters).fetchall()


def test_every_seeded_order_lands_or_is_said_and_a_second_run_changes_nothing(
    store: psycopg.Connection, demo_sandbox: SandboxStore, run_dag: Run, digest: Digest
) -> None:
    assert run_dag("bigcommerce_order_ingest") == "success"
    landed = dict(rows(store, "select outcome, count(*) from bigcommerce.landed_orders group by 1"))
    print(landed, rows(store, "select code, count(*), min(message) from bigcommerce.item_problems group by 1"))
    assert landed["received"] > 100
    assert "invalid" not in landed
    before = digest()
    demo_sandbox.control("DELETE", "counts")
    assert run_dag("bigcommerce_order_ingest") == "success"
    assert digest() == before
    assert demo_sandbox.writes() == 0
    assert demo_sandbox.counts()["requests"] <= 2


def test_empty_lists_of_a_trigger_form_mean_all_that_is_due(
    store: psycopg.Connection, demo_sandbox: SandboxStore, run_dag: Run
) -> None:
    """requirement: Airflow's form sends [] for a list that nobody filled in."""
    assert run_dag("bigcommerce_order_ingest", order_ids=[]) == "success"
    assert rows(store, "select count(*) > 100 from backoffice.orders") == [(True,)]
    store.execute("insert into backoffice.products (sku) values ('MUG-ENAMEL')")
    store.execute(
        "insert into bigcommerce.product_approvals (store_code, sku, is_approved) values"
        " ('default', 'MUG-ENAMEL', true)"
    )
    assert run_dag("bigcommerce_product_link_refresh", skus=[]) == "success"
    assert rows(store, "select sku, state from bigcommerce.product_links") == [("MUG-ENAMEL", "linked")]
    for dag_id, params in (
        ("bigcommerce_price_stock_export", {"skus": []}),
        ("bigcommerce_tracking_export", {"order_ids": []}),
    ):
        assert run_dag(dag_id, **params) == "success"
    planned = "select flow, items_read from bigcommerce.sync_runs where flow in ('prices', 'stock') order by 1"
    assert rows(store, planned) == [("prices", 1), ("stock", 1)]
