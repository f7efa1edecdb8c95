"""When a Neto task runs, when it skips and when it is refused; and its row in the ledger."""

from __future__ import annotations

import os
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from airflow.sdk import DAG, Param
from airflow.sdk.exceptions import AirflowSkipException

from bigcommerce.connectors.transport import Transport
from bigcommerce.db.ledger import SyncRun
from bigcommerce.db.neto.settings import NetoSettings
from bigcommerce.errors import BadRequest
from bigcommerce.operators.neto.base import NetoOperator
from tests.neto_account import NetoAccount


class Count(NetoOperator):
    """Reads Neto's payment methods, and says how many."""

    def sync(
        self, connection: psycopg.Connection, settings: NetoSettings, run: SyncRun, context: Mapping[str, Any]
    ) -> None:
        run.read = len(self.client(connection, settings, run).payment_methods())


class CountNever(Count):
    def why_skipped(self, settings: NetoSettings) -> str | None:
        return "There is nothing to count."


class CountAlways(Count):
    also_disabled = True


def execute(kind: type[NetoOperator] = Count, conf: dict[str, Any] | None = None) -> None:
    with DAG("neto_catalog_import", params={"store": Param(None), "skus": Param(None)}):
        operator = kind(task_id="count")
    ti = SimpleNamespace(dag_id="neto_catalog_import", run_id="r")
    params = {"store": None, "skus": None} | (conf or {})
    operator.execute({"params": params, "ti": ti, "dag_run": SimpleNamespace(conf=conf)})


@pytest.fixture
def switched_on(commerce: psycopg.Connection, neto_sandbox: NetoAccount) -> psycopg.Connection:
    commerce.execute("insert into bigcommerce.stores (store_code, is_enabled) values ('default', true), ('b', true)")
    commerce.execute("insert into neto.settings default values")
    return commerce


def runs(commerce: psycopg.Connection) -> list[tuple[Any, ...]]:
    return commerce.execute(
        "select flow, store_code, items_read, requests, writes from bigcommerce.sync_runs"
    ).fetchall()


def test_it_works_for_the_store_of_its_settings(switched_on: psycopg.Connection) -> None:
    execute()
    assert runs(switched_on) == [("neto", "default", 6, 1, 0)]
    execute(conf={"store": "default"})


def test_it_skips_without_settings(switched_on: psycopg.Connection, neto_sandbox: NetoAccount) -> None:
    switched_on.execute("delete from neto.settings")
    with pytest.raises(AirflowSkipException, match=r"Neto is not switched on: neto\.settings has no row"):
        execute()
    assert runs(switched_on) == [] and neto_sandbox.counts() == {}


def test_it_skips_without_its_connection(switched_on: psycopg.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    switched_on.execute("update neto.settings set connection_id = 'neto_other'")
    with pytest.raises(AirflowSkipException, match="there is no Airflow connection neto_other"):
        execute()
    monkeypatch.setenv("AIRFLOW_CONN_NETO_OTHER", os.environ["AIRFLOW_CONN_NETO_DEFAULT"])
    execute()
    assert len(runs(switched_on)) == 1


def test_a_store_that_is_switched_off_is_skipped_or_said(switched_on: psycopg.Connection) -> None:
    switched_on.execute("update bigcommerce.stores set is_enabled = false")
    with pytest.raises(AirflowSkipException, match='Store "default" is not enabled'):
        execute()
    with pytest.raises(BadRequest, match='Store "default" is not enabled'):
        execute(conf={"store": "default"})
    assert runs(switched_on) == []
    execute(CountAlways)
    execute(CountAlways, {"store": "default"})


def test_a_run_without_work_leaves_no_row_that_says_it_failed(switched_on: psycopg.Connection) -> None:
    with pytest.raises(AirflowSkipException, match="There is nothing to count"):
        execute(CountNever)
    assert runs(switched_on) == []


@pytest.mark.parametrize(
    ("conf", "said"),
    [
        ({"store": "b"}, 'Neto is connected to store "default", not to "b".'),
        ({"store": "none"}, 'There is no store "none" in bigcommerce.stores. Known: b, default.'),
        ({"sku": ["A"]}, 'There is no parameter "sku". Did you mean "skus"?'),
    ],
)
def test_what_makes_no_sense_is_refused(switched_on: psycopg.Connection, conf: dict[str, Any], said: str) -> None:
    with pytest.raises(BadRequest) as error:
        execute(conf=conf)
    assert str(error.value) == said


def test_all_tasks_of_an_account_keep_its_quota_together(
    switched_on: psycopg.Connection, neto_sandbox: NetoAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    monkeypatch.setitem(Transport.__init__.__kwdefaults__, "sleep", waits.append)
    monkeypatch.setenv("AIRFLOW_CONN_NETO_DEFAULT", neto_sandbox.connection(calls_a_minute=2))
    for _ in range(3):
        execute()
    # Two at once, the third after a minute.
    assert waits == [pytest.approx(60, abs=5)]
    monkeypatch.setenv("AIRFLOW_CONN_NETO_DEFAULT", neto_sandbox.connection())
    waits.clear()
    neto_sandbox.fault("rate_limit")
    execute()
    execute()
    # The one that was refused, and the one after it.
    assert waits == [60, pytest.approx(60, abs=5), pytest.approx(60, abs=5)]
