"""A store with a Neto account beside it, and runs of the Neto operators without a DAG's schedule around them."""

from __future__ import annotations

import itertools
from types import SimpleNamespace
from typing import Any

import psycopg
from airflow.sdk import DAG

from bigcommerce.assets import APPROVALS, CATALOGUE
from bigcommerce.operators.neto.approvals import PushApprovals
from bigcommerce.operators.neto.catalogue import ImportCatalogue
from tests.domain.neto_items import neto_item
from tests.neto_account import NetoAccount

JSON = dict[str, Any]
# Long enough ago that a reading of changes does not find it.
LONG_AGO = "2026-01-01 00:00:00"
IMPORTED = ("backoffice.products", "backoffice.price_groups", "backoffice.product_prices", "backoffice.stock")
KEPT = (*IMPORTED, "bigcommerce.product_approvals", "neto.items")
numbers = itertools.count(1)


class NetoWorld:
    """Store `default`, enabled, connected to Neto; settings: columns of neto.settings."""

    def __init__(self, db: psycopg.Connection, account: NetoAccount, **settings: Any) -> None:
        self.db, self.account = db, account
        db.execute("insert into bigcommerce.stores (store_code, is_enabled) values ('default', true)")
        db.execute("insert into neto.settings default values")
        self.choose(**settings)

    def choose(self, **settings: Any) -> None:
        for column, value in settings.items():
            self.db.execute(f"update neto.settings set {column} = %s", [value])

    # --- what happens ------------------------------------------------------------------------------------------
    def put(self, *items: JSON) -> None:
        """Items of Neto that changed long ago, unless they say when."""
        self.account.put(*({"DateUpdatedUTC": LONG_AGO} | item for item in items))

    def bulk(self, count: int) -> None:
        """So many items that changed an hour ago."""
        self.account.set(clock_offset_seconds=-3600)
        self.account.control("POST", "items/bulk", {"count": count})
        self.account.set(clock_offset_seconds=0)

    def approve(self, sku: str, is_approved: bool = True, source: str = "panel") -> None:
        self.db.execute(
            "insert into bigcommerce.product_approvals (store_code, sku, is_approved, source, changed_by)"
            " values ('default', %s, %s, %s, 'ada') on conflict (store_code, sku) do update set"
            " is_approved = excluded.is_approved, source = excluded.source, changed_at = clock_timestamp()",
            [sku, is_approved, source],
        )

    def import_catalogue(self, run_id: str = "", **params: Any) -> JSON:
        """{requests by action, read, written, unchanged, refused, announced} of one run."""
        return self.run(ImportCatalogue, "neto_catalog_import", run_id, params, outlets=[CATALOGUE, APPROVALS])

    def push_approvals(self, run_id: str = "", **params: Any) -> JSON:
        return self.run(PushApprovals, "neto_approval_push", run_id, params)

    def run(self, operator: Any, dag_id: str, run_id: str, params: JSON, **arguments: Any) -> JSON:
        run_id = run_id or f"run {next(numbers)}"
        task = operator(task_id="task", dag=DAG(dag_id, schedule=None), **arguments)
        self.account.forget()
        defaults = {"store": None, "skus": None, "full": False}
        dag_run = SimpleNamespace(conf={}, run_type="manual")
        ti = SimpleNamespace(dag_id=dag_id, run_id=run_id)
        task.execute({"params": defaults | params, "ti": ti, "dag_run": dag_run})
        counted = self.db.execute(
            "select items_read, items_written, items_unchanged, items_refused from bigcommerce.sync_runs"
            " where dag_run_id = %s",
            [run_id],
        ).fetchone()
        assert counted
        names = ("read", "written", "unchanged", "refused")
        announced = [asset.uri.strip("/").rsplit("/", 1)[-1] for asset in task.outlets]
        return dict(zip(names, counted, strict=True)) | {"requests": self.account.counts(), "announced": announced}

    # --- what is there -----------------------------------------------------------------------------------------
    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        return self.db.execute(statement).fetchall()

    def versions(self, *tables: str) -> list[Any]:
        """Every row with the transaction that wrote it last."""
        return [self.rows(f"select xmin::text, t::text from {table} t order by 2") for table in tables or KEPT]

    def state(self) -> JSON:
        """What an import is to leave behind, whatever happened on its way."""
        moments = "- 'updated_at' - 'counted_at' - 'changed_at' - 'written_at'"
        found = {table: self.rows(f"select (to_jsonb(t) {moments})::text from {table} t order by 1") for table in KEPT}
        return found | {"problems": self.problems()}

    def products(self) -> dict[str, bool]:
        """{SKU: is it active}."""
        return dict(self.rows("select sku, is_active from backoffice.products order by 1"))  # type: ignore[arg-type]

    def approvals(self) -> dict[str, tuple[bool, str]]:
        found = self.rows("select sku, is_approved, source from bigcommerce.product_approvals order by 1")
        return {sku: (is_approved, source) for sku, is_approved, source in found}

    def at_neto(self, sku: str) -> dict[str, str]:
        """{channel: IsApproved}."""
        return {row["SalesChannelName"]: row["IsApproved"] for row in self.account.item(sku)["SalesChannels"]}

    def problems(self) -> list[tuple[str, str]]:
        return self.rows(
            "select item_key, code from bigcommerce.item_problems"
            " where resolved_at is null and flow = 'neto' order by 1"
        )


def item(sku: str, **fields: Any) -> JSON:
    """As somebody would have entered it in Neto: with groups and channels that the account has."""
    group = {"GroupID": "2", "Price": "27.00", "PromotionPrice": "0.00", "MinimumQuantity": "1"}
    found = neto_item(sku, PriceGroups=[group], SalesChannels=[{"SalesChannelID": "12", "IsApproved": "True"}])
    for computed in ("InventoryID", "AvailableSellQuantity", "CommittedQuantity"):
        found.pop(computed)
    return found | fields
