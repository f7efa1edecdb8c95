"""What talking to a remote system cost: shared by the transport that counts and the ledger that keeps it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class RequestCounts:
    """requests: every HTTP attempt; writes: those that are not a GET; waited_seconds: spent on the quota."""

    requests: int = 0
    writes: int = 0
    waited_seconds: float = 0.0
