"""Approvals in bulk: time against COPY of the same file, and memory against an empty task."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from benchmarks.one_import import context
from bigcommerce.operators.approvals import ImportApprovals

ROOT = Path(__file__).resolve().parents[1]
ROWS, ROUNDS, MOST_MIB, MOST_TIMES_THE_TABLE = 500_000, 3, 150.0, 5.0


@pytest.fixture
def file(commerce: psycopg.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """500,000 rows, each of a product of the back office that nobody approved yet."""
    monkeypatch.setenv("BIGCOMMERCE_IMPORT_PATHS", str(tmp_path))
    commerce.execute("insert into bigcommerce.stores (store_code, is_enabled) values ('default', true)")
    commerce.execute(
        "insert into backoffice.products (sku) select 'SKU-' || lpad(i::text, 7, '0') from generate_series(1, %s) i",
        [ROWS],
    )
    commerce.execute("analyze backoffice.products")
    path = tmp_path / "approvals.csv"
    rows = (f"SKU-{number:07},Product number {number},Y\n" for number in range(1, ROWS + 1))
    path.write_text("SKU,Name,Live\n" + "".join(rows))
    return path


def copy_alone(connection: psycopg.Connection, file: Path, table: str, columns: str) -> float:
    """Seconds to COPY the file as it is."""
    began = time.perf_counter()
    statement = f"copy {table} ({columns}) from stdin (format csv, header)"
    with connection.cursor() as cursor, cursor.copy(statement) as copy, file.open("rb") as source:
        while block := source.read(1 << 20):
            copy.write(block)
    return time.perf_counter() - began


def forget(connection: psycopg.Connection) -> None:
    connection.execute("truncate bigcommerce.product_approvals")
    connection.execute("truncate bigcommerce.approval_history")


def import_here() -> float:
    began = time.perf_counter()
    ImportApprovals(task_id="import", store="default").execute(context("approvals.csv"))
    return time.perf_counter() - began


def bench_time_beside_copy(commerce: psycopg.Connection, file: Path, show: Callable[..., None]) -> None:
    """Two yardsticks: COPY into a bare temporary table, which keeps nothing; and COPY of the rows straight into the
    table of approvals, the least that leaves the same rows, keys and history behind."""
    commerce.execute("create temporary table bare (sku text, name text, live text)")
    # The yardstick's file has the table's own columns: COPY cannot leave any out.
    direct = file.with_name("direct.csv")
    direct.write_text(
        "store_code,sku,is_approved\n" + "".join(f"default,SKU-{number:07},Y\n" for number in range(1, ROWS + 1))
    )
    import_here()  # pandas is imported, the files are in memory
    rows, ratios = [], []
    for number in range(1, ROUNDS + 1):
        forget(commerce)
        bare = copy_alone(commerce, file, "bare", "sku, name, live")
        commerce.execute("truncate bare")
        table = copy_alone(commerce, direct, "bigcommerce.product_approvals", "store_code, sku, is_approved")
        forget(commerce)
        first, again = import_here(), import_here()
        ratios.append(first / table)
        rows.append((number, bare, table, first, first / bare, first / table, again, again / bare))
    headings = ["round", "COPY bare s", "COPY table s", "import s", "/ bare", "/ table", "again s", "/ bare"]
    show(f"{ROWS:,} rows: time", headings, rows)
    assert sorted(ratios)[ROUNDS // 2] < MOST_TIMES_THE_TABLE


def in_a_process_of_its_own(*arguments: str) -> dict[str, float]:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT / "plugins"), str(ROOT)])}
    command = [sys.executable, "-m", "benchmarks.one_import", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def bench_memory_over_an_empty_task(commerce: psycopg.Connection, file: Path, show: Callable[..., None]) -> None:
    empty = in_a_process_of_its_own()["peak"]
    rows = [("empty task", empty, 0.0, 0)]
    for name in ("import", "the same again"):
        peak = in_a_process_of_its_own("approvals.csv")["peak"]
        written = commerce.execute(
            "select items_written from bigcommerce.sync_runs order by started_at desc limit 1"
        ).fetchone()
        assert written
        rows.append((name, peak, peak - empty, written[0]))
    show(f"{ROWS:,} rows: memory", ["", "peak MiB", "over empty", "approvals changed"], rows)
    assert [row[3] for row in rows[1:]] == [ROWS, 0]
    assert max(row[2] for row in rows) <= MOST_MIB
