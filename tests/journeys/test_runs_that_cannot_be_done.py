"""A run that cannot be done fails at once, with one sentence that says what to do, and changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from psycopg import conninfo

from tests.journeys.shop_world import Shop

Run = Callable[..., str]

INGEST, EXPORT = "bigcommerce_order_ingest", "bigcommerce_price_stock_export"
TRACKING, APPROVAL = "bigcommerce_tracking_export", "bigcommerce_bulk_approval"


@pytest.fixture
def said(server: str, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> Callable[[str], str]:
    """said(dag_id) → all that the newest run said; asserts that no task of it was tried twice."""
    dsn = conninfo.make_conninfo(server, dbname="airflow_tests")

    def read(dag_id: str) -> str:
        with psycopg.connect(dsn) as connection:
            tries = connection.execute(
                "select state, try_number from task_instance where run_id ="
                " (select run_id from dag_run where dag_id = %s order by id desc limit 1)"
                " and dag_id = %s and state is distinct from 'upstream_failed'",
                [dag_id, dag_id],
            ).fetchall()
        assert "failed" in {state for state, _ in tries} and {number for _, number in tries} <= {0, 1}
        out = capfd.readouterr()
        return out.out + out.err + caplog.text

    return read


def errors(shop: Shop) -> list[str]:
    found = shop.db.execute("select error from bigcommerce.sync_runs where error is not null")
    return [error for (error,) in found]


@pytest.fixture
def busy(shop: Shop) -> Shop:
    """A shop in which every flow has something to do."""
    shop.list_product("A")
    shop.stock_up("A")
    shop.order({"sku": "A"})
    shop.operations()
    return shop


def unchanged(shop: Shop) -> bool:
    """Nothing was received, sent or said to be wrong with an item."""
    orders = shop.db.execute("select count(*) from bigcommerce.raw_orders").fetchone()
    return orders == (0,) and shop.shown() == {"A": (1, 0)} and shop.problems() == []


@pytest.mark.parametrize(
    ("dag_id", "conf", "sentence"),
    [
        (EXPORT, {"store": "defualt"}, 'There is no store "defualt" in bigcommerce.stores. Known: closed, default.'),
        (INGEST, {"store": "closed"}, 'Store "closed" is not enabled: finish its set-up'),
        (EXPORT, {"store": "closed"}, 'Store "closed" is not enabled: finish its set-up'),
        (EXPORT, {"sku": ["A"]}, 'There is no parameter "sku". Did you mean "skus"?'),
        (INGEST, {"order_id": [100]}, 'There is no parameter "order_id". Did you mean "order_ids"?'),
        (APPROVAL, {"fle": "a.csv"}, 'There is no parameter "fle". Did you mean "file"?'),
        (APPROVAL, {"store": "nowhere", "file": "a.csv"}, 'There is no store "nowhere"'),
    ],
)
def test_a_wrong_store_or_parameter_is_said_before_anything_is_read(
    busy: Shop, run_dag: Run, said: Callable[[str], str], dag_id: str, conf: dict[str, Any], sentence: str
) -> None:
    busy.db.execute("insert into bigcommerce.stores (store_code) values ('closed')")
    assert run_dag(dag_id, **conf) == "failed"
    assert sentence in said(dag_id)
    assert busy.operations() == {} and unchanged(busy)


@pytest.mark.parametrize(
    ("conf", "sentence"),
    [
        ({"modified_to": "2026-01-01T00:00:00Z"}, '"modified_to" needs "modified_from".'),
        ({"placed_to": "2026-01-01T00:00:00Z"}, '"placed_to" needs "placed_from".'),
        (
            {"placed_from": "2026-01-02T00:00:00Z", "placed_to": "2026-01-01T00:00:00Z"},
            '"placed_to" must be after "placed_from".',
        ),
        (
            {"placed_from": "2026-01-01T00:00:00Z", "modified_from": "2026-01-01T00:00:00Z"},
            'Name either "modified_from" or "placed_from", not both.',
        ),
    ],
)
def test_a_window_that_makes_no_sense_is_said_and_no_order_is_read(
    busy: Shop, run_dag: Run, said: Callable[[str], str], conf: dict[str, Any], sentence: str
) -> None:
    assert run_dag(INGEST, **conf) == "failed"
    assert sentence in said(INGEST)
    assert errors(busy) == [f"BadRequest: {sentence}"]
    assert busy.operations() == {} and unchanged(busy)


@pytest.mark.parametrize(
    ("dag_id", "conf"),
    [
        (INGEST, {"order_ids": [0]}),
        (INGEST, {"order_ids": "100"}),
        (INGEST, {"placed_from": "yesterday"}),
        (INGEST, {"placed_from": "2026-01-01T00:00:00"}),
        (EXPORT, {"what": "everything"}),
        (EXPORT, {"skus": [""]}),
        (EXPORT, {"dry_run": "perhaps"}),
        (APPROVAL, {"approved_value": "yes"}),
        (APPROVAL, {"file": ""}),
    ],
)
def test_a_value_outside_a_parameters_schema_starts_no_run(
    busy: Shop, run_dag: Run, dag_id: str, conf: dict[str, Any]
) -> None:
    with pytest.raises(ValueError, match=next(iter(conf))):
        run_dag(dag_id, **conf)
    assert busy.operations() == {} and unchanged(busy)


@pytest.mark.parametrize(
    ("dag_id", "scopes", "sentence"),
    [
        (INGEST, ["store_v2_products"], "GET /v2/orders was refused (403). Check connection bigcommerce_default"),
        (INGEST, None, "GET /v2/orders was refused (401). Check connection bigcommerce_default"),
        (EXPORT, ["store_inventory", "store_v2_information"], 'without the scope "Products: modify"'),
        (EXPORT, ["store_v2_products_read_only", "store_v2_information"], 'without the scope "Products: modify"'),
        (EXPORT, None, "GET /v3/catalog/products was refused (401). Check connection bigcommerce_default"),
    ],
)
def test_a_wrong_token_or_a_missing_scope_is_asked_once_and_said(
    busy: Shop,
    run_dag: Run,
    said: Callable[[str], str],
    monkeypatch: pytest.MonkeyPatch,
    dag_id: str,
    scopes: list[str] | None,
    sentence: str,
) -> None:
    token = "unknown-token" if scopes is None else "narrow-token"
    if scopes is not None:
        busy.sandbox.control("PUT", f"tokens/{token}", {"scopes": scopes})
    monkeypatch.setenv("AIRFLOW_CONN_BIGCOMMERCE_DEFAULT", busy.sandbox.connection(token))
    start = max((entry["seq"] for entry in busy.sandbox.control("GET", "requests")), default=0)
    assert run_dag(dag_id) == "failed"
    (error,) = errors(busy)
    assert error.startswith("NotAuthorised: ") and sentence in error and token not in error
    assert error.removeprefix("NotAuthorised: ") in said(dag_id)
    answers = [entry["status"] for entry in busy.sandbox.control("GET", "requests", after=start)]
    assert answers.count(403) + answers.count(401) == 1
    assert unchanged(busy)


@pytest.mark.parametrize("dag_id", [INGEST, EXPORT, TRACKING])
def test_a_connection_that_is_not_there_is_said(busy: Shop, run_dag: Run, dag_id: str) -> None:
    busy.set_store(connection_id="bigcommerce_second")
    busy.db.execute(
        "insert into backoffice.orders (store_code, bigcommerce_order_id, bigcommerce_status_id)"
        " values ('default', 100, 11)"
    )
    assert run_dag(dag_id) == "failed"
    (error,) = errors(busy)
    assert "There is no Airflow connection bigcommerce_second: create it (type BigCommerce)" in error
    assert busy.operations() == {} and unchanged(busy)
