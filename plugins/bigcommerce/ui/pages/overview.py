"""Is it all right? Each store and flow: on or off, last run, what waits for a person."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any, Literal

from fastapi import APIRouter
from fastapi.responses import Response

from bigcommerce.db.overviews import read_flows, read_usage, read_waiting
from bigcommerce.domain.flows import DAG_IDS, NAMES
from bigcommerce.domain.standings import (
    fresh_until,
    has_nothing_to_send,
    needs_of,
    needs_of_neto,
    state_of_flow,
    summary,
)
from bigcommerce.domain.usage import usage_tables
from bigcommerce.ui.airflow_schedules import Schedules, read_schedules
from bigcommerce.ui.credentials import read_credentials
from bigcommerce.ui.neto_flows import NetoFlows, neto_flows
from bigcommerce.ui.visit import InVisit, OfStore, Visit

router = APIRouter()

OVER = {"day": ("hour", timedelta(hours=23)), "fortnight": ("day", timedelta(days=13))}


@router.get("/")
def overview(visit: InVisit) -> Response:
    schedules = read_schedules(visit.request)
    neto = neto_flows(visit, schedules)
    found = standings(visit, schedules, neto, None)
    return visit.show("overview.html", schedules=schedules, standings=found, flows=NAMES, neto=neto)


@router.get("/stores/{store_code}")
def store_overview(visit: InVisit, store: OfStore, over: Literal["day", "fortnight"] = "day") -> Response:
    schedules = read_schedules(visit.request)
    neto = neto_flows(visit, schedules)
    unit, length = OVER[over]
    now = datetime.now(UTC)
    usage = usage_tables(read_usage(visit.db, store.store_code, unit, now - length, now))
    return visit.show(
        "store_overview.html", store=store, schedules=schedules, flows=NAMES, usage=usage, over=over, unit=unit,
        standing=standings(visit, schedules, neto, store.store_code)[0], neto=neto,
    )  # fmt: skip


def standings(
    visit: Visit, schedules: Schedules, neto: NetoFlows | None, store_code: str | None
) -> list[dict[str, Any]]:
    """One for each store: its needs, and its flows in a row each. store_code: None: all stores."""
    now = datetime.now(UTC)
    waiting = read_waiting(visit.db, store_code)
    found = []
    for code, rows in groupby(read_flows(visit.db, store_code), lambda row: row["store_code"]):
        flows = list(rows)
        row = waiting[code]
        is_refused = bool(row["refused_account"]) and fails_still(row)
        needs = needs_of(flows, row | {"is_refused": is_refused}, schedules.paused, now)
        if neto and neto.store_code == code and any(flow["is_enabled"] for flow in flows):
            needs = [*needs_of_neto(neto.rows, schedules.paused), *needs]
        shown = [flow_row(flow, waiting[code], schedules, now) for flow in flows]
        found.append({"store_code": code, "summary": summary(needs), "needs": needs, "flows": shown})
    return found


def fails_still(waiting: dict[str, Any]) -> bool:
    """That the account which failed its test is the one that the store still has."""
    return read_credentials(waiting["connection_id"]).as_read == waiting["refused_account"]


def flow_row(flow: dict[str, Any], waiting: dict[str, Any], schedules: Schedules, now: datetime) -> dict[str, Any]:
    dag_id = DAG_IDS.get(flow["flow"])
    unsent = waiting["consignments_since"] if flow["flow"] == "tracking" else None
    state = state_of_flow(flow, now)
    if state == "done" and has_nothing_to_send(flow, waiting):
        state = "nothing to send"
    return flow | {
        "state": state,
        "fresh_until": fresh_until(flow),
        "unsent_since": unsent,
        "next_run_at": schedules.next_runs.get(dag_id) if dag_id and flow["is_enabled"] and flow["is_on"] else None,
    }
