"""Stock levels by product or variant and location, and the writes that wait to be applied.

A write is accepted at once and read back after `inventory_delay_ms`, in the order of acceptance. variant_id 0 means
that the level belongs to the product as a whole (tracking by product).
"""

from typing import Any

from sandbox.bigcommerce.clocks import now_ms
from sandbox.bigcommerce.databases import Store

DEFAULT_LOCATION = 1
SET = (
    "insert into stock (product_id, variant_id, location_id, on_hand) values (?,?,?,?)"
    " on conflict (product_id, variant_id, location_id) do update set on_hand = excluded.on_hand, is_set = 1"
)
ADD = (
    "insert into stock (product_id, variant_id, location_id, on_hand) values (?,?,?,?)"
    " on conflict (product_id, variant_id, location_id) do update set on_hand = on_hand + excluded.on_hand"
)
Change = tuple[int, int, int, int]  # product_id, variant_id, location_id, quantity


def settle(store: Store) -> None:
    """Apply the writes that are due, oldest first. Every reading of stock begins here."""
    with store.lock:
        due = store.rows(
            "select product_id, variant_id, location_id, quantity, is_relative, seq from stock_pending"
            " where due_ms <= ? order by seq",
            (now_ms(),),
        )
        if not due:
            return
        with store.transaction() as db:
            start = 0
            while start < len(due):  # runs of one kind go in together
                relative, stop = due[start]["is_relative"], start
                while stop < len(due) and due[stop]["is_relative"] == relative:
                    stop += 1
                db.executemany(ADD if relative else SET, [tuple(row)[:4] for row in due[start:stop]])
                start = stop
            db.execute("delete from stock_pending where seq <= ?", (due[-1]["seq"],))


def write_later(store: Store, changes: list[Change], relative: bool = False) -> None:
    """Accept stock writes; they show after the delay. First in, first out even if the delay was changed meanwhile."""
    with store.transaction() as db:
        last = db.execute("select max(due_ms) from stock_pending").fetchone()[0] or 0
        due = max(last, now_ms() + store.settings["inventory_delay_ms"])
        db.executemany(
            "insert into stock_pending (due_ms, product_id, variant_id, location_id, quantity, is_relative)"
            " values (?,?,?,?,?,?)",
            [(due, *change, relative) for change in changes],
        )
    settle(store)


def write_now(store: Store, changes: list[Change]) -> None:
    """Set levels at once, as a person in the store's panel does."""
    settle(store)
    with store.transaction() as db:
        db.executemany(SET, changes)


def take(store: Store, lines: list[dict[str, Any]], back: bool = False) -> None:
    """Lower (or give back) the levels of order lines at the default location, below zero if need be."""
    settle(store)
    sign = 1 if back else -1
    ids = sorted({line["product_id"] for line in lines if line["product_id"]})
    marks = ",".join("?" * len(ids))
    tracking = {
        row["id"]: row["tracking"]
        for row in store.rows(f"select id, tracking from products where id in ({marks})", ids)
    }
    changes = [
        (line["product_id"], line["variant_id"] if how == "variant" else 0, DEFAULT_LOCATION, sign * line["quantity"])
        for line in lines
        if (how := tracking.get(line["product_id"])) in ("product", "variant")
    ]
    with store.transaction() as db:
        db.executemany(ADD, changes)


def levels(store: Store, product_ids: list[int]) -> dict[tuple[int, int], int]:
    """(product_id, variant_id or 0) → on hand at the default location."""
    settle(store)
    marks = ",".join("?" * len(product_ids))
    found = store.rows(
        f"select product_id, variant_id, on_hand from stock where location_id = 1 and product_id in ({marks})",
        product_ids,
    )
    return {(row["product_id"], row["variant_id"]): row["on_hand"] for row in found}
