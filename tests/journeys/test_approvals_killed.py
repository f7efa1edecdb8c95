"""A big import that is killed in the middle leaves all of itself or nothing, and a rerun finishes it."""

from __future__ import annotations

import os
import random
import signal
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest

from bigcommerce.operators.approvals import ImportApprovals
from tests.journeys.test_orders_killed import Points, in_a_process_of_its_own

pytestmark = pytest.mark.slow


class Desk:
    def __init__(self, db: psycopg.Connection, folder: Path, rows: int) -> None:
        self.db, self.rows = db, rows
        db.execute("insert into bigcommerce.stores (store_code) values ('default')")
        db.execute("insert into backoffice.products (sku) select 'S' || i from generate_series(1, %s) i", [rows])
        (folder / "a.csv").write_text("SKU\n" + "".join(f"S{number}\n" for number in range(1, rows + 1)) + "gone\n")

    def bring(self) -> dict[str, Any]:
        params = {"file": "a.csv", "sku_column": "SKU", "approved_value": "Y", "approved_column": None}
        context = {
            "params": params | {"dry_run": False, "confirm": False},
            "ti": SimpleNamespace(dag_id="bigcommerce_bulk_approval", run_id="the one run"),
            "dag_run": SimpleNamespace(triggering_user_name="ann"),
        }
        return ImportApprovals(task_id="import", store="default").execute(context)

    def kept(self) -> list[int]:
        """How many rows each table has, once the killed process's own connection has ended."""
        others = "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
        while self.db.execute(others).fetchone() != (0,):
            time.sleep(0.05)
        tables = ("product_approvals", "approval_history", "approval_imports", "approval_import_rejects")
        return [(self.db.execute(f"select count(*) from bigcommerce.{t}").fetchone() or (0,))[0] for t in tables]

    def forget(self) -> None:
        self.db.execute("truncate bigcommerce.product_approvals, bigcommerce.approval_imports cascade")
        self.db.execute("truncate bigcommerce.approval_history, bigcommerce.sync_runs")

    def finish(self) -> None:
        """A rerun, and one more that has nothing to do."""
        self.bring()
        again = self.bring()
        assert (again["approved"], again["unchanged"]) == (0, self.rows)
        assert self.kept()[:2] == [self.rows, self.rows]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BIGCOMMERCE_IMPORT_PATHS", str(tmp_path))
    return tmp_path


def test_killed_while_it_works_it_left_all_or_nothing(commerce: psycopg.Connection, folder: Path) -> None:
    desk = Desk(commerce, folder, 500_000)
    nothing, everything = [0, 0, 0, 0], [500_000, 500_000, 1, 1]
    began = time.monotonic()
    assert in_a_process_of_its_own(lambda: desk.bring() and None) == 0
    took = time.monotonic() - began
    assert desk.kept() == everything
    dice, found = random.Random(7), []
    for tenth in (1, 3, 5, 7, 9):
        desk.forget()
        child = os.fork()
        if child == 0:
            desk.bring()
            os._exit(0)
        time.sleep(took * (tenth + dice.random()) / 10)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        found.append(desk.kept())
        assert found[-1] in (nothing, everything), tenth
    assert nothing in found
    desk.finish()


def test_killed_at_any_commit_a_rerun_finishes_it(commerce: psycopg.Connection, folder: Path) -> None:
    desk = Desk(commerce, folder, 2_000)
    for point in range(1, 10):
        desk.forget()
        points = Points(point)

        def work(points: Points = points) -> None:
            points.watch()
            desk.bring()

        status = in_a_process_of_its_own(work)
        assert desk.kept() in ([0, 0, 0, 0], [2_000, 2_000, 1, 1]), point
        desk.finish()
        if not os.WIFSIGNALED(status):
            break
    assert 2 < point < 9
