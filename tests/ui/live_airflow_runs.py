"""What the panel makes Airflow do, and Airflow's silence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest


class LiveAirflow:
    """The runs in its database; no scheduler touches them."""

    def runs(self, dag_id: str) -> list[dict[str, Any]]:
        """The conf of each run of the DAG, the newest first."""
        return [run.conf for run in self.all_runs(dag_id)]

    def all_runs(self, dag_id: str) -> list[Any]:
        from airflow.models.dagrun import DagRun
        from airflow.utils.session import create_session

        with create_session() as session:
            found = session.query(DagRun).filter(DagRun.dag_id == dag_id).order_by(DagRun.id.desc()).all()
            session.expunge_all()
        return found


@pytest.fixture
def live_airflow(airflow_server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[LiveAirflow]:
    """The panel's calls to Airflow reach it. Its runs are forgotten before and after."""
    monkeypatch.setenv("AIRFLOW__API__BASE_URL", airflow_server)
    forget_runs()
    yield LiveAirflow()
    forget_runs()


def forget_runs() -> None:
    from airflow.models.backfill import Backfill, BackfillDagRun
    from airflow.models.dagrun import DagRun
    from airflow.utils.session import create_session

    with create_session() as session:
        for table in (BackfillDagRun, DagRun, Backfill):
            session.query(table).delete()


@pytest.fixture
def no_airflow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Airflow's own API does not answer."""
    monkeypatch.setenv("AIRFLOW__API__BASE_URL", "http://127.0.0.1:9")
