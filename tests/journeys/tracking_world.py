"""An order placed in the sandbox store and received by the back office, and the parcels that leave it."""

from __future__ import annotations

import uuid
from types import SimpleNamespace
from typing import Any

import psycopg

from bigcommerce.operators.tracking import ExportShipments
from tests.conftest import SandboxStore

JSON = dict[str, Any]


class World:
    """One store on both sides. Order ids are BigCommerce's."""

    def __init__(self, db: psycopg.Connection, sandbox: SandboxStore) -> None:
        self.db, self.sandbox = db, sandbox
        db.execute("insert into bigcommerce.stores (store_code, is_enabled) values ('default', true)")
        db.execute("insert into bigcommerce.carrier_map values ('default', 'Express', 'exact', 'star-track', null)")

    # --- what happens --------------------------------------------------------------------------------------------
    def order(self, *quantities: int, **wish: Any) -> int:
        """An order of these quantities, a line each, to one address unless the wish says otherwise; received."""
        lines = wish.pop("lines", [{"name": f"Item {n}", "quantity": q} for n, q in enumerate(quantities or (3,), 1)])
        order_id = self.sandbox.control("POST", "orders", {"lines": lines, **wish})["id"]
        self.receive(order_id)
        return int(order_id)

    def receive(self, order_id: int) -> None:
        """What the order flow keeps of an order, as far as parcels need it."""
        order = self.state(order_id)
        addresses = [row["id"] for row in order["consignments"]["shipping"]]
        with self.db.transaction():
            key = self.db.execute(
                """insert into backoffice.orders (store_code, bigcommerce_order_id, bigcommerce_status_id)
                values ('default', %(id)s, %(status_id)s)
                on conflict (store_code, bigcommerce_order_id)
                do update set bigcommerce_status_id = excluded.bigcommerce_status_id returning order_id""",
                order,
            ).fetchone()
            assert key
            for table in ("order_lines", "order_shipping_addresses"):
                self.db.execute(f"delete from backoffice.{table} where order_id = %s", key)
            for number, address_id in enumerate(addresses, 1):
                self.db.execute(
                    "insert into backoffice.order_shipping_addresses"
                    " (order_id, shipping_address_no, bigcommerce_order_address_id) values (%s, %s, %s)",
                    [*key, number, address_id],
                )
            for number, line in enumerate(order["lines"], 1):
                address = addresses.index(line["order_address_id"]) + 1 if line["order_address_id"] else None
                self.db.execute(
                    "insert into backoffice.order_lines (order_id, line_no, bigcommerce_order_product_id,"
                    " shipping_address_no, quantity, quantity_refunded) values (%s, %s, %s, %s, %s, %s)",
                    [*key, number, line["id"], address, line["quantity"], line["quantity_refunded"]],
                )

    def parcel(self, name: str, order_id: int, lines: dict[int, int] | None = None, **columns: Any) -> None:
        """A consignment; lines: {line_no: quantity}."""
        row = {"tracking_number": f"NR-{name}", "shipping_service": "Express", **columns}
        row |= {"consignment_id": name, "order_id": self.our_id(order_id)}
        with self.db.transaction():
            places = ", ".join(f"%({column})s" for column in row)
            self.db.execute(f"insert into backoffice.consignments ({', '.join(row)}) values ({places})", row)
            self.set_lines(name, lines or {})

    def set_lines(self, name: str, lines: dict[int, int]) -> None:
        self.db.execute("delete from backoffice.consignment_lines where consignment_id = %s", [name])
        for line in lines.items():
            self.db.execute("insert into backoffice.consignment_lines values (%s, %s, %s)", [name, *line])

    def change(self, name: str, **columns: Any) -> None:
        for column, value in columns.items():
            statement = f"update backoffice.consignments set {column} = %s where consignment_id = %s"
            self.db.execute(statement, [value, name])

    def set_store(self, **columns: Any) -> None:
        for column, value in columns.items():
            self.db.execute(f"update bigcommerce.stores set {column} = %s", [value])

    def close_problems(self) -> None:
        self.db.execute("update bigcommerce.item_problems set resolved_at = now() where resolved_at is null")

    def fault(self, kind: str, path: str = "/v2/orders/*/shipments", method: str = "POST", **more: Any) -> None:
        self.sandbox.control("POST", "faults", {"kind": kind, "path": path, "method": method, **more})

    def run(self, **params: Any) -> JSON:
        """One run of the operator; its ledger row, and what the sandbox counted meanwhile."""
        run_id = f"test-{uuid.uuid4().hex}"
        before = self.sandbox.counts()
        self.export(run_id, **params)
        after = self.sandbox.counts()
        columns = ("read", "written", "unchanged", "refused")
        names = ", ".join(f"items_{name}" for name in columns)
        found = self.db.execute(f"select {names} from bigcommerce.sync_runs where dag_run_id = %s", [run_id]).fetchone()
        assert found
        counted = {f"http_{name}": after[name] - before[name] for name in ("reads", "writes", "mails")}
        return dict(zip(columns, found, strict=True)) | counted

    def export(self, run_id: str, patience: float = 0.05, store: str = "default", **params: Any) -> None:
        operator = ExportShipments(task_id="export", store=store, patience=patience)
        operator.execute({"ti": SimpleNamespace(dag_id="test", run_id=run_id), "params": params})

    # --- what is there -------------------------------------------------------------------------------------------
    def our_id(self, order_id: int) -> int:
        row = self.db.execute("select order_id from backoffice.orders where bigcommerce_order_id = %s", [order_id])
        return int(row.fetchone()[0])  # type: ignore[index]

    def state(self, order_id: int) -> JSON:
        found: JSON = self.sandbox.control("GET", f"state/orders/{order_id}")
        return found

    def status(self, order_id: int) -> int:
        return int(self.state(order_id)["status_id"])

    def shipments(self, order_id: int) -> list[JSON]:
        found: list[JSON] = self.state(order_id)["shipments"]
        return found

    def shipped(self, order_id: int) -> list[tuple[str, list[int]]]:
        """[(number, quantities)] of each shipment."""
        return [(s["tracking_number"], [i["quantity"] for i in s["items"]]) for s in self.shipments(order_id)]

    def problems(self) -> list[tuple[str, str]]:
        """Open ones."""
        return self.db.execute(
            "select item_key, code from bigcommerce.item_problems where resolved_at is null order by 1, 2"
        ).fetchall()

    def exports(self) -> list[tuple[Any, ...]]:
        return self.db.execute(
            "select consignment_id, shipping_address_no, state, shipment_id, tracking_number, tracking_carrier"
            " from bigcommerce.shipment_exports order by 1, 2"
        ).fetchall()

    def digest(self) -> list[Any]:
        """Everything of shipment_exports, with the transaction that wrote each row last."""
        return self.db.execute("select xmin::text, x::text from bigcommerce.shipment_exports x order by 2").fetchall()
