"""How long to wait, and when: one pacing for each way a remote system keeps its quota.

BigCommerce's (150 requests in 30 s on most plans) is shared by every app of the store, so its headers are the only
truth about what is left. Source: BigCommerce "API rate limits". Neto's (500 calls a minute, shared too) has no headers:
we count our own calls, and keep away for a minute once it has refused one. Source: Neto "API usage limits".
"""

from __future__ import annotations

import random
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

# Waits without a header start under a second and stay under half a minute.
FIRST_WAIT, LONGEST_WAIT = 0.5, 25.0
MINUTE = 60.0


class Pacing(Protocol):
    """What a transport asks and tells while it sends. All in seconds."""

    def before_next(self) -> float:
        """How long to hold the next request back."""

    def answered(self, headers: Mapping[str, str]) -> None:
        """The last request was answered."""

    def lost(self) -> None:
        """The last request got no answer."""

    def refused(self, headers: Mapping[str, str]) -> float:
        """The last request was answered 429: how long to wait before it is repeated, 0 where nobody says."""


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


class HeaderPacing:
    """By BigCommerce's headers. reserve: share of the quota left for others."""

    def __init__(self, reserve: float) -> None:
        self.reserve = reserve
        self.window: Window | None = None
        self.window_read_at = 0.0

    def before_next(self) -> float:
        return pause_before_next(self.window, self.reserve, time.monotonic() - self.window_read_at)

    def answered(self, headers: Mapping[str, str]) -> None:
        self.window, self.window_read_at = read_window(headers), time.monotonic()

    def lost(self) -> None:
        self.window = None

    def refused(self, headers: Mapping[str, str]) -> float:
        # What it asks to wait is waited before the repetition, not once more with the next request.
        self.window = None
        return wait_after_refusal(headers)


def silence_after_refusal(headers: Mapping[str, str]) -> float:
    """Seconds without any call after Neto's 429, whatever it asks for. Source: Neto "API usage limits"."""
    return max(MINUTE, wait_after_refusal(headers))


class CountedPacing:
    """By the count of this process: at most `calls` in any minute, and a minute of silence after a refusal.

    calls: fewer than the account's quota, so that the other integrations of the account have theirs.
    """

    def __init__(self, calls: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.began: deque[float] = deque(maxlen=calls)
        self.silent_until = 0.0

    def before_next(self) -> float:
        now = self.clock()
        is_full = len(self.began) == self.began.maxlen
        begin = max(now, self.silent_until, self.began[0] + MINUTE if is_full else now)
        self.began.append(begin)
        return begin - now

    def answered(self, headers: Mapping[str, str]) -> None:
        pass

    def lost(self) -> None:
        pass

    def refused(self, headers: Mapping[str, str]) -> float:
        seconds = silence_after_refusal(headers)
        self.silent_until = self.clock() + seconds
        return seconds
