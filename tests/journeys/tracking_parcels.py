"""Many orders received here, a parcel each, that can begin again as if nothing had been sent."""

from __future__ import annotations

from collections import Counter

import psycopg

from tests.conftest import SandboxStore
from tests.journeys.tracking_world import JSON, World

# More is left than is sent, so that the store itself would take a double.
ORDERED, SENT = 9, 2
# Our order ids are BigCommerce's here.
RECEIVE = (
    """insert into backoffice.orders (order_id, store_code, bigcommerce_order_id, bigcommerce_status_id)
    select id, 'default', id, 11 from unnest(%(orders)s::bigint[]) as id""",
    """insert into backoffice.order_shipping_addresses (order_id, shipping_address_no, bigcommerce_order_address_id)
    select o, 1, a from unnest(%(orders)s::bigint[], %(addresses)s::bigint[]) as x (o, a)""",
    """insert into backoffice.order_lines
        (order_id, line_no, bigcommerce_order_product_id, shipping_address_no, quantity)
    select o, 1, l, 1, %(ordered)s from unnest(%(orders)s::bigint[], %(lines)s::bigint[]) as x (o, l)""",
    """insert into backoffice.consignments (consignment_id, order_id, tracking_number, shipping_service)
    select id::text, id, 'NR-' || id, 'Express' from unnest(%(orders)s::bigint[]) as id""",
    """insert into backoffice.consignment_lines (consignment_id, line_no, quantity)
    select id::text, 1, %(sent)s from unnest(%(orders)s::bigint[]) as id""",
)


class Parcels(World):
    """Each parcel is named as its order. in_a_row: so many orders have consecutive ids, then comes a gap."""

    def __init__(self, db: psycopg.Connection, sandbox: SandboxStore, count: int, in_a_row: int) -> None:
        super().__init__(db, sandbox)
        self.orders = [1_000 * (1 + number // in_a_row) + number % in_a_row for number in range(count)]
        addresses = [order["consignments"]["shipping"][0] for order in self.place()]
        ids = {"orders": self.orders, "addresses": [address["id"] for address in addresses]}
        ids["lines"] = [address["line_items"][0]["id"] for address in addresses]
        with db.transaction():
            for statement in RECEIVE:
                db.execute(statement, ids | {"ordered": ORDERED, "sent": SENT})

    def place(self) -> list[JSON]:
        """Each order as BigCommerce shows it."""
        wish = {"lines": [{"name": "Item 1", "quantity": ORDERED}]}
        return [self.sandbox.control("POST", "orders", wish | {"id": order_id}) for order_id in self.orders]

    def begin(self) -> None:
        """Nothing was sent; the same orders with the same ids."""
        self.sandbox.control("POST", "reset", {"seed": "empty"})
        self.sandbox.control("PATCH", "settings", {"quota": None})
        self.place()
        for table in ("shipment_exports", "item_problems", "sync_runs"):
            self.db.execute(f"delete from bigcommerce.{table}")

    def assert_once(self) -> None:
        """Each parcel is one shipment with its items, one mail and one recorded id; a further run does nothing."""
        shipments = self.sandbox.control("GET", "state/shipments")
        found = [(s["order_id"], s["tracking_number"], [i["quantity"] for i in s["items"]]) for s in shipments]
        assert sorted(found) == [(order_id, f"NR-{order_id}", [SENT]) for order_id in self.orders]
        mailed = Counter(mail["order_id"] for mail in self.sandbox.control("GET", "state/mails"))
        assert mailed == Counter(self.orders)
        ids = sorted((str(s["order_id"]), 1, "accepted", s["id"]) for s in shipments)
        assert [row[:4] for row in self.exports()] == ids and self.problems() == []
        before = self.digest()
        again = self.run()
        assert (again["http_reads"], again["http_writes"], again["written"]) == (0, 0, 0)
        assert self.digest() == before
