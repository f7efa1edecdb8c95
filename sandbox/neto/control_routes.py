"""The hand behind the account, /_control: counts, log, settings, keys, reset, faults, interruptions. No sign-in."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Body, Request

from sandbox.bigcommerce.interruptions import Interruption
from sandbox.neto import databases, seeds, settings
from sandbox.neto.answers import Refused
from sandbox.neto.databases import Account
from sandbox.neto.faults import Fault
from sandbox.neto.gates import Gate
from sandbox.neto.quotas import Quota

router = APIRouter(prefix="/_control")
JSON = Any
Sent = Annotated[Any, Body()]


def account_of(request: Request) -> Account:
    account: Account = request.app.state.account
    return account


def gate_of(request: Request) -> Gate:
    gate: Gate = request.app.state.gate
    return gate


@router.get("/counts")
async def get_counts(request: Request) -> JSON:
    """Totals since the start or the last DELETE; a write is every call that is not a Get…"""
    by_action = gate_of(request).by_action
    requests = sum(by_action.values())
    reads = sum(count for action, count in by_action.items() if action.startswith("Get"))
    counts = {"requests": requests, "reads": reads, "writes": requests - reads}
    return {**counts, "by_action": dict(sorted(by_action.items()))}


@router.delete("/counts")
async def clear_counts(request: Request) -> JSON:
    gate_of(request).by_action.clear()
    return {}


@router.get("/requests")
async def list_requests(request: Request, after: int = 0) -> JSON:
    return [entry for entry in list(gate_of(request).entries) if entry["seq"] > after]


@router.post("/reset")
async def reset(request: Request, body: Sent = None) -> JSON:
    """Empty or reseed; faults, interruptions, counts and the quota start anew."""
    gate, seed = gate_of(request), (body or {}).get("seed", "demo")
    if seed not in seeds.SEEDS:
        raise Refused(f"seed is one of {', '.join(seeds.SEEDS)}")
    gate.faults.clear()
    gate.interruptions.clear()
    gate.by_action.clear()
    gate.quota = Quota()
    seeds.sow(account_of(request), seed)
    return {"seed": seed}


@router.get("/settings")
async def get_settings(request: Request) -> JSON:
    return account_of(request).settings


@router.patch("/settings")
async def patch_settings(request: Request, body: Sent) -> JSON:
    """Change some. A changed quota opens a new minute."""
    try:
        changed = settings.change(account_of(request), body)
    except ValueError as error:
        raise Refused(str(error)) from error
    if {"calls_a_minute", "quota_window_ms"} & set(body):
        gate_of(request).quota = Quota()
    return changed


@router.put("/keys/{key}")
async def put_key(request: Request, key: str, body: Sent = None) -> JSON:
    username = (body or {}).get("username")
    databases.put_key(account_of(request), key, username)
    return {"key": key, "username": username}


@router.delete("/keys/{key}")
async def delete_key(request: Request, key: str) -> JSON:
    with account_of(request).transaction() as db:
        db.execute("delete from keys where key = ?", (key,))
    return {}


@router.post("/faults")
async def add_faults(request: Request, body: Sent) -> JSON:
    """A list of faults, or one."""
    try:
        planned = [Fault(**one) for one in (body if isinstance(body, list) else [body])]
    except (TypeError, ValueError) as error:
        raise Refused(str(error)) from error
    gate_of(request).faults.extend(planned)
    return [asdict(fault) for fault in gate_of(request).faults]


@router.get("/faults")
async def list_faults(request: Request) -> JSON:
    """With how often each was met (`seen`) and struck (`fired`)."""
    return [asdict(fault) for fault in gate_of(request).faults]


@router.delete("/faults")
async def clear_faults(request: Request) -> JSON:
    gate_of(request).faults.clear()
    return []


@router.post("/hooks/before-request")
async def add_interruption(request: Request, body: Sent) -> JSON:
    """{path: action, nth, do: [{method, path, json}]}: control calls made just before the nth call of that action."""
    try:
        gate_of(request).interruptions.append(Interruption(**body))
    except TypeError as error:
        raise Refused(str(error)) from error
    return [asdict(one) for one in gate_of(request).interruptions]


@router.get("/hooks/before-request")
async def list_interruptions(request: Request) -> JSON:
    return [asdict(one) for one in gate_of(request).interruptions]


@router.delete("/hooks/before-request")
async def clear_interruptions(request: Request) -> JSON:
    gate_of(request).interruptions.clear()
    return []
