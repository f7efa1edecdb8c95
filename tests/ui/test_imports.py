"""Imports: what may be uploaded, what past ones did, and SKU lists to start from."""

from __future__ import annotations

import csv
import gzip
import html
import io
import os
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.conftest import SandboxStore
from tests.journeys.shop_world import Shop
from tests.ui import import_shop
from tests.ui.import_shop import CSV, PATH, kept, send, uploaded
from tests.ui.panel_rows import ESCAPED, MARKUP, insert, insert_store

folder, shop = import_shop.folder, import_shop.shop


@pytest.mark.parametrize("pack", ["plain", "gzip", "zip"])
def test_an_upload_lies_where_workers_read_it(
    browse: Callable[..., Any], shop: psycopg.Connection, folder: Path, pack: str
) -> None:
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("skus.csv", CSV)
    content = {"plain": CSV, "gzip": gzip.compress(CSV), "zip": zipped.getvalue()}[pack]
    client = browse("olga")
    page = client.get(uploaded(client, content)).text
    assert [file.read_bytes() for file in kept(folder)] == [content]
    assert '<option selected value="SKU">SKU</option>' in page and '<option value="Approve">Approve</option>' in page


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty."),
        (b"PK\x03\x04" + b"\0" * 50, "The zip cannot be read"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 50, "This is a spreadsheet"),
        (b"%PDF-1.7\n", "This is a PDF"),
        (b"SKU\n\0\0\0\n", "The file is binary"),
        (b"\n\n \n", "it has no header"),
    ],
)
def test_what_is_no_csv_is_refused_with_a_sentence_and_not_kept(
    browse: Callable[..., Any], shop: psycopg.Connection, folder: Path, content: bytes, said: str
) -> None:
    answer = send(browse("olga"), content)
    assert answer.status_code == 400 and said in answer.text and kept(folder) == []


