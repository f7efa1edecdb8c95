"""Planned trouble: answers that are wrong, late, cut or lost, before or after the work was done."""

import asyncio
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from sandbox.memories import to_json

KINDS = ("status", "timeout", "late", "cut", "html", "truncated", "empty")
HTML = b"<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>"


@dataclass
class Fault:
    """One planned trouble. `path` is an fnmatch pattern on what follows /stores/{hash}; `times` null: for ever.

    late: does the work after `seconds`, when nobody may be listening any more, and hangs up.
    """

    kind: str
    path: str = "*"
    method: str = "*"
    when: str = "before"
    status: int = 502
    headers: dict[str, str] = field(default_factory=dict)
    body: Any = None
    skip: int = 0
    times: int | None = 1
    seconds: float = 0.0
    rate_headers: bool = True
    seen: int = 0
    fired: int = 0

    def __post_init__(self) -> None:
        if self.kind not in KINDS or self.when not in ("before", "after"):
            raise ValueError(f"kind is one of {', '.join(KINDS)}; when is before or after")


def due(faults: list[Fault], method: str, path: str) -> Fault | None:
    """The first fault that strikes this request; counts the ones it passes over."""
    for fault in faults:
        if fault.method not in ("*", method) or not fnmatchcase(path, fault.path):
            continue
        if fault.times is not None and fault.fired >= fault.times:
            continue
        fault.seen += 1
        if fault.seen <= fault.skip:
            continue
        fault.fired += 1
        return fault
    return None


async def hang_up(send: Any) -> None:
    """Close the connection at once. uvicorn's `send` is bound to the request cycle that owns the transport."""
    send.__self__.transport.abort()
    while not send.__self__.disconnected:  # else uvicorn would still try to answer 500
        await asyncio.sleep(0.001)


def broken_answer(fault: Fault, real: tuple[int, dict[str, str], bytes] | None) -> tuple[int, dict[str, str], bytes]:
    """(status, headers, body) of the faults that do answer.

    real: what the store answered, for `truncated` and `empty` with when=after; None before.
    """
    status, headers, body = real or (200, {"content-type": "application/json"}, b'{"data":[{"id":1,"name":"Cut')
    if fault.kind == "truncated":
        return status, headers, body[: max(1, len(body) * 2 // 3)]
    if fault.kind == "empty":
        return (fault.status if fault.status != 502 else 200), {"content-type": "application/json"}, b""
    if fault.kind == "html":
        return fault.status, {"content-type": "text/html", **fault.headers}, HTML
    content = {"status": fault.status, "title": "Planned trouble", "type": "", "errors": {}}
    text = fault.body if isinstance(fault.body, str) else to_json(fault.body if fault.body is not None else content)
    return fault.status, {"content-type": "application/json", **fault.headers}, text.encode()
