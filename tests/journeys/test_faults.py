"""Whatever the network does, a rerun ends where an undisturbed run ends: nothing lost, nothing twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import psycopg
import pytest
from psycopg import sql

from bigcommerce.connectors import pacing
from bigcommerce.connectors.transport import Transport
from bigcommerce.dag_defaults import DEFAULT_ARGS
from bigcommerce.errors import SyncError
from bigcommerce.operators import tracking
from bigcommerce.operators.shipments import ShipmentMaker
from tests.conftest import SandboxStore
from tests.journeys.conftest import LASTING_TABLES
from tests.journeys.shop_world import Shop

Run = Callable[..., str]
State = dict[str, Any]


class Flow(NamedTuple):
    """Every request that the flow makes, by method and path, is struck. before: DAGs run undisturbed. first: how a run
    ends whose every request is lost once and not tried again."""

    dag_id: str
    requests: tuple[str, ...]
    conf: dict[str, Any] = {}  # noqa: RUF012 never changed
    before: tuple[str, ...] = ()
    first: str = "failed"


INGEST, EXPORT = "bigcommerce_order_ingest", "bigcommerce_price_stock_export"
ORDERS = ("GET /v2/orders", "GET /v2/orders/*/products", "GET /v3/orders/payment_actions/refunds")
LOOK_UPS = ("GET /v3/catalog/variants", "GET /v3/catalog/products")
PRICES = ("PUT /v3/catalog/products", "PUT /v3/catalog/variants", "PUT /v3/catalog/products/*/variants/*")
FLOWS = {
    "orders": Flow(INGEST, ORDERS),
    "backfill": Flow("bigcommerce_order_backfill", ORDERS),
    "links": Flow("bigcommerce_product_link_refresh", LOOK_UPS),
    "prices": Flow(EXPORT, (*LOOK_UPS, "GET /v2/store", *PRICES), {"what": "prices"}),
    "stock": Flow(EXPORT, ("GET /v3/settings/inventory", "PUT /v3/inventory/adjustments/absolute"), {"what": "stock"}),
    "tracking": Flow(
        "bigcommerce_tracking_export", ("GET /v2/orders", "POST /v2/orders/*/shipments"), {}, (INGEST,), "success"
    ),
}


# What each request meets, one after the other, and what the client must have seen of it.
FAULTS: dict[str, tuple[list[dict[str, Any]], str]] = {
    "429 with and without headers": (
        [{"status": 429, "headers": {"X-Rate-Limit-Time-Reset-Ms": "50"}}, {"status": 429, "rate_headers": False}],
        "refused (429)",
    ),
    "502 before and after the work": ([{"status": 502}, {"status": 502, "when": "after"}], "answered 502"),
    "time-out before and after the work": (
        [{"kind": "timeout", "seconds": 2}, {"kind": "timeout", "seconds": 2, "when": "after"}],
        "it took too long",
    ),
    "cut before and after the work": ([{"kind": "cut"}, {"kind": "cut", "when": "after"}], "the connection was cut"),
    "no readable answer": (
        [{"kind": "html", "status": 200}, {"kind": "empty"}, {"kind": "truncated", "when": "after"}],
        "without readable JSON",
    ),
}
READ_TIMEOUT = 0.4
SLOW = "time-out before and after the work"

# Differ from run to run by nature: times, the run's id, and a payload's own dates with the hashes over them.
PASSING_COLUMNS = ["dag_run_id", "payload", "payload_hash", "content_hash"]
STATE_TABLES = (
    *LASTING_TABLES,
    *("bigcommerce.product_links", "bigcommerce.landed_orders", "bigcommerce.order_units"),
    *("bigcommerce.price_history", "bigcommerce.refused_items", "bigcommerce.guarded_prices"),
)


def trade(shop: Shop) -> None:
    """A day's business: products of each kind, orders of each kind, and two parcels."""
    shop.list_product("A")
    sizes = [{"sku": "B-S", "options": {"Size": "S"}, "sale_price": 5}, {"sku": "B-L", "options": {"Size": "L"}}]
    shop.list_product("B", inventory_tracking="variant", variants=sizes)
    shop.stock_up("A", "B-S", "B-L")
    shop.set_store(promotion_pricing_enabled=True, order_statuses_to_sync=[11, 14])
    shop.set_store(default_payment_method="Card", default_shipping_service="Parcel")
    noon = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0) - timedelta(days=1)
    placed = {"date_created": noon.isoformat()}
    for sku in ("A", "B-S"):
        shop.order({"sku": sku, "quantity": 2}, **placed)
    shop.order(*({"name": f"Item {number}"} for number in range(55)), **placed)
    back = shop.order({"sku": "B-L", "quantity": 3}, **placed)
    line = shop.sandbox.control("GET", f"state/orders/{back['id']}")["lines"][0]
    refund = {"items": [{"order_product_id": line["id"], "quantity": 1}]}
    shop.sandbox.control("POST", f"orders/{back['id']}/refunds", refund)


def dispatch(shop: Shop) -> None:
    """Two parcels for the two small orders."""
    shop.db.execute("insert into bigcommerce.carrier_map values ('default', 'Parcel', 'exact', 'star-track', null)")
    shop.db.execute(
        "insert into backoffice.consignments (consignment_id, order_id, shipping_service, tracking_number)"
        " select 'C' || order_id, order_id, 'Parcel', 'NR' || order_id from backoffice.orders order by order_id limit 2"
    )


