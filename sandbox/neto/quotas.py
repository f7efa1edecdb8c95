"""So many calls a minute for the whole account; who is refused must be silent for a minute.

Source: the vendor's "usage limits" and "API best practices". No header says what is left.
"""

import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Quota:
    """The calls of the running minute, and when the last one was refused."""

    began: deque[float] = field(default_factory=deque)
    refused_at: float | None = None


def spend(quota: Quota, settings: Mapping[str, Any]) -> bool:
    """Take one call; False when there is none left, or the minute of silence is not over: then it starts anew."""
    now, length = time.monotonic(), settings["quota_window_ms"] / 1000
    while quota.began and now - quota.began[0] >= length:
        quota.began.popleft()
    is_silent = quota.refused_at is not None and now - quota.refused_at < length
    limit = settings["calls_a_minute"]
    if limit is not None and (is_silent or len(quota.began) >= limit):
        quota.refused_at = now
        return False
    quota.began.append(now)
    return True
