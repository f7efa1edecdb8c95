"""What reached the store: counts by operation and the last requests. Lives with the process."""

import re
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Any

IDS = re.compile(r"/\d+(?=/|$)")


@dataclass
class Journal:
    """Every attempt that reached the API, refused, throttled and faulted ones included."""

    by_operation: Counter[str] = field(default_factory=Counter)
    entries: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=5_000))
    seq: int = 0


def note(journal: Journal, method: str, path: str, query: str, token: str) -> dict[str, Any]:
    """Count a request; its log entry, whose status is filled in when it is answered."""
    journal.by_operation[f"{method} {IDS.sub('/{id}', path)}"] += 1
    journal.seq += 1
    # the last four characters tell tokens apart without writing one down
    label = f"…{token[-4:]}" if token else ""
    entry = {"seq": journal.seq, "method": method, "path": path, "query": query, "status": 0, "token": label}
    journal.entries.append(entry)
    return entry


def counts(journal: Journal, mails: int) -> dict[str, Any]:
    """Totals since the last reset. A write is every attempt that is not a GET."""
    requests = sum(journal.by_operation.values())
    reads = sum(count for name, count in journal.by_operation.items() if name.startswith("GET "))
    return {
        "requests": requests,
        "reads": reads,
        "writes": requests - reads,
        "mails": mails,
        "by_operation": dict(sorted(journal.by_operation.items())),
    }
