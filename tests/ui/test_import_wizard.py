"""The import wizard: columns, a preview that changes nothing, the run it starts and its result."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import psycopg
import pytest

from bigcommerce.approval_imports import Reading, preview_file
from bigcommerce.domain.approvals import VALUES
from bigcommerce.operators.approvals import ImportApprovals
from tests.operators.test_approvals import context
from tests.ui import import_shop
from tests.ui.html_pages import Page
from tests.ui.import_shop import CSV, PATH, kept, uploaded
from tests.ui.live_airflow_runs import LiveAirflow
from tests.ui.panel_rows import ESCAPED, MARKUP

folder, shop = import_shop.folder, import_shop.shop


def test_a_header_with_markup_comes_out_as_text(browse: Callable[..., Any], shop: psycopg.Connection) -> None:
    client = browse("olga")
    page = client.get(uploaded(client, f"{MARKUP},sku\nA,B\n".encode())).text
    assert MARKUP not in page and ESCAPED in page and '<option selected value="sku">' in page


@pytest.mark.parametrize(
    ("content", "value", "column"),
    [
        ("SKU\nA\n", "Y", ""),
        ("SKU,Stock\nA,7\n", "Y", ""),
        ("SKU,Approve\nA,Y\nHEADLAMP-300,N\n", "column", "Approve"),
        ("SKU;Name;OK\nA;Lamp; yes \nB;;\nC;;FALSE\n", "column", "OK"),
        ("SKU,On\nA,1\nB,0\n", "column", "On"),
        # It may say so in several columns, or nobody knows what is meant: then a person chooses.
        ("SKU,On,Off\nA,Y,N\n", None, ""),
        ("SKU,Approve\nA,Y\nB,perhaps\n", None, ""),
        ("SKU,X,X\nA,Y,Y\n", None, ""),
        ("No,Name\nY,Lamp\nN,Lamp\n", "Y", ""),
    ],
)
def test_a_column_of_yes_and_no_is_chosen_beforehand(
    browse: Callable[..., Any], shop: psycopg.Connection, content: str, value: str | None, column: str
) -> None:
    client = browse("olga")
    (form,) = [form for form in Page(client.get(uploaded(client, content.encode())).text).forms if form.fields]
    assert form.values.get("value") == ([value] if value else None)
    assert form.values["approved_column"] == [column]


def test_its_quote_never_closed_is_said_by_the_page_of_columns(
    browse: Callable[..., Any], shop: psycopg.Connection
) -> None:
    client = browse("olga")
    page = client.get(uploaded(client, b'SKU,Approve\nA,Y\n"B,N\n'))
    assert page.status_code == 400 and "is never closed" in page.text


def test_every_value_that_is_known_is_read(shop: psycopg.Connection, folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "a.csv").write_text("SKU,V\n" + "".join(f"{value},{value.upper()}\n" for value in sorted(VALUES)))
    shop.execute("insert into backoffice.products (sku) select unnest(%s::text[])", [list(VALUES)])
    outcomes, _ = preview_file(shop, str(folder / "a.csv"), "default", Reading(approved_column="V"))
    assert not outcomes.rejected and (outcomes.approved, outcomes.unapproved) == (4, 4)


def test_a_preview_counts_and_shows_and_changes_nothing(browse: Callable[..., Any], shop: psycopg.Connection) -> None:
    client = browse("olga")
    query = {"sku_column": "SKU", "value": "column", "approved_column": "Approve"}
    content = CSV + MARKUP.encode() + b",Y\n"
    page = re.sub(r"\s+", " ", client.get(uploaded(client, content) + "/preview", params=query).text)
    page = re.sub(r"<td [^>]*>", "<td>", page)
    for said in (
        "6 rows. 2 products of store default would change.",
        '<th scope="row">will be approved</th> <td>1</td> <td>row 2 <code>A</code>',
        '<th scope="row">will be unapproved</th> <td>1</td> <td>row 3 <code>B</code>',
        "rejected: invalid value",
        "rejected: empty SKU",
        "it cannot be rolled back here",
        "Of these, 1 has neither a price nor stock in the back office",
        'products/A?ask=1">A</a>',
        f"<td>2</td> <td>row 5 <code>Z</code>, row 7 <code>{ESCAPED}</code>",
    ):
        assert said in page
    assert MARKUP not in page
    assert shop.execute("select count(*) from bigcommerce.approval_imports").fetchone() == (0,)
    assert shop.execute("select count(*) from bigcommerce.product_approvals").fetchone() == (2,)


def test_the_preview_is_what_the_run_does(shop: psycopg.Connection, folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "a.csv").write_bytes(CSV)
    file, shown = str(folder / "a.csv"), ("SKU", "Y", "Approve")
    outcomes, _ = preview_file(shop, file, "default", Reading(*shown))
    params = dict(zip(("sku_column", "approved_value", "approved_column"), shown, strict=True))
    done = ImportApprovals(task_id="import", store="default").execute(context(file=file, **params))
    assert (done["approved"], done["unapproved"], done["rejected"]) == (1, 1, outcomes.rejected)
    assert (outcomes.approved, outcomes.unapproved) == (1, 1)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"sku_column": "None", "value": "Y"}, "Choose one of the file&#39;s columns."),
        ({"sku_column": "SKU", "value": "column"}, "Choose one of the file&#39;s columns."),
        ({"sku_column": "SKU", "value": "X"}, "Choose yes, no or a column."),
        ({}, "Choose one of the file&#39;s columns."),
        ({"sku_column": "SKU"}, "Choose yes, no or a column."),
        ({"sku_column": "SKU", "value": "column", "approved_column": "SKU"}, "has the SKUs already"),
    ],
)
@pytest.mark.parametrize("step", ["preview", "process"])
def test_a_wrong_choice_comes_back_with_a_sentence(
    browse: Callable[..., Any], shop: psycopg.Connection, query: dict[str, str], said: str, step: str
) -> None:
    client = browse("olga")
    where = uploaded(client)
    answer = (
        client.get(where + "/preview", params=query)
        if step == "preview"
        else client.post(where + "/process", data=query)
    )
    assert answer.status_code == 400 and said in answer.text and "Column of the SKUs" in answer.text


def test_a_quote_never_closed_is_said_at_the_preview(browse: Callable[..., Any], shop: psycopg.Connection) -> None:
    client = browse("olga")
    where = uploaded(client, b'SKU\nA\n"B\nC\n')
    answer = client.get(where + "/preview", params={"sku_column": "SKU", "value": "Y"})
    assert answer.status_code == 400 and "is never closed" in answer.text


@pytest.mark.parametrize("where", ["20260101-" + "x" * 22 + "/a.csv", "x/a.csv", "20260101-" + "x" * 22 + "/a b.csv"])
def test_an_upload_that_is_not_there_is_said(browse: Callable[..., Any], shop: psycopg.Connection, where: str) -> None:
    answer = browse("olga").get(f"{PATH}/uploads/{where}")
    assert answer.status_code in (400, 404) and "There is no" in answer.text


def test_process_without_airflow_says_so_and_keeps_the_upload(
    browse: Callable[..., Any], shop: psycopg.Connection, folder: Path, no_airflow: None
) -> None:
    client = browse("olga")
    answer = client.post(uploaded(client) + "/process", data={"sku_column": "SKU", "value": "Y"})
    assert answer.status_code == 502 and "Airflow" in answer.text and len(kept(folder)) == 1


@pytest.mark.slow
def test_process_starts_the_import_and_its_result_is_found(
    browse: Callable[..., Any], shop: psycopg.Connection, live_airflow: LiveAirflow
) -> None:
    client = browse("olga")
    where = uploaded(client)
    answer = client.post(where + "/process", data={"sku_column": "SKU", "value": "N"})
    assert f"then={PATH.removeprefix('/bigcommerce')}" in unquote(answer.headers["location"])
    assert client.get(answer.headers["location"]).status_code == 200
    by_column = {"sku_column": "SKU", "value": "column", "approved_column": "Approve"}
    client.post(where + "/process", data=by_column)
    second, first = live_airflow.runs("bigcommerce_bulk_approval")
    assert first | {"file": ""} == {"store": "default", "file": "", "sku_column": "SKU", "approved_value": "N"}
    assert second == {"store": "default", "file": first["file"], "sku_column": "SKU", "approved_column": "Approve"}
    assert "has changed nothing so far" in client.get(where + "/result").text
    ImportApprovals(task_id="import", store="default").execute(context("olga", **second))
    page = client.get(client.get(where + "/result").headers["location"]).text
    assert "skus.csv" in page and "olga" in page and "panel-uploads" not in page
    sources = "select sku, source from bigcommerce.approval_history where changed_by = 'olga' order by 1"
    assert shop.execute(sources).fetchall() == [("A", "import"), ("B", "import")]
