"""Orders in every state that a push can meet, that can begin again as if nothing had been sent."""

from __future__ import annotations

from typing import Any

import psycopg

from tests.journeys.neto_world import NetoWorld
from tests.neto_account import NetoAccount

# Plain ones; one that changed since; one that is at Neto On Hold and has its names now.
PLAIN, CHANGED, HELD = (7, 8), 9, 10
ALL = (*PLAIN, CHANGED, HELD)


class Pushes(NetoWorld):
    """Neto would take a double of anything."""

    def __init__(self, db: psycopg.Connection, neto: NetoAccount) -> None:
        super().__init__(db, neto)
        self.receive(*ALL)
        self.change_id = self.change(CHANGED, "status", {"status_id": 11}, {"status_id": 9})

    def begin(self) -> None:
        self.neto.control("POST", "reset", {"seed": "empty"})
        self.neto.set(
            calls_a_minute=None, repeated_order_id="accept",
            payment_methods=["Card", "PayPal"], shipping_methods=["Parcel", "Express"],
        )  # fmt: skip
        self.stock("TEE", "CAP")
        line = {"SKU": "TEE", "Quantity": "1", "UnitPrice": "27.50"}
        held = {"OrderID": f"BC{HELD}", "OrderStatus": "On Hold", "OnHoldType": "On Hold", "OrderLine": [line]}
        self.neto.client().add_order(held)
        for table in ("bigcommerce.item_problems", "bigcommerce.sync_runs", "neto.order_notes", "neto.order_pushes"):
            self.db.execute(f"delete from {table}")
        self.db.execute("update backoffice.orders set accepted_at = null")
        self.update("orders", HELD, accepted_at="2026-03-02T02:00:00Z")
        self.db.execute(
            "insert into neto.order_pushes (order_id, neto_order_id, state, is_held) values (%s, %s, 'accepted', true)",
            [HELD, f"BC{HELD}"],
        )
        self.neto.forget()

    def state(self) -> dict[str, Any]:
        """What is at Neto and what is kept here of it, but for times and numbers."""
        orders = self.neto.orders()
        return {
            "orders": sorted((order["OrderID"], order["OrderStatus"], order["GrandTotal"]) for order in orders),
            "notes": sorted((order["OrderID"], note["Title"]) for order in orders for note in order["StickyNotes"]),
            "payments": self.paid(),
            "pushes": self.pushes(),
            "held": self.rows("select order_id from neto.order_pushes where is_held"),
            "note_states": self.rows("select change_id, state from neto.order_notes"),
            "problems": self.problems(),
        }

    def assert_once(self) -> None:
        found = self.state()
        assert found["orders"] == sorted((f"BC{number}", "New", "27.50") for number in ALL)
        released = (f"BC{HELD}", "Released: names are mapped")
        changed = (f"BC{CHANGED}", f"BigCommerce change {self.change_id}: status moved")
        assert found["notes"] == sorted([released, changed])
        assert found["payments"] == sorted((f"BC{number}", "27.50", f"BC-{number}") for number in ALL)
        assert [row[2:4] + row[5:] for row in found["pushes"]] == [("accepted", "accepted", True)] * len(ALL)
        assert found["held"] == found["problems"] == [] and found["note_states"] == [(self.change_id, "accepted")]
