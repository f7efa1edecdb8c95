"""One import of approvals in a process of its own, or with no argument an empty task; prints time and peak memory.

    python -m benchmarks.one_import [FILE]

Source of the peak: Linux' VmHWM, in MiB.
"""

from __future__ import annotations

import json
import re
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psycopg

from bigcommerce.db.ledger import SyncRun
from bigcommerce.db.stores import Store
from bigcommerce.operators.approvals import ImportApprovals
from bigcommerce.operators.stores import StoreOperator


class Empty(StoreOperator):
    """Connects, and keeps its row in the ledger."""

    flow = "approvals"

    def sync(self, connection: psycopg.Connection, store: Store, run: SyncRun, context: Any) -> None:
        pass


def context(file: str) -> dict[str, Any]:
    return {
        "params": {
            "file": file,
            "sku_column": "SKU",
            "approved_value": "Y",
            "approved_column": "Live",
            "dry_run": False,
            "confirm": False,
        },
        "ti": SimpleNamespace(dag_id="bench", run_id=f"bench-{time.time()}"),
        "dag_run": SimpleNamespace(triggering_user_name="bench", run_type="manual"),
    }


def main(file: str = "") -> None:
    operator = (ImportApprovals if file else Empty)(task_id="import", store="default")
    began = time.perf_counter()
    operator.execute(context(file))
    peak = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
    assert peak
    print(json.dumps({"seconds": time.perf_counter() - began, "peak": int(peak[1]) / 1024}))


if __name__ == "__main__":
    main(*sys.argv[1:])
