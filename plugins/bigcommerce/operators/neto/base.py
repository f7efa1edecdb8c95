"""The frame every Neto task works in: skipped unless Neto is switched on."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import psycopg
from airflow.sdk import BaseOperator
from airflow.sdk.exceptions import AirflowSkipException

from bigcommerce.connectors.neto import NetoClient
from bigcommerce.db.ledger import SyncRun, sync_run
from bigcommerce.db.neto.settings import NetoSettings, read_settings
from bigcommerce.db.stores import list_stores
from bigcommerce.errors import BadRequest
from bigcommerce.hooks.commerce_db import commerce_db
from bigcommerce.hooks.neto import NetoHook
from bigcommerce.operators.neto.quota import SharedPacing
from bigcommerce.operators.stores import choose_stores, refuse_unknown_params


class NetoOperator(BaseOperator):
    """One Neto flow in one run, with its row in the ledger. Subclasses write `sync`.

    also_disabled: the flow may run for a store that is switched off, because it sends nothing of that store's.
    """

    flow = "neto"
    also_disabled = False

    def execute(self, context: Mapping[str, Any]) -> Any:
        refuse_unknown_params(context["dag_run"].conf or {}, self.dag.params)
        with commerce_db() as connection:
            settings = read_settings(connection)
            if settings is None:
                raise AirflowSkipException("Neto is not switched on: neto.settings has no row.")
            if not NetoHook(settings.connection_id).exists():
                raise AirflowSkipException(
                    f"Neto is not switched on: there is no Airflow connection {settings.connection_id}."
                )
            self.refuse_other_store(connection, settings, context["params"].get("store"))
            if reason := self.why_skipped(settings):
                raise AirflowSkipException(reason)
            ti = context["ti"]
            run = SyncRun(dag_id=ti.dag_id, dag_run_id=ti.run_id, flow=self.flow, store=settings.store_code)
            with sync_run(connection, run):
                self.sync(connection, settings, run, context)

    def refuse_other_store(self, connection: psycopg.Connection, settings: NetoSettings, named: str | None) -> None:
        """Skips where the schedule meets a store that is switched off; a person who names one is told."""
        stores = list_stores(connection)
        if named is None and not (stores[settings.store_code] or self.also_disabled):
            raise AirflowSkipException(f'Store "{settings.store_code}" is not enabled in bigcommerce.stores.')
        if named is None:
            return
        choose_stores(stores, named, self.also_disabled)
        if named != settings.store_code:
            raise BadRequest(f'Neto is connected to store "{settings.store_code}", not to "{named}".')

    def why_skipped(self, settings: NetoSettings) -> str | None:
        """Why there is nothing to do under these settings. Such a run has no row in the ledger: it did not fail."""
        return None

    def sync(
        self, connection: psycopg.Connection, settings: NetoSettings, run: SyncRun, context: Mapping[str, Any]
    ) -> None:
        """Do the flow's work. connection: in autocommit; counts go to `run`."""
        raise NotImplementedError(type(self).__name__)

    def client(
        self, connection: psycopg.Connection, settings: NetoSettings, run: SyncRun, **transport: Any
    ) -> NetoClient:
        """Neto's API, counted in `run`, and with all other tasks' against the quota."""
        pacing = partial(SharedPacing, connection, settings.connection_id)
        return NetoHook(settings.connection_id).client(run.counts, pacing, **transport)