def state(shop: Shop) -> State:
    """What both sides hold, but for times."""
    shipments = shop.sandbox.control("GET", "state/shipments")
    here: State = {table: rows(shop.db, table) for table in STATE_TABLES}
    return here | {
        "problems": shop.problems(),
        "prices": shop.sandbox.control("GET", "state/prices"),
        "units": shop.sandbox.control("GET", "state/inventory"),
        "shipments": [{k: v for k, v in row.items() if k != "date_created"} for row in shipments],
        "mails": shop.sandbox.counts()["mails"],
    }


def rows(connection: psycopg.Connection, table: str) -> list[str]:
    """The rows as text, without the columns that differ by nature."""
    schema, name = table.split(".")
    columns = connection.execute(
        "select column_name from information_schema.columns where table_schema = %s and table_name = %s"
        " and data_type <> 'timestamp with time zone' and column_name <> all(%s)",
        [schema, name, PASSING_COLUMNS],
    ).fetchall()
    names = sql.SQL(", ").join(sql.Identifier(column) for (column,) in columns)
    found = connection.execute(
        sql.SQL("select ({})::text from {}").format(sql.SQL("row({})").format(names), sql.Identifier(schema, name))
    )
    return sorted(text for (text,) in found)


def wipe(connection: psycopg.Connection) -> None:
    found = connection.execute(
        "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname in ('backoffice', 'bigcommerce')"
    ).fetchall()
    connection.execute(f"truncate {', '.join(table for (table,) in found)} restart identity cascade")


@pytest.fixture(scope="module")
def undisturbed() -> dict[str, State]:
    """{flow: state after a run without faults}, filled by the first test that asks."""
    return {}


@pytest.fixture
def flow(
    request: pytest.FixtureRequest,
    commerce: psycopg.Connection,
    sandbox: SandboxStore,
    run_dag: Run,
    undisturbed: dict[str, State],
    monkeypatch: pytest.MonkeyPatch,
) -> tuple[Flow, Shop, State]:
    """A flow about to run, its shop, and the state it must end in. Waits are short."""
    monkeypatch.setattr(pacing, "FIRST_WAIT", 0.02)
    monkeypatch.setattr(tracking, "ShipmentMaker", lambda *places: ShipmentMaker(*places[:3], 0.05))
    flow = FLOWS[request.param]
    if request.param not in undisturbed:
        shop = prepared(flow, commerce, sandbox, run_dag)
        assert run_dag(flow.dag_id, **flow.conf) == "success"
        undisturbed[request.param] = state(shop)
        wipe(commerce)
        sandbox.control("POST", "reset", {"seed": "empty"})
        sandbox.control("PATCH", "settings", {"quota": None})
    return flow, prepared(flow, commerce, sandbox, run_dag), undisturbed[request.param]


def prepared(flow: Flow, connection: psycopg.Connection, sandbox: SandboxStore, run_dag: Run) -> Shop:
    shop = Shop(connection, sandbox)
    trade(shop)
    for dag_id in flow.before:
        assert run_dag(dag_id) == "success"
        dispatch(shop)
    return shop


@pytest.fixture
def met(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What went wrong, as the client saw it."""
    seen: list[str] = []
    real = Transport.attempt

    def noting(*arguments: Any) -> Any:
        try:
            return real(*arguments)
        except SyncError as error:
            seen.append(str(error))
            raise

    monkeypatch.setattr(Transport, "attempt", noting)
    return seen


def strike(flow: Flow, shop: Shop, *faults: dict[str, Any]) -> None:
    """Each kind of request of the flow meets each of the faults once."""
    for method, path in (request.split() for request in flow.requests):
        where = {"kind": "status", "method": method, "path": path}
        shop.sandbox.control("POST", "faults", [where | fault for fault in faults])


def all_struck(shop: Shop) -> bool:
    return all(fault["fired"] == 1 for fault in shop.sandbox.control("GET", "faults"))


@pytest.mark.parametrize(
    "fault", [pytest.param(name, marks=pytest.mark.slow if name == SLOW else ()) for name in FAULTS]
)
@pytest.mark.parametrize("flow", FLOWS, indirect=True)
def test_faults_in_every_request_of_a_flow_leave_no_trace(
    flow: tuple[Flow, Shop, State], fault: str, run_dag: Run, met: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    under_test, shop, undisturbed = flow
    faults, words = FAULTS[fault]
    if words == "it took too long":
        monkeypatch.setitem(Transport.__init__.__kwdefaults__, "read_timeout", READ_TIMEOUT)
    strike(under_test, shop, *faults)
    assert run_dag(under_test.dag_id, **under_test.conf) == "success"
    assert all_struck(shop)
    assert len([said for said in met if words in said]) >= len(faults) * len(under_test.requests)
    assert run_dag(under_test.dag_id, **under_test.conf) == "success"
    assert state(shop) == undisturbed


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("flow", FLOWS, indirect=True)
def test_a_run_that_gives_up_at_every_request_ends_the_same_when_it_is_started_again(
    flow: tuple[Flow, Shop, State], when: str, run_dag: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    under_test, shop, undisturbed = flow
    monkeypatch.setitem(Transport.request.__kwdefaults__, "attempts", 1)
    monkeypatch.setitem(DEFAULT_ARGS, "retries", 0)
    strike(under_test, shop, {"kind": "cut", "when": when})
    ends = [run_dag(under_test.dag_id, **under_test.conf)]
    while ends[-1] == "failed" and len(ends) <= len(under_test.requests):
        ends.append(run_dag(under_test.dag_id, **under_test.conf))
    assert ends[0] == under_test.first and ends[-1] == "success"
    assert all_struck(shop)
    assert state(shop) == undisturbed
