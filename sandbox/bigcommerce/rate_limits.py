"""The request quota: so many calls a window, shared by every token of the store.

Source: the vendor's rate limit page; `Time-Reset-Ms` is what is left of the window.
"""

from dataclasses import dataclass
from typing import Any

from sandbox.bigcommerce.clocks import now_ms


@dataclass
class Window:
    """The running window. It opens with its first request."""

    opened_ms: int = 0
    used: int = 0


def spend(window: Window, settings: dict[str, Any]) -> bool:
    """Take one request from the window; False when the quota is used up."""
    length, quota = settings["quota_window_ms"], settings["quota"]
    if now_ms() - window.opened_ms >= length:
        window.opened_ms, window.used = now_ms(), 0
    if quota is not None and window.used >= quota:
        return False
    window.used += 1
    return True


def headers(window: Window, settings: dict[str, Any]) -> dict[str, str]:
    """The four rate headers as they stand. Without a quota the vendor's Enterprise figure is shown."""
    length, quota = settings["quota_window_ms"], settings["quota"]
    shown = 7_000_000 if quota is None else quota
    return {
        "X-Rate-Limit-Time-Window-Ms": str(length),
        "X-Rate-Limit-Time-Reset-Ms": str(max(0, window.opened_ms + length - now_ms())),
        "X-Rate-Limit-Requests-Quota": str(shown),
        "X-Rate-Limit-Requests-Left": str(max(0, shown - window.used)),
    }
