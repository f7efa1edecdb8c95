"""The rows of one order → its story: what happened to it, when, what is open, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from bigcommerce.domain.flows import in_sentence
from bigcommerce.domain.money import plain
from bigcommerce.domain.orders import STATUS_NAMES

Row = Mapping[str, Any]

# What a list says of an open problem; its message says the rest.
PROBLEM_TITLES = {
    "unmapped_payment_method": "Payment method without a mapping",
    "unmapped_shipping_method": "Shipping method without a mapping",
    "invalid_order": "Cannot be read, or does not add up",
    "order_not_received": "Not received",
    "sku_not_in_back_office": "SKU unknown to the back office",
    "order_was_missing": "Was missing here",
    "neto_rejected": "Refused by Neto",
    "neto_unknown_sku": "Not sent to Neto: it does not have the SKU",
    "neto_total_differs": "Another total at Neto",
    "neto_note_rejected": "Change that Neto's staff was not told",
    "neto_unreadable_order": "Cannot be read at Neto",
    "neto_unmatched_dispatch": "Dispatch at Neto that fits no order line",
}
# What keeps an order from Neto.
NOT_SENT = ("neto_rejected", "neto_unknown_sku")
# And what is said once it is mapped.
UNMAPPED = {
    "unmapped_payment_method": "Payment method mapped",
    "unmapped_shipping_method": "Shipping method mapped",
}
CHANGE_TITLES = {
    "cancelled": "Cancelled, or no longer",
    "refunded": "Refunded",
    "status": "Status moved",
    "lines": "Lines edited",
    "address": "Address edited",
    "totals": "Totals edited",
}
OUTCOMES = {
    "received": "Received",
    "parked": "It waits until its names are mapped",
    "invalid": "Held: it cannot be read, or does not add up",
    "not_synced": "Its status or date was none to receive when it was seen; where the settings changed since, fetch it",
}
MEANS = {
    "payment": "Paid",
    "refund": "Refunded",
    "store_credit": "Paid by store credit",
    "gift_certificate": "Paid by gift certificate",
}


# Between the start of a transaction and the time of a row in it.
TOGETHER = timedelta(minutes=1)


@dataclass(frozen=True)
class Facts:
    """Rows as db/order_stories.py reads them: order of select_order, and so on by the name of the statement."""

    order: Row
    lines: Sequence[Row] = ()
    addresses: Sequence[Row] = ()
    payments: Sequence[Row] = ()
    changes: Sequence[Row] = ()
    shipments: Sequence[Row] = ()
    problems: Sequence[Row] = ()
    payloads: Sequence[Row] = ()
    pushes: Sequence[Row] = ()

    @property
    def is_received(self) -> bool:
        return self.order["order_id"] is not None

    @property
    def open_problems(self) -> list[Row]:
        return [problem for problem in self.problems if problem["resolved_at"] is None]

    @property
    def open_changes(self) -> list[Row]:
        return [change for change in self.changes if change["acknowledged_at"] is None]


@dataclass(frozen=True)
class Event:
    """One thing that happened. flow: whose run was at work then, None where none of ours. is_open: it still waits."""

    at: datetime | None
    title: str
    text: str = ""
    flow: str | None = None
    is_open: bool = False


def list_events(facts: Facts) -> list[Event]:
    """In the order they happened; what has no time comes first, as it was there before all else."""
    events = [
        *ordered(facts),
        *landed(facts),
        *received(facts),
        *held(facts),
        *changed(facts),
        *paid(facts),
        *pushed(facts),
        *shipped(facts),
    ]
    first = min((event.at for event in events if event.at), default=None)
    # Sorting is stable: what happened at once stays in the order of the list above.
    return sorted((replace(event, at=event.at or first) for event in events), key=moment_of)


def moment_of(event: Event) -> float:
    return event.at.timestamp() if event.at else 0


def ordered(facts: Facts) -> Iterator[Event]:
    order = facts.order
    yield Event(order["placed_at"], "Placed at BigCommerce")
    if order["cancelled_at"]:
        yield Event(order["cancelled_at"], "Cancelled at BigCommerce")


def landed(facts: Facts) -> Iterator[Event]:
    """Each version that is kept; the oldest of them need not be the first there was."""
    invalid = [p for p in facts.problems if p["code"] == "invalid_order"]
    versions = list(reversed(facts.payloads))
    for number, version in enumerate(versions):
        at = version["fetched_at"]
        is_wrong = any(
            p["first_seen_at"] <= at and (p["resolved_at"] is None or at < p["resolved_at"]) for p in invalid
        )
        sums = "It does not add up, or cannot be read" if is_wrong else "Lines, quantities and totals add up"
        status = f", {version['status']} there" if version["status"] else ""
        title = "Seen at BigCommerce and kept here" if number == 0 else "Seen again, changed"
        yield Event(at, f"{title}{status}", f"{sums}.", "orders")


def received(facts: Facts) -> Iterator[Event]:
    order = facts.order
    if not facts.is_received:
        return
    yield Event(order["received_at"], f"Received, as order {order['order_id']} of the back office", flow="orders")
    if order["accepted_at"]:
        yield Event(
            order["accepted_at"], "Accepted by the back office", "What it counts from then on accounts for the order."
        )


def held(facts: Facts) -> Iterator[Event]:
    for problem in facts.problems:
        title = PROBLEM_TITLES.get(problem["code"], problem["code"].replace("_", " ").capitalize())
        is_open = problem["resolved_at"] is None
        yield Event(found_at(problem, facts), title, problem["message"], problem["flow"], is_open)
        if not is_open:
            settled = UNMAPPED.get(problem["code"], f"Settled: {in_sentence(title)}")
            text = " ".join([*mapped_to(problem["code"], facts), *by(problem["resolved_by"])])
            yield Event(problem["resolved_at"], settled, text, flow=problem["flow"])
    yield from released(facts)


def found_at(problem: Row, facts: Facts) -> datetime:
    """Not before the order itself was there: both are written together, the problem with the time at which that
    began."""
    at: datetime = problem["first_seen_at"]
    until = problem["resolved_at"] or at + TOGETHER
    moments = [*(version["fetched_at"] for version in facts.payloads), facts.order["received_at"]]
    return max([at, *(moment for moment in moments if moment and at < moment < min(until, at + TOGETHER))])


def mapped_to(code: str, facts: Facts) -> list[str]:
    """What its names are now."""
    pairs = {
        "unmapped_payment_method": [(facts.order["bigcommerce_payment_method"], facts.order["payment_method"])],
        "unmapped_shipping_method": [
            (row["bigcommerce_shipping_method"], row["shipping_service"]) for row in facts.addresses
        ],
    }.get(code, [])
    return [f"“{theirs}” is {ours}." for theirs, ours in dict.fromkeys(pairs) if theirs and ours]


def by(person: str | None) -> list[str]:
    return [f"By {person}."] if person else []


def released(facts: Facts) -> Iterator[Event]:
    """Of what was received and then waited for its names; the last of them lets it go."""
    waited = [problem["resolved_at"] for problem in facts.problems if problem["code"] in UNMAPPED]
    if not facts.is_received or not waited or not all(waited) or facts.order["needs_attention"]:
        return
    if facts.order["received_at"] <= max(waited):
        yield Event(
            max(waited),
            "Released: it waits for nothing any more",
            f"In the back office it is {facts.order['status']} now.",
        )


def changed(facts: Facts) -> Iterator[Event]:
    for change in facts.changes:
        title = CHANGE_TITLES.get(change["kind"], "something")
        is_open = change["acknowledged_at"] is None and change["kind"] != "status"
        text = "; ".join(f"{what}: {before} → {after}" for what, before, after in differences(change, facts.lines))
        yield Event(change["noticed_at"], f"Changed at BigCommerce: {title.lower()}", text, "orders", is_open)
        if change["acknowledged_at"]:
            who = " ".join(by(change["acknowledged_by"]))
            yield Event(change["acknowledged_at"], f"Acknowledged: {title.lower()}", who)


def differences(change: Row, lines: Sequence[Row]) -> list[tuple[str, str, str]]:
    """(what, before, after) of each value that a change touched; none where a person was erased."""
    details = change["details"] or {}
    if "before" not in details and "after" not in details:
        return []
    before, after = flat(details.get("before")), flat(details.get("after"))
    return [
        (name_of(change["kind"], path, lines), shown(path, before), shown(path, after))
        for path in dict.fromkeys((*before, *after))
        if before.get(path) != after.get(path)
    ]


def flat(value: Any, path: tuple[str, ...] = ()) -> dict[tuple[str, ...], str]:
    """{path to a value: the value as text}."""
    if isinstance(value, Mapping):
        return {key: text for name, item in value.items() for key, text in flat(item, (*path, str(name))).items()}
    return {} if value is None else {path: str(value)}


def shown(path: tuple[str, ...], values: Mapping[tuple[str, ...], str]) -> str:
    value = values.get(path, "nothing")
    name = STATUS_NAMES.get(int(value)) if path[-1:] == ("status_id",) and value.isdecimal() else None
    return f"{value} ({name})" if name else value


def name_of(kind: str, path: tuple[str, ...], lines: Sequence[Row]) -> str:
    """The path for a person: BigCommerce's ids of lines and addresses are nobody's to know."""
    head, *rest = path or ("",)
    if kind == "lines" or (kind == "refunded" and head == "units"):
        key = head if kind == "lines" else "".join(rest[:1])
        line = next((line for line in lines if str(line["bigcommerce_order_product_id"]) == key), None)
        of = f"line {line['line_no']}" if line else f"line with BigCommerce's number {key}"
        head, rest = of, list(rest) if kind == "lines" else ["units refunded"]
    elif kind == "address":
        head = "billing address" if head == "0" else f"delivery address {head}"
    return ", ".join(word.replace("_", " ") for word in (head, *rest) if word)


def paid(facts: Facts) -> Iterator[Event]:
    for payment in facts.payments:
        if payment["paid_at"] is None or payment["amount"] is None:
            continue
        money = f"{plain(abs(payment['amount']))} {payment['currency'] or ''}".strip()
        by = payment["bigcommerce_payment_method"]
        yield Event(payment["paid_at"], f"{MEANS.get(payment['kind'], 'Paid')}: {money}", f"By {by}." if by else "")


def pushed(facts: Facts) -> Iterator[Event]:
    for push in facts.pushes:
        name = f" as {push['neto_order_id']}" if push["neto_order_id"] else ""
        if push["state"] == "accepted":
            yield Event(push["pushed_at"] or push["intended_at"], f"Sent to Neto{name}", flow="neto")
        elif push["state"] == "intended":
            title = f"Being sent to Neto{name}: its answer is not known yet"
            yield Event(push["intended_at"], title, flow="neto", is_open=True)
        elif not any(problem["code"] in NOT_SENT for problem in facts.open_problems):
            # Else the open problem says so, and why.
            yield Event(push["intended_at"], "Not sent to Neto", flow="neto")


def shipped(facts: Facts) -> Iterator[Event]:
    for consignment_id in dict.fromkeys(row["consignment_id"] for row in facts.shipments):
        rows = [row for row in facts.shipments if row["consignment_id"] == consignment_id]
        cancelled = " and cancelled" if rows[0]["is_cancelled"] else ""
        if at := rows[0]["dispatched_at"] or rows[0]["intended_at"]:
            yield Event(at, f"Dispatched{cancelled}: consignment {consignment_id}")
        for row in rows:
            number = row["tracking_number"]
            text = f"Tracking number {number}." if number else "Without a tracking number."
            if row["state"] == "accepted":
                title = f"Shipped: BigCommerce took it as shipment {row['shipment_id']}"
                yield Event(row["accepted_at"], title, text, "tracking")
            elif row["state"]:
                said = "BigCommerce refused it" if row["state"] == "refused" else "its answer is not known yet"
                yield Event(row["intended_at"], f"Shipment sent: {said}", text, "tracking", True)
