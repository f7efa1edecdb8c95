"""How long to wait, and when: read from the store's rate-limit headers.

The quota (150 requests in 30 s on most plans) is shared by every app of the store, so the headers are the only
truth about what is left. Source: BigCommerce "API rate limits".
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass

# Waits without a header start under a second and stay under half a minute.
FIRST_WAIT, LONGEST_WAIT = 0.5, 25.0


@dataclass(frozen=True)
class Window:
    """One answer's view of the quota. left, quota: requests; reset: seconds until the window starts anew."""

    left: int
    quota: int
    reset: float


def read_window(headers: Mapping[str, str]) -> Window | None:
    try:
        return Window(
            left=int(headers["X-Rate-Limit-Requests-Left"]),
            quota=int(headers["X-Rate-Limit-Requests-Quota"]),
            reset=max(0.0, int(headers["X-Rate-Limit-Time-Reset-Ms"]) / 1000),
        )
    except (KeyError, ValueError):
        return None


def pause_before_next(window: Window | None, reserve: float, age: float = 0.0) -> float:
    """Seconds to hold the next request back, so that `reserve` (a share of the quota) stays for others.

    age: seconds since the window was read.
    """
    if window is None or window.left > window.quota * reserve:
        return 0.0
    return max(0.0, window.reset - age)


def wait_after_refusal(headers: Mapping[str, str]) -> float:
    """Seconds that a 429 asks to wait; 0 where it does not say (platform load): the caller backs off."""
    window = read_window(headers)
    if window is not None and window.reset > 0:
        return window.reset + random.uniform(0.05, 0.25)
    for name in ("X-Retry-After", "Retry-After"):
        if headers.get(name, "").isdigit():
            return float(headers[name])
    return 0.0


def back_off(attempt: int) -> float:
    """Doubling with jitter: 0.25–0.5 s, 0.5–1 s, … up to LONGEST_WAIT."""
    return min(LONGEST_WAIT, FIRST_WAIT * 2 ** (attempt - 1)) * random.uniform(0.5, 1.0)
