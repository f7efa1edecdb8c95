"""Tells Neto's staff what BigCommerce changed after an order came there: a sticky note for each change, once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from bigcommerce.db.neto import notes as db
from bigcommerce.db.neto.notes import PendingNote
from bigcommerce.db.neto.pushes import in_batches
from bigcommerce.domain.neto.notes import missing
from bigcommerce.domain.neto.texts import JSON
from bigcommerce.domain.problems import Problem
from bigcommerce.errors import Unreachable
from bigcommerce.operators.neto.pushing import TRIES, Pushing

NOTES_A_BATCH = 100


def push_notes(pushing: Pushing) -> None:
    def read(after: int) -> list[PendingNote]:
        return db.read_notes(pushing.connection, pushing.scope, after, NOTES_A_BATCH)

    for batch in in_batches(read, key=lambda row: row.change_id):
        by_order: dict[str, list[PendingNote]] = defaultdict(list)
        for row in batch:
            by_order[row.neto_order_id].append(row)
        found = pushing.orders(list(by_order), ["StickyNotes"])
        with pushing.connection.transaction():
            db.set_note_state(pushing.connection, [row.change_id for row in batch], "intended")
        for name, rows in by_order.items():
            push_notes_of(pushing, rows, found.get(name))


def push_notes_of(pushing: Pushing, rows: Sequence[PendingNote], order: JSON | None) -> None:
    """order: Neto's with its sticky notes, None where it is not there."""
    number, name = rows[0].bigcommerce_order_id, rows[0].neto_order_id
    refusal = f"Neto has no order {name} any more"
    try:
        for tries_left in reversed(range(TRIES)):
            if order is None:
                break
            notes = missing([row.note for row in rows], order["StickyNotes"])
            try:
                refusal = add(pushing, name, notes) if notes else ""
                break
            except Unreachable as error:
                if not error.maybe_done or not tries_left:
                    raise
                pushing.wait(f"notes of order {number}", error)
                order = pushing.orders([name], ["StickyNotes"]).get(name)
    except Unreachable as error:
        pushing.fail(f"notes of order {number}", error)
        return
    with pushing.connection.transaction():
        db.set_note_state(pushing.connection, [row.change_id for row in rows], "refused" if refusal else "accepted")
        if refusal:
            pushing.open(not_said(number, rows, refusal))
            pushing.run.refused += 1
        else:
            pushing.count(rows[0].order_id)


def add(pushing: Pushing, name: str, notes: Sequence[JSON]) -> str:
    """Neto's words where it would not; "" where it did."""
    answer = pushing.client.update_orders([{"OrderID": name, "StickyNotes": {"StickyNote": list(notes)}}])
    if name in answer.keys and not answer.errors:
        return ""
    return "; ".join([*answer.errors, *answer.warnings]).rstrip(". ") or "no reason given"


def not_said(number: int, rows: Sequence[PendingNote], refusal: str) -> Problem:
    titles = ", ".join(f'"{row.note["Title"]}"' for row in rows)
    message = (
        f"Order {number} changed in BigCommerce, which Neto's staff could not be told by a note: {refusal}. Look at "
        "what changed on the order's page, tell them, and close this problem."
    )
    return Problem(str(number), "neto_note_rejected", message, {"notes": titles})
