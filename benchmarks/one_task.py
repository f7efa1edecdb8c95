"""One task in a process of its own, on the connections of the environment; prints its CPU time and peak memory.

    python -m benchmarks.one_task ingest|prices|stock|neto_import

Source of the peak: Linux' VmHWM, in MiB.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from airflow.sdk import DAG

from bigcommerce.operators.neto.catalogue import ImportCatalogue
from bigcommerce.operators.orders import IngestOrders
from bigcommerce.operators.prices import ExportPrices
from bigcommerce.operators.stock import ExportStock

ROOT = Path(__file__).resolve().parents[1]
OPERATORS = {"ingest": IngestOrders, "prices": ExportPrices, "stock": ExportStock}
# Neto is connected to one store, and its operators ask their DAG what a run may be told.
NETO_OPERATORS = {"neto_import": ImportCatalogue}


def in_a_process_of_its_own(task: str) -> dict[str, float]:
    """{"cpu": seconds, "peak": MiB}."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT / "plugins"), str(ROOT)])}
    command = [sys.executable, "-m", "benchmarks.one_task", task]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def main(task: str) -> None:
    operator: Any
    if task in OPERATORS:
        operator = OPERATORS[task](task_id=task, store="default")
    else:
        operator = NETO_OPERATORS[task](task_id=task, dag=DAG("bench", schedule=None))
    ti = SimpleNamespace(dag_id="bench", run_id=f"bench-{time.time()}")
    began = time.process_time()
    operator.execute({"ti": ti, "params": {}, "dag_run": SimpleNamespace(run_type="manual", conf={})})
    peak = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
    assert peak
    print(json.dumps({"cpu": time.process_time() - began, "peak": int(peak[1]) / 1024}))


if __name__ == "__main__":
    main(sys.argv[1])
