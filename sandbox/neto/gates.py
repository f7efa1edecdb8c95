"""Everything between the socket and the actions: counts, interruptions, quota, keys, faults, the envelope.

An ASGI callable around the control routes, so that it owns uvicorn's own `send` and can close the connection.
"""

import asyncio
import json
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Any

from sandbox.bigcommerce import interruptions
from sandbox.bigcommerce.faults import hang_up
from sandbox.bigcommerce.gates import read_body, send_answer
from sandbox.bigcommerce.interruptions import Interruption
from sandbox.memories import to_json
from sandbox.neto import faults, quotas
from sandbox.neto.actions import ACTIONS
from sandbox.neto.answers import Refused, Result
from sandbox.neto.clocks import current_time, http_date
from sandbox.neto.databases import Account
from sandbox.neto.faults import Fault
from sandbox.neto.quotas import Quota
from sandbox.neto.shapes import shaped, to_xml

Answer = tuple[int, dict[str, str], bytes]
PATH = "/do/WS/NetoAPI"
HTML = {"content-type": "text/html; charset=utf-8"}


@dataclass
class Gate:
    """What the gate knows; the control endpoint reads and changes it."""

    app: Any
    account: Account
    by_action: Counter[str] = field(default_factory=Counter)
    entries: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=5_000))
    seq: int = 0
    quota: Quota = field(default_factory=Quota)
    faults: list[Fault] = field(default_factory=list)
    interruptions: list[Interruption] = field(default_factory=list)

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "http" or scope["path"].startswith("/_control"):
            await self.app(scope, receive, send)
        else:
            await self.serve(scope, await read_body(receive), send)

    async def serve(self, scope: dict[str, Any], body: bytes, send: Any) -> None:
        """One call from the first count to the last header."""
        sent = {name.decode().lower(): value.decode("latin-1") for name, value in scope["headers"]}
        action = sent.get("netoapi_action", "")
        self.seq += 1
        self.by_action[action] += 1
        entry = {
            "seq": self.seq,
            "action": action,
            "status": 0,
            "ack": "",
            "body": body[:2_000].decode(errors="replace"),
        }
        self.entries.append(entry)
        for interruption in interruptions.due(self.interruptions, scope["method"], action):
            await interruptions.perform(self, interruption)
        fault = faults.due(self.faults, action)
        given: Answer | None = None
        if fault is None or fault.when == "after":
            given = self.answer(scope, sent, action, body)
        if fault is not None:
            await asyncio.sleep(fault.seconds)
            if fault.kind in ("lost_answer", "no_answer", "late"):
                await hang_up(send)
                return
            given = broken(fault, given, self.envelope(action, Refused(fault.message)))
        assert given is not None
        status, headers, content = given
        entry["status"], entry["ack"] = status, ack_in(content)
        await send_answer(send, status, {"date": http_date(self.account), **headers}, content)

    def answer(self, scope: dict[str, Any], sent: dict[str, str], action: str, body: bytes) -> Answer:
        """What the account says, before any trouble."""
        settings = self.account.settings
        if scope["method"] != "POST" or scope["path"].rstrip("/") != PATH:
            # Any other page of the shop is a page for people, and there always is one.
            return 200, HTML, faults.HTML
        if not quotas.spend(self.quota, settings):
            after = settings["retry_after"]
            headers = {"content-type": "text/plain"} | ({} if after is None else {"retry-after": str(after)})
            return 429, headers, b"Too Many Requests"
        if not self.knows(sent):
            if settings["bad_key"] != "ack":
                return int(settings["bad_key"]), HTML, b"<html><body>Forbidden</body></html>"
            content = self.envelope(action, Refused("Invalid API Key"))
        else:
            content = self.envelope(action, self.perform(action, body))
        if "json" not in sent.get("accept", ""):
            xml = f'<?xml version="1.0" encoding="utf-8"?>{to_xml(f"{action}Response", content)}'
            return 200, {"content-type": "text/xml"}, xml.encode()
        if settings["wrap_response"]:
            content = {f"{action}Response": content}
        return 200, {"content-type": "application/json"}, to_json(content).encode()

    def knows(self, sent: dict[str, str]) -> bool:
        """A user's key comes with the user's name, a global one without."""
        row = self.account.row("select username from keys where key = ?", (sent.get("netoapi_key", ""),))
        return row is not None and row["username"] in (None, sent.get("netoapi_username"))

    def perform(self, action: str, body: bytes) -> Result | Refused:
        """The action in one transaction: a refused one leaves nothing behind."""
        try:
            asked = json.loads(body or b"{}")
        except ValueError:
            return Refused("JSON Error")
        if action not in ACTIONS:
            return Refused(f"Unknown action: {action or 'none'}")
        try:
            with self.account.transaction():
                return ACTIONS[action](self.account, asked)
        except Refused as refused:
            return refused

    def envelope(self, action: str, result: Result | Refused) -> dict[str, Any]:
        now = current_time(self.account)
        if isinstance(result, Refused):
            errors = [{"Message": text, "SeverityCode": "Error", "Description": ""} for text in result.messages]
            content: dict[str, Any] = {"CurrentTime": now, "Ack": "Error", "Messages": {"Error": errors}}
        else:
            content = {**result.body, "CurrentTime": now, "Ack": "Warning" if result.warnings else "Success"}
            if result.warnings:
                warnings = [{"Message": text, "SeverityCode": "Warning"} for text in result.warnings]
                content["Messages"] = {"Warning": warnings}
        settings = self.account.settings
        # Collections of a message are never left out: a message that is not there is no message.
        return shaped(content, {**settings, "json_scalars": False} if isinstance(result, Refused) else settings)


def broken(fault: Fault, real: Answer | None, refusal: dict[str, Any]) -> Answer:
    """What goes out instead; `real` where the work was done."""
    if fault.kind == "error500":
        return 500, HTML, b"<html><body><h1>500 Internal Server Error</h1></body></html>"
    if fault.kind == "html":
        return 200, HTML, faults.HTML
    if fault.kind == "unauthorised":
        return 401, HTML, b"<html><body>Unauthorized</body></html>"
    if fault.kind == "rate_limit":
        return 429, {"content-type": "text/plain"}, b"Too Many Requests"
    if fault.kind == "ack_error":
        return 200, {"content-type": "application/json"}, to_json(refusal).encode()
    status, headers, content = real or (200, {"content-type": "application/json"}, b"")
    if fault.kind == "cut":
        return status, headers, content[: max(1, len(content) * 2 // 3)]
    return status, headers, b"" if fault.kind == "empty" else content


def ack_in(content: bytes) -> str:
    try:
        found = json.loads(content)
    except ValueError:
        return ""
    while isinstance(found, dict) and "Ack" not in found and len(found) == 1:
        found = next(iter(found.values()))
    return str(found.get("Ack", "")) if isinstance(found, dict) else ""
