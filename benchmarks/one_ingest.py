"""One order ingest in a process of its own, on the connections of the environment; prints its CPU time and peak memory.

Source of the peak: Linux' VmHWM, in MiB.
"""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from types import SimpleNamespace

from bigcommerce.operators.orders import IngestOrders


def main() -> None:
    operator = IngestOrders(task_id="ingest", store="default")
    began = time.process_time()
    operator.execute({"ti": SimpleNamespace(dag_id="bench", run_id=f"bench-{time.time()}"), "params": {}})
    peak = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
    assert peak
    print(json.dumps({"cpu": time.process_time() - began, "peak": int(peak[1]) / 1024}))


if __name__ == "__main__":
    main()
