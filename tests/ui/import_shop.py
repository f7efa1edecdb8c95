"""A shop to import approvals into, and uploads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.ui.panel_rows import insert, insert_store

PATH = "/bigcommerce/stores/default/imports"
CSV = b"SKU,Approve\nA,Y\nB,N\nC,perhaps\nZ,Y\n,Y\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BIGCOMMERCE_IMPORT_PATHS", str(tmp_path / "imports"))
    return tmp_path / "imports" / "panel-uploads"


@pytest.fixture
def shop(commerce: psycopg.Connection, folder: Path) -> psycopg.Connection:
    """A is undecided, B and C are approved."""
    insert_store(commerce)
    for sku in ("A", "B", "C"):
        insert(commerce, "backoffice.products", sku=sku)
    for sku in ("B", "C"):
        insert(commerce, "bigcommerce.product_approvals", store_code="default", sku=sku, is_approved=True)
    return commerce


def send(client: Any, content: bytes = CSV, name: str = "skus.csv") -> Any:
    return client.post(PATH, files={"file": (name, content)})


def uploaded(client: Any, content: bytes = CSV, name: str = "skus.csv") -> str:
    """The address of its step 2."""
    answer = send(client, content, name)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def kept(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())
