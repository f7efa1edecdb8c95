"""Whatever a file holds, an import ends in one sentence with nothing applied, or each of its rows has one outcome."""

from __future__ import annotations

import csv
import gzip
import io
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bigcommerce.errors import BadRequest
from bigcommerce.operators.approvals import ImportApprovals
from tests.domain.test_approvals import REFUSED

pytestmark = pytest.mark.slow
SKUS = ["A", "B", "C", "0010", "1E5", "'=1", "=1", "Ä", "a"]
# Each example is an import of its own in a database that all share.
FUZZ = settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])


class Desk:
    """A folder of imports, a store, and products with the SKUs above."""

    def __init__(self, db: psycopg.Connection, folder: Path) -> None:
        self.db, self.folder = db, folder
        db.execute("insert into bigcommerce.stores (store_code) values ('default')")
        db.execute("insert into backoffice.products (sku) select unnest(%s::text[])", [SKUS])

    def bring(self, content: bytes, **params: Any) -> dict[str, Any]:
        (self.folder / "a.csv").write_bytes(content)
        defaults = {"file": "a.csv", "sku_column": "SKU", "approved_value": "Y", "approved_column": None}
        context = {
            "params": defaults | {"dry_run": False, "confirm": False} | params,
            "ti": SimpleNamespace(dag_id="bigcommerce_bulk_approval", run_id="run"),
            "dag_run": SimpleNamespace(triggering_user_name="ann"),
        }
        return ImportApprovals(task_id="import", store="default").execute(context)

    def rows_of(self, result: dict[str, Any]) -> int:
        accepted: int = result["approved"] + result["unapproved"] + result["unchanged"]
        return accepted + sum(result["rejected"].values())

    def kept(self) -> list[Any]:
        tables = ("product_approvals", "approval_history", "approval_imports", "approval_import_rejects")
        return [self.db.execute(f"select t::text from bigcommerce.{t} t order by 1").fetchall() for t in tables]


@pytest.fixture
def desk(commerce: psycopg.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("BIGCOMMERCE_IMPORT_PATHS", str(tmp_path))
    return Desk(commerce, tmp_path)


def test_each_malformed_file_is_refused_with_its_sentence_and_applies_nothing(desk: Desk) -> None:
    desk.bring(b"SKU\nA\n")
    before = desk.kept()
    assert len(REFUSED) >= 30
    for name, (content, sentence) in REFUSED.items():
        with pytest.raises(BadRequest) as error:
            desk.bring(content)
        assert str(error.value) == sentence, name
        assert desk.kept() == before, name
        (said,) = desk.db.execute("select error from bigcommerce.sync_runs").fetchone() or ()
        assert said == f"BadRequest: {sentence}"


@FUZZ
@given(st.binary(max_size=200))
@example(b"\n\n\r,,")
@example("A\x85B\u2028C".encode())
def test_any_bytes_end_in_one_outcome_a_row_or_in_one_sentence(desk: Desk, content: bytes) -> None:
    for start in (b"", b"SKU\n", b"SKU,Live\n", b"\xff\xfe", b"\xef\xbb\xbfSKU;x\n"):
        before = desk.kept()
        try:
            result = desk.bring(start + content)
        except BadRequest as error:
            assert str(error) and desk.kept() == before
        else:
            check_outcomes(desk, result)


cell = st.one_of(
    st.sampled_from([*SKUS, "", " ", " A ", "Y", "n", "Yes", "0", "true", "perhaps"]),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6),
)


@FUZZ
@given(
    st.lists(st.lists(cell, min_size=1, max_size=4), max_size=25),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
    st.booleans(),
)
def test_as_many_outcomes_come_out_as_rows_went_in(
    desk: Desk, table: list[list[str]], separator: str, encoding: str, quoting: Any, pack: bool
) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator, quoting=quoting)
    writer.writerows([["SKU", "Name", "Live"], *table])
    content = text.getvalue().encode(encoding)
    result = desk.bring(gzip.compress(content) if pack else content, approved_column="Live")
    # What Python's own reader calls a record, if any of the cells that have a heading, or the next one, holds text.
    records = list(csv.reader(io.StringIO(text.getvalue(), newline=""), delimiter=separator))[1:]
    assert check_outcomes(desk, result) == sum(any(cell.strip() for cell in record) for record in records)


def check_outcomes(desk: Desk, result: dict[str, Any]) -> int:
    """As many as the import says; the rejects are those it counted."""
    rows = desk.rows_of(result)
    kept = desk.db.execute(
        "select row_count, rejected_count, (select count(*) from bigcommerce.approval_import_rejects r"
        " where r.import_id = i.import_id) from bigcommerce.approval_imports i where import_id = %s",
        [result["import_id"]],
    ).fetchone()
    rejected = sum(result["rejected"].values())
    assert kept == (rows, rejected, rejected)
    return rows
