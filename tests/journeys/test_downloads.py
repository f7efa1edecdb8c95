"""The CSVs people start approvals from and correct: SKU lists of either side, and an import's rejected rows."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bigcommerce.downloads import WHICH, reject_list, sku_list
from bigcommerce.errors import BadRequest, SyncError
from bigcommerce.operators.approvals import ImportApprovals
from tests.conftest import ROOT, SandboxStore
from tests.journeys.shop_world import Shop

HERE_ONLY = ["'=Z", "-2", "=1+1", "Ä-1", "b", "pair", 'q"1', "x,y"]


@pytest.fixture
def both(shop: Shop) -> Shop:
    """Two SKUs on both sides, a case twin, and some on one side only."""
    shop.stock_up("A", "T-S", *HERE_ONLY, is_approved=False)
    for sku in ("A", "B", "Only; there"):
        shop.list_product(sku)
    shop.list_product("T", inventory_tracking="variant", variants=[{"sku": "T-S"}, {"sku": "T-M"}])
    return shop


def listed(shop: Shop, which: str) -> list[str]:
    text = "".join(sku_list(shop.db, shop.sandbox.client(), which))
    header, *rows = csv.reader(io.StringIO(text, newline=""))
    assert header == ["SKU"] and all(len(row) == 1 for row in rows)
    return [sku for (sku,) in rows]


def test_each_side_and_what_the_other_lacks(both: Shop) -> None:
    here = ["''=Z", "'-2", "'=1+1", "A", "T-S", "b", "pair", 'q"1', "x,y", "Ä-1"]
    assert listed(both, "backoffice") == here
    assert listed(both, "bigcommerce") == ["A", "B", "Only; there", "T", "T-M", "T-S"]
    assert listed(both, "backoffice_only") == [sku for sku in here if sku not in ("A", "T-S")]
    assert listed(both, "bigcommerce_only") == ["B", "Only; there", "T", "T-M"]


def test_a_sku_that_two_products_have_is_listed_once(both: Shop) -> None:
    twin = both.list_product("A-copy")
    both.sandbox.control("PATCH", f"products/{twin['id']}", {"sku": "A"})
    assert listed(both, "bigcommerce").count("A") == 1


def test_the_back_office_is_listed_without_asking_the_store(both: Shop) -> None:
    assert "".join(sku_list(both.db, None, "backoffice")).startswith('"SKU"\n')


def test_a_list_that_breaks_off_is_none(both: Shop) -> None:
    both.sandbox.control("POST", "faults", {"kind": "status", "status": 403, "path": "*variants*", "times": None})
    lines: list[str] = []
    with pytest.raises(SyncError):
        lines.extend(sku_list(both.db, both.sandbox.client(), "bigcommerce"))
    both.sandbox.control("DELETE", "faults")
    assert lines == []


def test_an_unknown_list_is_said(both: Shop) -> None:
    with pytest.raises(BadRequest, match=f"There are: {', '.join(WHICH)}"):
        list(sku_list(both.db, None, "both"))


def approve(shop: Shop, file: Path, **params: Any) -> dict[str, Any]:
    defaults = {"sku_column": "SKU", "approved_value": "Y", "approved_column": None, "dry_run": False, "confirm": False}
    context = {
        "params": defaults | {"file": str(file)} | params,
        "ti": SimpleNamespace(dag_id="bigcommerce_bulk_approval", run_id="run"),
        "dag_run": SimpleNamespace(triggering_user_name="ann"),
    }
    return ImportApprovals(task_id="import", store="default").execute(context)


def test_a_list_imported_as_it_is_approves_every_sku_of_the_back_office(
    both: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BIGCOMMERCE_IMPORT_PATHS", str(tmp_path))
    for which, known in (("backoffice", 10), ("bigcommerce", 2)):
        both.db.execute("delete from bigcommerce.product_approvals")
        file = tmp_path / f"{which}.csv"
        file.write_text("".join(sku_list(both.db, both.sandbox.client(), which)))
        assert approve(both, file)["approved"] == known
    assert both.db.execute("select sku from bigcommerce.product_approvals order by 1").fetchall() == [("A",), ("T-S",)]


def test_a_sku_that_has_the_mark_itself_is_taken_exactly(
    both: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BIGCOMMERCE_IMPORT_PATHS", str(tmp_path))
    both.db.execute("insert into backoffice.products (sku) values ('=Z')")
    both.db.execute("delete from bigcommerce.product_approvals")
    (tmp_path / "a.csv").write_text("SKU\n'=Z\n")
    approve(both, tmp_path / "a.csv")
    assert both.db.execute("select sku from bigcommerce.product_approvals").fetchall() == [("'=Z",)]


def test_rejected_rows_say_what_to_do_and_can_be_imported_once_corrected(
    both: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BIGCOMMERCE_IMPORT_PATHS", str(tmp_path))
    (tmp_path / "a.csv").write_text('SKU\nA\n=cmd|"x"!A1\nnobody\nA\n')
    result = approve(both, tmp_path / "a.csv")
    text = "".join(reject_list(both.db, result["import_id"]))
    header, *rows = csv.reader(io.StringIO(text))
    assert header == ["Row", "SKU", "Value", "Reason", "What to do"]
    assert [row[:4] for row in rows] == [
        ["3", '\'=cmd|"x"!A1', "", "unknown_sku"],
        ["4", "nobody", "", "unknown_sku"],
        ["5", "A", "", "duplicate"],
    ]
    assert all(row[4].endswith(".") for row in rows)
    (tmp_path / "b.csv").write_text(text.replace("nobody", "T-S"))
    assert approve(both, tmp_path / "b.csv")["approved"] == 1
    with pytest.raises(BadRequest, match="There is no import 0"):
        list(reject_list(both.db, 0))


def test_a_corrected_row_means_what_it_meant(both: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BIGCOMMERCE_IMPORT_PATHS", str(tmp_path))
    both.db.execute("update bigcommerce.product_approvals set is_approved = true where sku = 'T-S'")
    (tmp_path / "a.csv").write_text("SKU,Sell\nT-s,N\n")
    result = approve(both, tmp_path / "a.csv", approved_column="Sell")
    (tmp_path / "b.csv").write_text("".join(reject_list(both.db, result["import_id"])).replace("T-s", "T-S"))
    assert approve(both, tmp_path / "b.csv", approved_column="Value")["unapproved"] == 1


@pytest.mark.slow
def test_the_command_prints_nothing_but_the_list(both: Shop, sandbox: SandboxStore) -> None:
    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "bigcommerce", *words]
        return subprocess.run(command, cwd=ROOT / "plugins", capture_output=True, text=True)

    done = run("skus", "--from", "bigcommerce_only", "--store", "default")
    assert done.stdout == '"SKU"\n"B"\n"Only; there"\n"T"\n"T-M"\n', done.stderr
    for words, sentence in (
        (("skus", "--from", "both"), 'There is no SKU list "both"'),
        (("skus", "--from", "backoffice", "--store", "x"), 'There is no store "x"'),
        (("rejects", "7"), "There is no import 7"),
    ):
        done = run(*words)
        assert (done.returncode, done.stdout) == (1, "") and sentence in done.stderr
