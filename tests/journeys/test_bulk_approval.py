"""A person puts a CSV of SKUs into the imports folder and runs the DAG, twice."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

Run = Callable[..., str]
DAG = "bigcommerce_bulk_approval"
# Who Airflow says started a run of `dags test`.
PERSON = "dag_test"

CSV = """SKU;Name;Live
0010;Shirt;Y
1E5;Jacket;yes
B-1;"Boots,
two lines";N

GONE;Sold long ago;Y
;No SKU;Y
0010;Shirt again;1
C-1;Cap;Y
C-1;Cap;N
D-1;Dress;perhaps
"""


@pytest.fixture
def shop(commerce: psycopg.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> psycopg.Connection:
    monkeypatch.setenv("BIGCOMMERCE_IMPORT_PATHS", str(tmp_path))
    (tmp_path / "approvals.csv").write_bytes(CSV.encode("utf-16"))
    commerce.execute("insert into bigcommerce.stores (store_code, is_enabled) values ('default', true)")
    commerce.execute("insert into bigcommerce.stores (store_code) values ('second')")
    commerce.execute("insert into backoffice.products (sku) select unnest('{0010,1E5,B-1,C-1,D-1}'::text[])")
    return commerce


def approvals(connection: psycopg.Connection) -> list[tuple[Any, ...]]:
    return connection.execute(
        "select store_code, sku, is_approved, changed_at, changed_by, source from bigcommerce.product_approvals"
        " order by store_code, sku"
    ).fetchall()


def last_run(connection: psycopg.Connection) -> tuple[Any, ...] | None:
    return connection.execute(
        "select store_code, items_read, items_written, items_unchanged, items_refused, requests, error"
        " from bigcommerce.sync_runs where flow = 'approvals' and finished_at is not null"
        " order by started_at desc limit 1"
    ).fetchone()


def imports(connection: psycopg.Connection) -> list[tuple[Any, ...]]:
    return connection.execute(
        "select store_code, file, sha256, row_count, approved_count, unapproved_count, unchanged_count, rejected_count,"
        " imported_by from bigcommerce.approval_imports order by import_id"
    ).fetchall()


def test_a_file_is_applied_once_and_changes_nothing_the_second_time(
    shop: psycopg.Connection, run_dag: Run, tmp_path: Path
) -> None:
    assert run_dag(DAG, file="approvals.csv", approved_column="Live") == "success"
    first = approvals(shop)
    assert [(sku, is_approved, by, source) for _, sku, is_approved, _, by, source in first] == [
        ("0010", True, PERSON, "bulk"),
        ("1E5", True, PERSON, "bulk"),
        ("B-1", False, PERSON, "bulk"),
    ]
    assert last_run(shop) == ("default", 9, 3, 0, 6, 0, None)
    sha256 = hashlib.sha256((tmp_path / "approvals.csv").read_bytes()).hexdigest()
    assert imports(shop) == [("default", "approvals.csv", sha256, 9, 2, 1, 0, 6, PERSON)]
    rejects = shop.execute("select row_number, sku, reason from bigcommerce.approval_import_rejects order by 1")
    assert rejects.fetchall() == [
        (6, "GONE", "unknown_sku"),
        (7, "", "empty_sku"),
        (8, "0010", "duplicate"),
        (9, "C-1", "conflicting"),
        (10, "C-1", "conflicting"),
        (11, "D-1", "invalid_value"),
    ]

    assert run_dag(DAG, file="approvals.csv", approved_column="Live") == "success"
    assert approvals(shop) == first
    assert last_run(shop) == ("default", 9, 0, 3, 6, 0, None)
    assert imports(shop)[1:] == [("default", "approvals.csv", sha256, 9, 0, 0, 3, 6, PERSON)]


def test_a_static_value_unapproves_for_a_named_store_that_is_not_enabled_yet(
    shop: psycopg.Connection, run_dag: Run, tmp_path: Path
) -> None:
    (tmp_path / "list.csv").write_text("Code\nB-1\n1E5\n")
    conf = {"store": "second", "file": f"{tmp_path}/list.csv", "sku_column": "Code"}
    assert run_dag(DAG, **conf) == "success"
    assert run_dag(DAG, **conf, approved_value="N") == "success"
    assert [row[:3] for row in approvals(shop)] == [("second", "1E5", False), ("second", "B-1", False)]
    assert last_run(shop) == ("second", 2, 2, 0, 0, 0, None)


def test_a_dry_run_counts_and_writes_nothing(shop: psycopg.Connection, run_dag: Run) -> None:
    assert run_dag(DAG, file="approvals.csv", approved_column="Live", dry_run=True) == "success"
    assert approvals(shop) == imports(shop) == []
    assert last_run(shop) == ("default", 9, 0, 0, 6, 0, None)


@pytest.mark.parametrize(
    ("conf", "sentence"),
    [
        ({}, "No file is named"),
        ({"file": "missing.csv"}, "There is no file"),
        ({"file": "/etc/passwd"}, "is in none of the folders imports may come from"),
        ({"file": "../approvals.csv"}, 'write the path without ".."'),
        ({"file": "s3://bucket/a.csv"}, "is under none of the places imports may come from"),
        ({"file": "approvals.csv", "sku_column": "Code"}, 'Its row 1 says: "SKU", "Name", "Live"'),
        ({"file": "broken.csv", "confirm": True}, "A quote opened in row 3 is never closed."),
        ({"file": "broken.csv"}, "A quote opened in row 3 is never closed."),
    ],
)
def test_a_run_that_cannot_be_done_says_why_and_applies_nothing(
    shop: psycopg.Connection, run_dag: Run, tmp_path: Path, conf: dict[str, Any], sentence: str
) -> None:
    (tmp_path / "broken.csv").write_text('SKU\n0010\n"1E5\n')
    assert run_dag(DAG, **conf) == "failed"
    assert approvals(shop) == imports(shop) == []
    row = last_run(shop)
    assert row
    assert sentence in row[-1]
    assert row[1:5] == (0, 0, 0, 0)
