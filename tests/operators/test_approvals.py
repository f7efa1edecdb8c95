"""What an import answers, whom it names, and what it keeps."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest

from bigcommerce.operators.approvals import ImportApprovals, who_started


@pytest.fixture
def shop(commerce: psycopg.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> psycopg.Connection:
    monkeypatch.setenv("BIGCOMMERCE_IMPORT_PATHS", str(tmp_path))
    (tmp_path / "a.csv").write_text("SKU\nA\nB\nC\nZ\n")
    commerce.execute("insert into bigcommerce.stores (store_code) values ('default')")
    commerce.execute("insert into backoffice.products (sku) values ('A'), ('B'), ('C')")
    commerce.execute("insert into bigcommerce.product_approvals values ('default', 'C', true)")
    return commerce


def context(person: str | None = "ann", **params: Any) -> dict[str, Any]:
    defaults = {"file": "a.csv", "sku_column": "SKU", "approved_value": "Y", "approved_column": None}
    return {
        "params": defaults | {"dry_run": False, "confirm": False} | params,
        "ti": SimpleNamespace(dag_id="bigcommerce_bulk_approval", run_id="run"),
        "dag_run": SimpleNamespace(triggering_user_name=person),
    }


def test_a_dry_run_returns_and_logs_what_would_become_of_the_rows(
    shop: psycopg.Connection, capsys: pytest.CaptureFixture[str]
) -> None:
    result = ImportApprovals(task_id="import", store="default").execute(context(dry_run=True))
    assert result == {
        "dry_run": True,
        "import_id": None,
        "approved": 2,
        "unapproved": 0,
        "unchanged": 1,
        "rejected": {"unknown_sku": 1},
        "examples": {"approved": [[2, "A"], [3, "B"]], "unchanged": [[4, "C"]], "unknown_sku": [[5, "Z"]]},
    }
    logged = capsys.readouterr().out
    assert "preview of a.csv: 4 rows; 2 approved, 0 unapproved, 1 unchanged, rejected: unknown_sku 1" in logged
    assert "approved, first rows: 2: 'A', 3: 'B'" in logged
    for table in ("approval_imports", "approval_import_rejects", "item_problems"):
        assert shop.execute(f"select count(*) from bigcommerce.{table}").fetchone() == (0,)
    assert shop.execute("select count(*) from bigcommerce.product_approvals").fetchone() == (1,)


def test_an_import_does_what_its_preview_said(shop: psycopg.Connection) -> None:
    preview = ImportApprovals(task_id="import", store="default").execute(context(dry_run=True))
    result = ImportApprovals(task_id="import", store="default").execute(context())
    import_id = shop.execute("select import_id from bigcommerce.approval_imports").fetchone()
    assert import_id and result == {**preview, "dry_run": False, "import_id": import_id[0]}
    changed = shop.execute("select sku, changed_by, source from bigcommerce.product_approvals where changed_by = 'ann'")
    assert sorted(changed.fetchall()) == [("A", "ann", "bulk"), ("B", "ann", "bulk")]


def test_the_person_who_started_the_run_is_named_and_else_the_dag() -> None:
    assert who_started(context(person="ann")) == "ann"
    assert who_started(context(person=None)) == "bigcommerce_bulk_approval"


@pytest.mark.parametrize(
    ("folder", "source"), [("panel-uploads/20260101-abc", "import"), (".", "bulk"), ("panel-uploads-of-mine", "bulk")]
)
@pytest.mark.parametrize("is_relative", [True, False])
def test_a_file_the_panel_uploaded_is_an_import_of_its_wizard(
    shop: psycopg.Connection, tmp_path: Path, folder: str, source: str, is_relative: bool
) -> None:
    file = tmp_path / folder / "b.csv"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("SKU\nA\n")
    named = str(file.relative_to(tmp_path)) if is_relative else str(file)
    ImportApprovals(task_id="import", store="default").execute(context(file=named))
    changed = shop.execute("select sku, source from bigcommerce.product_approvals where changed_by = 'ann'")
    assert changed.fetchall() == [("A", source)]
