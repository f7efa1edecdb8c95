"""The whole panel for a browser: Airflow's app behind a port, a shop with rows on every page, its store and Neto."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.conftest import SandboxStore
from tests.neto_account import NetoAccount
from tests.ui.every_page import PANEL
from tests.ui.import_shop import uploaded
from tests.ui.live_airflow_runs import forget_runs
from tests.ui.whole_shop import EXPORT, fill_shop

CSV = b"SKU,Approve\nSHIRT-RED-M,Y\nBELT-TAN,Y\nSCARF-1,perhaps\n"


@pytest.fixture
def shop(
    chromium: str, commerce: psycopg.Connection, demo_sandbox: SandboxStore, neto_sandbox: NetoAccount,
    airflow_server: str,
    browse: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> Iterator[dict[str, str]]:  # fmt: skip
    """What its pages are addressed by. A run waits for its turn in Airflow, and a backfill goes on.
    The store outlet has no account yet."""
    monkeypatch.setenv("BIGCOMMERCE_IMPORT_PATHS", str(tmp_path))
    forget_runs()
    neto_sandbox.control("POST", "reset", {"seed": "demo"})
    shop, client = fill_shop(commerce), browse()
    folder, name = uploaded(client, CSV, "summer.csv").split("/")[-2:]
    days = {"start": "2026-01-01", "end": "2026-01-03", "sure": "yes"}
    begun = client.post(f"{PANEL}/stores/default/backfill", data=days)
    run = client.post(f"{PANEL}/stores/default/runs/start/export", data={"export-what": "both"})
    progress = run.headers["location"].split("?")[0]
    yield shop | {
        "folder": folder, "name": name, "sku_column": "SKU", "progress": progress, "dag_id": EXPORT,
        "backfill_id": begun.headers["location"].rsplit("/", 1)[-1],
    }  # fmt: skip
    forget_runs()