def test_a_workbook_is_refused(browse: Callable[..., Any], shop: psycopg.Connection, folder: Path) -> None:
    book = io.BytesIO()
    with zipfile.ZipFile(book, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
    answer = send(browse("olga"), book.getvalue(), "skus.xlsx")
    assert answer.status_code == 400 and "This is a spreadsheet" in answer.text and kept(folder) == []


@pytest.mark.parametrize("more", [1, 3 << 20])
def test_a_file_over_the_limit_is_refused_and_not_kept(
    browse: Callable[..., Any], shop: psycopg.Connection, folder: Path, monkeypatch: pytest.MonkeyPatch, more: int
) -> None:
    monkeypatch.setenv("BIGCOMMERCE_UPLOAD_MIB", "1")
    client = browse("olga")
    assert send(client, b"SKU\n" + b"A\n" * ((1 << 19) - 2)).status_code == 303
    answer = send(client, b"SKU\n" + b"A" * ((1 << 20) - 4 + more))
    assert answer.status_code == 413 and "The file is larger than 1 MiB" in answer.text
    assert len(kept(folder)) == 1


@pytest.mark.parametrize("data", [{}, {"file": ""}, {"file": "text, not a file"}])
def test_no_file_is_said(browse: Callable[..., Any], shop: psycopg.Connection, data: dict[str, str]) -> None:
    answer = browse("olga").post(PATH, data=data)
    assert answer.status_code == 400 and "Choose a file first." in answer.text


def test_a_body_that_is_no_form_is_refused(browse: Callable[..., Any], shop: psycopg.Connection) -> None:
    headers = {"content-type": "multipart/form-data; boundary=x"}
    assert browse("olga").post(PATH, content=b"--y\r\nnonsense", headers=headers).status_code == 400


@pytest.mark.parametrize(
    ("name", "last"),
    [
        ("../../../etc/cron.d/x.csv", "x.csv"),
        ("..\\..\\x.csv", "x.csv"),
        ("a\0b.csv", "a_00b.csv"),
        ("y" * 300 + ".csv", "y" * 55 + ".csv"),
        (f"{MARKUP}.csv", "script.csv"),
        ("x" * 300, "x" * 59),
    ],
)
def test_a_name_leads_nowhere_else(
    browse: Callable[..., Any], shop: psycopg.Connection, folder: Path, name: str, last: str
) -> None:
    client = browse("olga")
    assert MARKUP not in client.get(uploaded(client, name=name)).text
    (file,) = kept(folder)
    assert file.parent.parent == folder and len(file.name) <= 60 and file.name[-8:] == last[-8:]


def test_the_same_name_twice_is_two_files(browse: Callable[..., Any], shop: psycopg.Connection, folder: Path) -> None:
    client = browse("olga")
    assert uploaded(client) != uploaded(client) and len(kept(folder)) == 2


@pytest.fixture
def imported(shop: psycopg.Connection) -> int:
    """An import with 120 rejected rows."""
    import_id: int = insert(
        shop, "bigcommerce.approval_imports", store_code="default", file=f"/srv/{MARKUP}.csv", row_count=130,
        approved_count=4, unapproved_count=3, unchanged_count=3, rejected_count=120, imported_by=MARKUP,
        confirmed_by="ada",
    )  # fmt: skip
    shop.execute(
        "insert into bigcommerce.approval_import_rejects select %s, i + 1, '=S' || i, 'unknown_sku'"
        " from generate_series(1, 120) i",
        [import_id],
    )
    return import_id


def test_a_file_goes_by_its_name_and_its_page_says_where_it_lay(
    browse: Callable[..., Any], shop: psycopg.Connection
) -> None:
    folder = "/srv/exports/erp/2026/11/27"
    import_id = insert(shop, "bigcommerce.approval_imports", store_code="default", file=f"{folder}/spring.csv")
    client = browse("vic")
    assert f'<td class="sku" title="{folder}/spring.csv" data-label="File">spring.csv</td>' in client.get(PATH).text
    assert f"spring.csv<br><small>in {folder}</small>" in client.get(f"{PATH}/{import_id}").text


def test_past_imports_are_listed_and_each_has_its_page(
    browse: Callable[..., Any], shop: psycopg.Connection, imported: int
) -> None:
    client = browse("vic")
    listed = client.get(PATH).text
    assert MARKUP not in listed and f"/srv/{ESCAPED}.csv" in listed and f'href="{PATH}/{imported}"' in listed
    url, seen = f"{PATH}/{imported}", list[str]()
    for _ in range(4):
        page = client.get(url).text
        assert MARKUP not in page and "confirmed by ada" in page
        seen += re.findall(r'<td class="sku" data-label="SKU">(.*?)</td>', page)
        following = re.search(r'<a href="([^"]*)" rel="next">', page)
        if not following:
            break
        url = html.unescape(following[1])
    assert seen == [f"=S{i}" for i in range(1, 121)]


def test_rejects_download_as_a_csv_that_runs_nothing(
    browse: Callable[..., Any], shop: psycopg.Connection, imported: int
) -> None:
    answer = browse("vic").get(f"{PATH}/{imported}/rejects.csv")
    rows = list(csv.reader(io.StringIO(answer.text)))
    assert answer.headers["content-type"] == "text/csv; charset=utf-8" and len(rows) == 121
    assert answer.headers["content-disposition"] == f'attachment; filename="rejects-{imported}.csv"'
    assert rows[1][:4] == ["2", "'=S1", "", "unknown_sku"]


def test_an_import_of_another_store_is_not_found(browse: Callable[..., Any], shop: psycopg.Connection) -> None:
    insert_store(shop, "other")
    other = insert(shop, "bigcommerce.approval_imports", store_code="other", file="x.csv")
    for path in (f"{PATH}/{other}", f"{PATH}/{other}/rejects.csv", f"{PATH}/{10**30}", f"{PATH}/0"):
        assert browse().get(path).status_code == 404


def test_imports_page_by_page(browse: Callable[..., Any], shop: psycopg.Connection) -> None:
    shop.execute(
        "insert into bigcommerce.approval_imports (store_code, file) select 'default', i || '.csv'"
        " from generate_series(1, 60) i"
    )
    client = browse("vic")
    first = client.get(PATH).text
    following = re.search(r'<a href="([^"]*)" rel="next">', first)
    assert following and "60.csv" in first and ">10.csv" not in first
    assert ">10.csv" in client.get(html.unescape(following[1])).text
    assert client.get(PATH, params={"after": 10**30}).status_code == 200


def test_viewers_upload_nothing(browse: Callable[..., Any], shop: psycopg.Connection, folder: Path) -> None:
    assert 'type="file"' not in browse("vic").get(PATH).text
    for name in ("vic", "una"):
        assert send(browse(name)).status_code == 403
    where = uploaded(browse("olga"))
    preview = browse("vic").get(where + "/preview", params={"sku_column": "SKU", "value": "Y"})
    assert preview.status_code == 200 and "Process" not in preview.text
    assert browse("vic").post(where + "/process", data={"sku_column": "SKU", "value": "Y"}).status_code == 403
    assert send(browse(None)).status_code == 303 and len(kept(folder)) == 1


def test_another_site_uploads_nothing(browse: Callable[..., Any], shop: psycopg.Connection, folder: Path) -> None:
    answer = browse("olga").post(PATH, files={"file": ("a.csv", CSV)}, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403 and kept(folder) == []


def test_sku_lists_of_both_sides(
    browse: Callable[..., Any], commerce: psycopg.Connection, sandbox: SandboxStore
) -> None:
    shop = Shop(commerce, sandbox)
    shop.stock_up("A", "=B")
    shop.list_product("A")
    shop.list_product("C")
    client = browse("olga")
    expected = {
        "backoffice": ["'=B", "A"],
        "bigcommerce": ["A", "C"],
        "backoffice_only": ["'=B"],
        "bigcommerce_only": ["C"],
    }
    for which, skus in expected.items():
        assert f'href="{PATH}/sku-lists/{which}.csv"' in client.get(PATH).text
        answer = client.get(f"{PATH}/sku-lists/{which}.csv")
        assert answer.text == "".join(f'"{cell}"\n' for cell in ["SKU", *skus])
    assert client.get(f"{PATH}/sku-lists/others.csv").status_code == 404


@pytest.mark.parametrize("is_enabled", [True, False])
@pytest.mark.parametrize("name", ["vic", "una"])
def test_who_only_looks_has_nothing_read_at_the_store(
    browse: Callable[..., Any], commerce: psycopg.Connection, sandbox: SandboxStore, name: str, is_enabled: bool
) -> None:
    Shop(commerce, sandbox).stock_up("A")
    commerce.execute("update bigcommerce.stores set is_enabled = %s", [is_enabled])
    before, viewer = sandbox.counts()["requests"], browse(name)
    for which in ("bigcommerce", "backoffice_only", "bigcommerce_only"):
        assert viewer.get(f"{PATH}/sku-lists/{which}.csv").status_code == 403
        assert f"{which}.csv" not in viewer.get(PATH).text
    assert sandbox.counts()["requests"] == before
    assert viewer.get(f"{PATH}/sku-lists/backoffice.csv").text == '"SKU"\n"A"\n'


def test_a_list_whose_store_does_not_answer_is_a_page_that_says_so(
    browse: Callable[..., Any], commerce: psycopg.Connection, sandbox: SandboxStore
) -> None:
    Shop(commerce, sandbox)
    os.environ["AIRFLOW_CONN_BIGCOMMERCE_DEFAULT"] = sandbox.connection(token="wrong")
    answer = browse("olga").get(f"{PATH}/sku-lists/bigcommerce.csv")
    assert answer.status_code == 502 and "text/html" in answer.headers["content-type"]
    assert "Check connection bigcommerce_default" in answer.text
