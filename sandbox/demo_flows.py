"""What the demo runs, in order, and what the ledger says of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import psycopg

from sandbox.airflow_api import AirflowApi


@dataclass(frozen=True)
class Flow:
    """A row of the demo's table. name: also the ledger's `flow`, unless ledger says another."""

    name: str
    dag_id: str
    conf: dict = field(default_factory=dict)
    ledger: str = ""
    must_move: bool = True

    @property
    def ledger_flow(self) -> str:
        return self.ledger or self.name


@dataclass(frozen=True)
class Outcome:
    """What one flow did in one pass. requests: counted by the store, not by us."""

    flow: Flow
    read: int
    written: int
    unchanged: int
    refused: int
    requests: int
    seconds: float
    open_problems: int


APPROVALS = Flow("approvals", "bigcommerce_bulk_approval", {"file": "approved_skus.csv"})
LINKS = Flow("links", "bigcommerce_product_link_refresh")
ORDERS = Flow("orders", "bigcommerce_order_ingest")
PRICES = Flow("prices", "bigcommerce_price_stock_export", {"what": "prices"})
STOCK = Flow("stock", "bigcommerce_price_stock_export", {"what": "stock"})
TRACKING = Flow("tracking", "bigcommerce_tracking_export")
BACKFILL = Flow("orders, yesterday's", "bigcommerce_order_backfill", ledger="orders", must_move=False)
SHIPPED = Flow("orders, shipped", "bigcommerce_order_ingest", ledger="orders", must_move=False)
DAG_IDS = sorted({flow.dag_id for flow in (APPROVALS, LINKS, ORDERS, PRICES, TRACKING, BACKFILL)})


def run_pass(
    api: AirflowApi,
    commerce: psycopg.Connection,
    count_requests: Callable[[], int],
    before_tracking: Callable[[], None],
    say: Callable[[Flow], None],
) -> list[Outcome]:
    """Every flow once. The last one reads the orders again whose status our own shipments moved."""
    outcomes = []
    for flow in (APPROVALS, LINKS, ORDERS, PRICES, STOCK, TRACKING, BACKFILL, SHIPPED):
        if flow is TRACKING:
            before_tracking()
        say(flow)
        outcomes.append(_run(api, commerce, count_requests, flow))
    return outcomes


def _run(api: AirflowApi, commerce: psycopg.Connection, count_requests: Callable[[], int], flow: Flow) -> Outcome:
    before, requests, started = _ledger(commerce, flow), count_requests(), datetime.now(UTC)
    if flow is BACKFILL:
        today = started.replace(hour=0, minute=0, second=0, microsecond=0)
        api.backfill(flow.dag_id, today - timedelta(days=1), today - timedelta(seconds=1))
    else:
        api.run(flow.dag_id, flow.conf)
    seconds = (datetime.now(UTC) - started).total_seconds()
    read, written, unchanged, refused = (
        after - earlier for after, earlier in zip(_ledger(commerce, flow), before, strict=True)
    )
    made = count_requests() - requests
    return Outcome(flow, read, written, unchanged, refused, made, seconds, _open_problems(commerce, flow))


def _ledger(commerce: psycopg.Connection, flow: Flow) -> tuple[int, ...]:
    """(read, written, unchanged, refused) over all runs so far: of a run that is repeated the row goes on counting."""
    row = commerce.execute(
        """select coalesce(sum(items_read), 0), coalesce(sum(items_written), 0),
                  coalesce(sum(items_unchanged), 0), coalesce(sum(items_refused), 0)
             from bigcommerce.sync_runs where dag_id = %s and flow = %s""",
        [flow.dag_id, flow.ledger_flow],
    ).fetchone()
    assert row is not None, "an aggregate without group by is always one row"
    return tuple(int(value) for value in row)


def _open_problems(commerce: psycopg.Connection, flow: Flow) -> int:
    row = commerce.execute(
        "select count(*) from bigcommerce.item_problems where flow = %s and resolved_at is null", [flow.ledger_flow]
    ).fetchone()
    return row[0] if row else 0
