"""Is it all right? What of a store needs a person, in one sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from textwrap import shorten
from typing import Any

from bigcommerce.domain.flows import DAG_IDS, NAMES, PATIENCE, in_sentence, spoken_error, state_of_run

Row = Mapping[str, Any]
# Of an error's sentence, on a page that answers within three seconds.
LONGEST_REASON = 250


@dataclass(frozen=True)
class Need:
    """sentence: what it is, without a full stop. page: where to see to it, the steps of a path under the store's, or
    None; query: of its address. run: DAG id and run id of the run that it is about. dag_id: of the DAG to see to in
    Airflow."""

    sentence: str
    page: tuple[str, ...] | None = None
    run: tuple[str, str] | None = None
    dag_id: str | None = None
    query: Mapping[str, str] = field(default_factory=dict)


def needs_of(flows: Sequence[Row], waiting: Row, paused: Mapping[str, bool] | None, now: datetime) -> list[Need]:
    """What a person should see to, the gravest first. flows: a store's; paused: {DAG id: is it paused}, None: not
    known."""
    if not any(flow["is_enabled"] for flow in flows):
        return [Need("the store is switched off: complete its set-up to switch it on", ("set-up",))]
    working = [flow for flow in flows if flow["is_on"]]
    return [
        *account(waiting),
        *failures(working, now),
        *failed_rollback(waiting, now),
        *pauses(working, paused or {}),
        *delays(working, paused or {}, now),
        *nothing_approved(working, waiting),
        *decisions(waiting, now),
        *tracking_off(flows, waiting),
        *orderless(working, waiting),
        *problems(flows, now),
    ]


def account(waiting: Row) -> list[Need]:
    """Before any run has failed for it."""
    page = ("set-up", "account")
    return [Need("the account failed its test: test it again, or enter another", page)] if waiting["is_refused"] else []


def failures(flows: Sequence[Row], now: datetime) -> list[Need]:
    """Of what ran last and did not come to its end."""
    return [
        Need(
            f"the last run of {in_sentence(NAMES[flow['flow']])} {state}{since_when(flow, now)}{why(flow['error'])}",
            None,
            (flow["dag_id"], flow["dag_run_id"]),
        )
        for flow in flows
        if flow["flow"] != "neto"
        and flow["started_at"]
        and (state := state_of_run(flow, now)) in ("failed", "broken off")
    ]


def since_when(flow: Row, now: datetime) -> str:
    fresh = fresh_until(flow)
    if fresh is None or now - fresh < timedelta(hours=1):
        return ""
    return f" and none went through for {length(now - fresh)}"


def why(error: str | None) -> str:
    """As the end of a sentence."""
    return f": {shorten(spoken_error(error), LONGEST_REASON, placeholder=' …').rstrip('.')}" if error else ""


def failed_rollback(waiting: Row, now: datetime) -> list[Need]:
    run = {name.removeprefix("rollback_"): value for name, value in waiting.items() if name.startswith("rollback_")}
    if not run["started_at"] or (state := state_of_run(run, now)) not in ("failed", "broken off"):
        return []
    ended = "was broken off" if state == "broken off" else state
    sentence = f"a rollback of prices {ended}, and is not tried again by itself{why(run['error'])}"
    return [Need(sentence, None, (run["dag_id"], run["run_id"]))]


def pauses(flows: Sequence[Row], paused: Mapping[str, bool]) -> list[Need]:
    dag_ids = dict.fromkeys(DAG_IDS[flow["flow"]] for flow in flows if flow["flow"] in DAG_IDS)
    return [Need(f"the DAG {dag_id} is paused in Airflow", dag_id=dag_id) for dag_id in dag_ids if paused.get(dag_id)]


def needs_of_neto(runs: Sequence[Row], paused: Mapping[str, bool] | None) -> list[Need]:
    """Of Neto's DAGs, each by itself. runs: dag_id, dag_run_id, name, state, is_unused."""
    used = [run for run in runs if not run["is_unused"]]
    failed = [
        Need(f"the last run of {in_sentence(run['name'])} {run['state']}", None, (run["dag_id"], run["dag_run_id"]))
        for run in used
        if run["state"] in ("failed", "broken off")
    ]
    return failed + [
        Need(f"the DAG {run['dag_id']} is paused in Airflow", dag_id=run["dag_id"])
        for run in used
        if (paused or {}).get(run["dag_id"])
    ]


