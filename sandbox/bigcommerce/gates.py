"""Everything between the socket and the handlers: counts, interruptions, tokens, quota, faults, headers.

An ASGI callable around the application, so that it owns uvicorn's own `send` and can close the connection.
"""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from sandbox.bigcommerce import faults, interruptions, journals, rate_limits, scopes
from sandbox.bigcommerce.answers import NO_RATE_HEADERS, Refused, refusal
from sandbox.bigcommerce.clocks import http_date, now
from sandbox.bigcommerce.databases import Store
from sandbox.bigcommerce.faults import Fault
from sandbox.bigcommerce.interruptions import Interruption
from sandbox.bigcommerce.journals import Journal
from sandbox.bigcommerce.published_specs import Checker
from sandbox.bigcommerce.rate_limits import Window

Answer = tuple[int, dict[str, str], bytes]


@dataclass
class Gate:
    """What the gate knows; the control endpoint reads and changes it."""

    app: Any
    store: Store
    checker: Checker | None = None
    journal: Journal = field(default_factory=Journal)
    window: Window = field(default_factory=Window)
    faults: list[Fault] = field(default_factory=list)
    interruptions: list[Interruption] = field(default_factory=list)

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        scope["sandbox.body"] = await read_body(receive)
        if scope["path"].startswith("/stores/"):
            await self.serve(scope, send)
        else:
            await self.app(scope, receive, send)

    async def serve(self, scope: dict[str, Any], send: Any) -> None:
        """One API request from the first count to the last header."""
        method, query = scope["method"], scope["query_string"].decode()
        sent = {name.decode().lower(): value.decode("latin-1") for name, value in scope["headers"]}
        store_hash, _, rest = scope["path"].removeprefix("/stores/").partition("/")
        path, token = f"/{rest}", sent.get("x-auth-token", "")
        entry = journals.note(self.journal, method, path, query, token)
        if self.checker:
            self.checker.note(method, path, query, sent, scope["sandbox.body"])
        for interruption in interruptions.due(self.interruptions, method, path):
            await interruptions.perform(self, interruption)
        fault = faults.due(self.faults, method, path)
        given: Answer | None = None
        if fault is not None and fault.kind == "late":
            await asyncio.sleep(fault.seconds)
        if fault is None or fault.kind == "late" or fault.when == "after":
            given = self.refuse(method, path, store_hash, token) or await _run(self.app, scope)
        rated = self.store.settings["rate_headers"]
        if fault is not None:
            if fault.kind != "late" and (fault.seconds or fault.kind == "timeout"):
                await asyncio.sleep(fault.seconds or 60)
            if fault.kind in ("cut", "timeout", "late"):
                await faults.hang_up(send)
                return
            given = faults.broken_answer(fault, given)
            rated = rated and fault.rate_headers
        assert given is not None
        status, headers, body = given
        entry["status"] = status
        rated = headers.pop(NO_RATE_HEADERS, None) is None and rated
        if rated:
            limits = rate_limits.headers(self.window, self.store.settings)
            if fault is not None and status == 429:
                limits["X-Rate-Limit-Requests-Left"] = "0"
            headers = {**limits, **headers}
        await send_answer(send, status, {"date": http_date(now(self.store)), **headers}, body)

    def refuse(self, method: str, path: str, store_hash: str, token: str) -> Answer | None:
        """Wrong hash, token, scope, or no quota left: the answer; None when the request may pass."""
        refused = None
        granted = scopes.scopes_of(self.store, token)
        if store_hash != self.store.store_hash:
            refused = Refused(403, "You don't have the required scope to access the endpoint.")
        elif granted is None:
            refused = Refused(401, "X-Auth-Token header is required and must be valid.")
        elif not rate_limits.spend(self.window, self.store.settings):
            refused = Refused(429, "Too many requests. Wait for X-Rate-Limit-Time-Reset-Ms.")
        elif not scopes.allowed(method, path, granted):
            refused = Refused(403, "You don't have the required scope to access the endpoint.")
        if refused is None:
            return None
        response = refusal(path, refused)
        return response.status_code, {"content-type": "application/json"}, bytes(response.body)


async def read_body(receive: Any) -> bytes:
    parts = []
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts)


async def _run(app: Any, scope: dict[str, Any]) -> Answer:
    """The application's answer, held back whole."""
    status, headers, body = 500, {}, []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": scope["sandbox.body"], "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            status = message["status"]
            headers.update({name.decode().lower(): value.decode("latin-1") for name, value in message["headers"]})
        else:
            body.append(message.get("body", b""))

    await app(scope, receive, send)
    headers.pop("content-length", None)
    return status, headers, b"".join(body)


async def send_answer(send: Any, status: int, headers: dict[str, str], body: bytes) -> None:
    pairs = {**headers} if status == 204 else {**headers, "content-length": str(len(body))}
    raw = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in pairs.items()]
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": b"" if status == 204 else body})
