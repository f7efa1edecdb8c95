"""The hand behind the store, /_control: counts, log, settings, tokens, reset, faults, interruptions. No sign-in."""

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from sandbox.bigcommerce import journals, scopes, seeds, settings
from sandbox.bigcommerce.answers import Refused, answer, body_of, integer, store_of
from sandbox.bigcommerce.faults import Fault
from sandbox.bigcommerce.gates import Gate
from sandbox.bigcommerce.interruptions import Interruption
from sandbox.bigcommerce.rate_limits import Window

router = APIRouter(prefix="/_control")


def gate_of(request: Request) -> Gate:
    """The gate in front of this application."""
    gate: Gate = request.app.state.gate
    return gate


@router.get("/counts")
def get_counts(request: Request) -> Response:
    """{requests, reads, writes, mails, by_operation} since the start or the last DELETE."""
    return answer(journals.counts(gate_of(request).journal, len(store_of(request).mails)))


@router.delete("/counts")
def clear_counts(request: Request) -> Response:
    """Start counting from zero; the log stays."""
    gate_of(request).journal.by_operation.clear()
    store_of(request).mails.clear()
    return answer({})


@router.get("/requests")
def list_requests(request: Request) -> Response:
    """The last 5,000 requests, those with seq above `after`."""
    after = integer(request, "after", 0)
    return answer([entry for entry in list(gate_of(request).journal.entries) if entry["seq"] > after])


@router.get("/violations")
def list_violations(request: Request) -> Response:
    """Requests that did not fit the published specs; waits for the checks under way."""
    checker = gate_of(request).checker
    return answer(checker.drained() if checker else [])


@router.post("/reset")
def reset(request: Request) -> Response:
    """Empty or reseed the store; faults, interruptions, counts, violations and the quota window start anew."""
    gate, body = gate_of(request), body_of(request) or {}
    seed = body.get("seed", "demo")
    if seed not in seeds.SEEDS:
        raise Refused(422, f"seed is one of {', '.join(seeds.SEEDS)}")
    gate.faults.clear()
    gate.interruptions.clear()
    gate.journal.by_operation.clear()
    gate.window = Window()
    if gate.checker:
        gate.checker.clear()
    seeds.sow(store_of(request), seed)
    return answer({"seed": seed})


@router.get("/settings")
def get_settings(request: Request) -> Response:
    """Every setting as it stands."""
    return answer(store_of(request).settings)


@router.patch("/settings")
def patch_settings(request: Request) -> Response:
    """Change some; 422 for a name that does not exist. A changed quota opens a new window."""
    body = body_of(request)
    try:
        changed = settings.change(store_of(request), body)
    except ValueError as error:
        raise Refused(422, str(error)) from error
    if {"quota", "quota_window_ms"} & set(body):
        gate_of(request).window = Window()
    return answer(changed)


@router.put("/tokens/{token}")
def put_token(request: Request, token: str) -> Response:
    """{"scopes": […]}: add a token, or change what it may do. Without scopes: all of them."""
    granted = (body_of(request) or {}).get("scopes", scopes.EVERY_SCOPE)
    scopes.put_token(store_of(request), token, granted)
    return answer({"token": token, "scopes": granted})


@router.delete("/tokens/{token}")
def delete_token(request: Request, token: str) -> Response:
    """Revoke."""
    scopes.drop_token(store_of(request), token)
    return answer({})


@router.post("/faults")
def add_faults(request: Request) -> Response:
    """A list of faults (or one); 422 when one makes no sense."""
    body = body_of(request)
    try:
        planned = [Fault(**one) for one in (body if isinstance(body, list) else [body])]
    except (TypeError, ValueError) as error:
        raise Refused(422, str(error)) from error
    gate_of(request).faults.extend(planned)
    return list_faults(request)


@router.get("/faults")
def list_faults(request: Request) -> Response:
    """The faults, with how often each was met (`seen`) and struck (`fired`)."""
    return answer([asdict(fault) for fault in gate_of(request).faults])


@router.delete("/faults")
def clear_faults(request: Request) -> Response:
    """No more trouble."""
    gate_of(request).faults.clear()
    return answer([])


@router.post("/hooks/before-request")
def add_interruption(request: Request) -> Response:
    """{path, nth, do: [{method, path, json}], method}: control calls made just before the nth matching request."""
    try:
        interruption = Interruption(**body_of(request))
    except TypeError as error:
        raise Refused(422, str(error)) from error
    gate_of(request).interruptions.append(interruption)
    return list_interruptions(request)


@router.get("/hooks/before-request")
def list_interruptions(request: Request) -> Response:
    """The interruptions, with how many matching requests were seen and the statuses of their control calls."""
    rows: list[dict[str, Any]] = [asdict(interruption) for interruption in gate_of(request).interruptions]
    return answer(rows)


@router.delete("/hooks/before-request")
def clear_interruptions(request: Request) -> Response:
    """No more interruptions."""
    gate_of(request).interruptions.clear()
    return answer([])
