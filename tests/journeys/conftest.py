"""What journeys share: Airflow's metadata database, whole DAG runs in this process, and digests of tables."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from psycopg import conninfo, sql

from tests.conftest import SandboxStore
from tests.journeys.shop_world import Shop

# What a run with nothing to do must leave alone.
LASTING_TABLES = (
    *("backoffice.orders", "backoffice.order_lines", "backoffice.order_shipping_addresses"),
    *("backoffice.order_payments", "backoffice.order_changes", "backoffice.products", "backoffice.product_prices"),
    *("backoffice.stock", "backoffice.consignments", "bigcommerce.raw_orders", "bigcommerce.price_exports"),
    *("bigcommerce.stock_exports", "bigcommerce.shipment_exports", "bigcommerce.product_approvals"),
)


@pytest.fixture(scope="session")
def airflow_db(server: str) -> Iterator[None]:
    """Airflow's own tables, on Postgres as in production, once for the test session."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("create database airflow_tests")
    parts = conninfo.conninfo_to_dict(server)
    os.environ["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"] = (
        f"postgresql+psycopg2://{parts['user']}:{parts['password']}@{parts['host']}:{parts['port']}/airflow_tests"
    )
    from airflow import settings
    from airflow.utils.db import initdb

    settings.configure_vars()
    settings.configure_orm()
    initdb()
    yield
    settings.dispose_orm()


@pytest.fixture
def run_dag(airflow_db: None) -> Callable[..., str]:
    """run_dag(dag_id, **conf) → the run's state: the whole DAG, as `airflow dags test` runs it."""
    from airflow.dag_processing.dagbag import DagBag

    def run(dag_id: str, **conf: Any) -> str:
        bag = DagBag(f"{os.environ['AIRFLOW__CORE__DAGS_FOLDER']}/{dag_id}.py")
        assert bag.import_errors == {}
        return str(bag.dags[dag_id].test(run_conf=conf).state)

    return run


@pytest.fixture
def digest(commerce: psycopg.Connection) -> Callable[[], dict[str, tuple[int, str]]]:
    """digest() → {table: (rows, hash of all of them)}."""

    def take() -> dict[str, tuple[int, str]]:
        found = {}
        for table in LASTING_TABLES:
            statement = sql.SQL("select count(*), md5(string_agg(t::text, E'\\n' order by t::text)) from {} t")
            row = commerce.execute(statement.format(sql.Identifier(*table.split(".")))).fetchone()
            assert row
            found[table] = row
        return found

    return take


@pytest.fixture
def shop(commerce: psycopg.Connection, sandbox: SandboxStore) -> Shop:
    return Shop(commerce, sandbox)