def delays(flows: Sequence[Row], paused: Mapping[str, bool], now: datetime) -> list[Need]:
    """Of what should have gone through by now and did not, other than by failing or being paused."""
    late = []
    for flow in flows:
        name = flow["flow"]
        if name not in PATIENCE or paused.get(DAG_IDS[name]) or state_of_flow(flow, now) in ("failed", "broken off"):
            continue
        # A flow that has not gone through yet is late from the store's start on.
        since = fresh_until(flow) or (None if flow["started_at"] else flow["setup_completed_at"])
        if since and now - since > PATIENCE[name]:
            late.append(Need(f"no run of {NAMES[name].lower()} went through for {length(now - since)}", ("runs",)))
    return late


def length(span: timedelta) -> str:
    hours = int(span.total_seconds() // 3600)
    if hours < 1:
        return "less than an hour"
    if hours < 48:
        return "an hour" if hours == 1 else f"{hours} hours"
    return f"{hours // 24:,} days"


def state_of_flow(flow: Row, now: datetime) -> str:
    """As state_of_run, but "some refused" only where there is still something to see to."""
    if not flow["started_at"]:
        return "never ran"
    state = state_of_run(flow, now)
    if state == "some refused" and not flow["open_problems"]:
        return f"done, {flow['items_refused']:,} refused then, none open now"
    return state


def fresh_until(flow: Row) -> datetime | None:
    """What happened before is dealt with: orders are complete, other changes are sent or said."""
    return flow["complete_until"] if flow["flow"] == "orders" else flow["went_through_at"]


def has_nothing_to_send(flow: Row, waiting: Row) -> bool:
    """It goes by approved products alone, and none is."""
    return flow["flow"] in ("prices", "stock") and not waiting["has_approvals"]


def nothing_approved(flows: Sequence[Row], waiting: Row) -> list[Need]:
    names = [NAMES[flow["flow"]].lower() for flow in flows if has_nothing_to_send(flow, waiting)]
    return [Need(f"no product is approved: no {' and no '.join(names)} can be sent", ("products",))] if names else []


def decisions(waiting: Row, now: datetime) -> list[Need]:
    kinds = (
        ("guarded_prices", "price change waits for approval", "price changes wait for approval", "guarded-prices", ""),
        ("orders_on_hold", "order is on hold", "orders are on hold", "orders", "on_hold"),
        (
            "changes",
            "order change waits to be acknowledged",
            "order changes wait to be acknowledged",
            "orders",
            "changed",
        ),
    )
    return [
        Need(
            counted(waiting[key], one, many) + for_how_long(waiting[key], waiting.get(f"{key}_since"), now),
            (page,),
            query={"show": show} if show else {},
        )
        for key, one, many, page, show in kinds
        if waiting[key]
    ]


def tracking_off(flows: Sequence[Row], waiting: Row) -> list[Need]:
    is_off = any(flow["flow"] == "tracking" and not flow["is_on"] for flow in flows)
    if not is_off or not waiting["consignments"]:
        return []
    count = counted(waiting["consignments"], "parcel waits", "parcels wait")
    return [Need(f"{count} while tracking is switched off", ("set-up",))]


def orderless(flows: Sequence[Row], waiting: Row) -> list[Need]:
    """Parcels that no store can be told of."""
    if not waiting["orderless"] or not any(flow["flow"] == "tracking" for flow in flows):
        return []
    count = counted(waiting["orderless"], "consignment names no order and is", "consignments name no order and are")
    first = waiting["first_orderless"]
    return [Need(f"{count} not sent: whoever writes them has to enter their orders. The first is {first}")]


def problems(flows: Sequence[Row], now: datetime) -> list[Need]:
    return [
        Need(
            f"{counted(flow['open_problems'], 'problem', 'problems')} with {in_sentence(NAMES[flow['flow']])}"
            + for_how_long(flow["open_problems"], flow["problems_since"], now),
            ("problems",),
            query={"flow": flow["flow"]},
        )
        for flow in flows
        if flow["open_problems"]
    ]


def for_how_long(count: int, since: datetime | None, now: datetime) -> str:
    """As the end of a sentence; empty where that is not known."""
    return "" if since is None else f", {'' if count == 1 else 'the oldest '}for {length(now - since)}"


def counted(count: int, one: str, many: str, most: int = 10_000) -> str:
    return f"more than {most:,} {many}" if count > most else f"{count:,} {one if count == 1 else many}"


def summary(needs: Sequence[Need]) -> str:
    if not needs:
        return "All right."
    return "One thing needs you:" if len(needs) == 1 else f"{len(needs)} things need you:"
