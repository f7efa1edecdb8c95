"""Which stores a run is for, and the frame every store's task works in."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping
from typing import Any

import psycopg
from airflow.sdk import BaseOperator

from bigcommerce.connectors.bigcommerce import BigCommerceClient
from bigcommerce.db.ledger import SyncRun, sync_run
from bigcommerce.db.stores import Store, list_stores, read_store
from bigcommerce.errors import BadRequest
from bigcommerce.hooks.bigcommerce import BigCommerceHook
from bigcommerce.hooks.commerce_db import commerce_db


class SelectStores(BaseOperator):
    """The store codes this run is for: the one named in its params, else every enabled one.

    also_disabled: a named store may be switched off (links and approvals prepare a store; a dry run sends nothing).
    Raises BadRequest for an unknown param, an unknown store or a disabled one.
    """

    def __init__(self, *, also_disabled: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.also_disabled = also_disabled

    def execute(self, context: Mapping[str, Any]) -> list[str]:
        refuse_unknown_params(context["dag_run"].conf or {}, self.dag.params)
        params = context["params"]
        with commerce_db() as connection:
            stores = list_stores(connection)
        chosen = choose_stores(stores, params.get("store"), self.also_disabled or bool(params.get("dry_run")))
        self.log.info("%d stores: %s", len(chosen), ", ".join(chosen) or "none is enabled in bigcommerce.stores")
        return chosen


def how_started(context: Mapping[str, Any]) -> str:
    """One of "scheduled", "manual", "backfill", "asset_triggered": a worker knows it by an enum whose `str` is not the
    value."""
    run_type = context["dag_run"].run_type
    return str(getattr(run_type, "value", run_type))


def refuse_unknown_params(conf: Mapping[str, Any], known: Collection[str]) -> None:
    """Airflow passes unknown keys silently, and a mistyped filter would then mean "everything"."""
    for name in conf:
        if name not in known:
            nearest = difflib.get_close_matches(name, list(known), 1, 0.5)
            advice = f'Did you mean "{nearest[0]}"?' if nearest else f"Known are: {', '.join(sorted(known))}."
            raise BadRequest(f'There is no parameter "{name}". {advice}')


# With any of these a run is for some products or orders only.
NARROWING = ("skus", "order_ids", "placed_from", "placed_to", "modified_from", "modified_to")


def kind_of_run(params: Mapping[str, Any]) -> str:
    """As the ledger says it."""
    if params.get("dry_run"):
        return "dry_run"
    if params.get("rollback_run"):
        return "rollback"
    return "partial" if any(params.get(name) for name in NARROWING) else "ordinary"


def choose_stores(stores: Mapping[str, bool], named: str | None, also_disabled: bool) -> list[str]:
    """stores: {code: is it enabled}; named: the store a run names, or None for all that are enabled."""
    if named is None:
        return [code for code, is_enabled in stores.items() if is_enabled]
    if named not in stores:
        known = ", ".join(stores) or "none yet; insert a row first"
        raise BadRequest(f'There is no store "{named}" in bigcommerce.stores. Known: {known}.')
    if not stores[named] and not also_disabled:
        raise BadRequest(f'Store "{named}" is not enabled: finish its set-up first.')
    return [named]


class StoreOperator(BaseOperator):
    """One flow for one store in one run, with its row in the ledger. Subclasses say `flow` and write `sync`.

    kind_of_runs: of every run of such a task, None: its params say it.
    """

    template_fields = ("store",)
    flow: str
    kind_of_runs: str | None = None

    def __init__(self, *, store: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.store = store

    def execute(self, context: Mapping[str, Any]) -> Any:
        ti = context["ti"]
        kind = self.kind_of_runs or kind_of_run(context["params"])
        run = SyncRun(dag_id=ti.dag_id, dag_run_id=ti.run_id, flow=self.flow, store=self.store, kind=kind)
        with commerce_db() as connection:
            store = read_store(connection, self.store)
            with sync_run(connection, run):
                self.sync(connection, store, run, context)

    def sync(self, connection: psycopg.Connection, store: Store, run: SyncRun, context: Mapping[str, Any]) -> None:
        """Do the flow's work. connection: in autocommit; counts go to `run`."""
        raise NotImplementedError(type(self).__name__)

    def client(self, store: Store, run: SyncRun, **transport: Any) -> BigCommerceClient:
        """The store's API, counted in `run`."""
        return BigCommerceHook(store.connection_id).client(run.counts, **transport)
