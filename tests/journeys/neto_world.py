"""A back office with received orders and the Neto account they go to, one run of a flow at a time, without a DAG."""

from __future__ import annotations

import uuid
from types import SimpleNamespace
from typing import Any

import psycopg
from airflow.sdk import DAG
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from bigcommerce.operators.neto.base import NetoOperator
from bigcommerce.operators.neto.consignments import ImportConsignments
from bigcommerce.operators.neto.orders import PushOrders
from bigcommerce.params import order_ids_param, store_param
from tests.neto_account import NetoAccount

JSON = dict[str, Any]
ADDRESS = {
    **{"first_name": "Jo", "last_name": "Lee", "company": "", "street_1": "1 High St", "street_2": ""},
    **{"city": "Perth", "state": "WA", "zip": "6000", "country_iso2": "AU", "phone": "0400000000"},
}
TABLES = (
    *("backoffice.orders", "backoffice.consignments", "backoffice.consignment_lines", "neto.order_pushes"),
    "neto.order_notes",
)
# Our order ids are BigCommerce's here; a tee at 22.00 each, 5.50 for the delivery.
ORDER = """
    insert into backoffice.orders (
        order_id, store_code, bigcommerce_order_id, status, currency, subtotal_inc_tax, subtotal_ex_tax,
        shipping_inc_tax, shipping_ex_tax, total_tax, total_inc_tax, total_ex_tax, customer_email,
        bigcommerce_payment_method, payment_method, billing_address, placed_at, payment_status
    )
    select
        id, 'default', id, 'New', 'AUD', 22.00, 20.00, 5.50, 5.00, 2.50, 27.50, 25.00, 'jo@example.com',
        'Credit Card', 'Card', %(address)s, '2026-03-02T01:12:09Z', 'captured'
    from unnest(%(ids)s::bigint[]) as id
"""
DETAILS = (
    """insert into backoffice.order_shipping_addresses (
        order_id, shipping_address_no, bigcommerce_order_address_id, bigcommerce_shipping_method, shipping_service,
        first_name, last_name, street_1, city, state, postcode, country_code
    )
    select id, 1, id, 'Standard', 'Parcel', 'Jo', 'Lee', '1 High St', 'Perth', 'WA', '6000', 'AU'
    from unnest(%(ids)s::bigint[]) as id""",
    """insert into backoffice.order_lines (
        order_id, line_no, bigcommerce_order_product_id, shipping_address_no, sku, name, quantity, unit_price_inc_tax,
        unit_price_ex_tax, total_inc_tax, total_ex_tax, total_tax, discounted_total_inc_tax
    )
    select id, 1, id * 10 + 1, 1, 'TEE', 'Tee', 1, 22.00, 20.00, 22.00, 20.00, 2.00, 22.00
    from unnest(%(ids)s::bigint[]) as id""",
    """insert into backoffice.order_payments (order_id, payment_no, kind, amount, currency, status, payment_method)
    select id, 1, 'payment', 27.50, 'AUD', 'captured', 'Card' from unnest(%(ids)s::bigint[]) as id""",
)


class NetoWorld:
    def __init__(self, db: psycopg.Connection, neto: NetoAccount) -> None:
        self.db, self.neto = db, neto
        db.execute("insert into bigcommerce.stores (store_code, is_enabled) values ('default', true)")
        db.execute("insert into neto.settings default values")
        neto.set(payment_methods=["Card", "PayPal"], shipping_methods=["Parcel", "Express"])
        self.stock("TEE", "CAP")

    # --- what happens --------------------------------------------------------------------------------------------
    def stock(self, *skus: str) -> None:
        """Neto has these."""
        self.neto.put(*[{"SKU": sku, "Name": sku, "IsActive": "True", "DefaultPrice": "22.00"} for sku in skus])

    def receive(self, *ids: int, **columns: Any) -> None:
        """Orders that were received. columns: of backoffice.orders, where they differ."""
        with self.db.transaction():
            self.db.execute(ORDER, {"ids": list(ids), "address": Jsonb(ADDRESS)})
            for statement in DETAILS:
                self.db.execute(statement, {"ids": list(ids)})
            for name, value in columns.items():
                self.db.execute(
                    f"update backoffice.orders set {name} = %s where order_id = any(%s)", [value, list(ids)]
                )

    def update(self, table: str, order_id: int, **columns: Any) -> None:
        for name, value in columns.items():
            self.db.execute(f"update backoffice.{table} set {name} = %s where order_id = %s", [value, order_id])

    def change(self, order_id: int, kind: str, before: Any, after: Any) -> int:
        statement = "insert into backoffice.order_changes (order_id, kind, details) values (%s, %s, %s) returning 1"
        self.db.execute(statement, [order_id, kind, Jsonb({"before": before, "after": after})])
        return int(self.rows("select max(change_id) from backoffice.order_changes")[0][0])

    def hold(self, order_id: int) -> None:
        """The order's payment method has no name at Neto."""
        self.update("orders", order_id, payment_method=None, status="On Hold")
        self.update("order_payments", order_id, payment_method=None)

    def name(self, order_id: int) -> None:
        """It has one now, and so leaves On Hold here."""
        self.update("orders", order_id, payment_method="Card", status="New")
        self.update("order_payments", order_id, payment_method="Card")

    # --- runs ----------------------------------------------------------------------------------------------------
    def push(self, run_id: str | None = None, patience: float = 0.0, **params: Any) -> JSON:
        """The row of the ledger, with the calls by action."""
        return self.run(PushOrders, "neto_order_push", run_id, {"patience": patience}, params)

    def assert_at_rest(self) -> None:
        """A further push writes nothing on either side."""
        before = self.digest()
        again = self.push()
        assert (again["writes"], again["items_written"], self.neto.writes()) == (0, 0, 0)
        assert self.digest() == before

    def bring(self, run_id: str | None = None, **params: Any) -> JSON:
        return self.run(ImportConsignments, "neto_consignment_import", run_id, {}, params)

    def run(self, kind: type[NetoOperator], dag_id: str, run_id: str | None, arguments: JSON, params: JSON) -> JSON:
        run_id = run_id or uuid.uuid4().hex
        self.neto.forget()
        self.execute(kind, dag_id, run_id, arguments, params)
        (row,) = self.records("select * from bigcommerce.sync_runs where dag_run_id = %s", run_id)
        return row | {"calls": self.neto.counts()}

    def outlets(self, kind: type[NetoOperator], arguments: JSON) -> list[Any]:
        """What a run announces."""
        return list(self.execute(kind, kind.__name__, uuid.uuid4().hex, arguments, {}).outlets)

    def execute(
        self, kind: type[NetoOperator], dag_id: str, run_id: str, arguments: JSON, params: JSON
    ) -> NetoOperator:
        with DAG(dag_id, params={"store": store_param(), "order_ids": order_ids_param()}):
            task = kind(task_id="the_task", **arguments)
        ti = SimpleNamespace(dag_id=dag_id, run_id=run_id)
        dag_run = SimpleNamespace(conf=params, run_type="manual")
        task.execute({"params": {"store": None, "order_ids": None} | params, "ti": ti, "dag_run": dag_run})
        return task

    # --- what is there -------------------------------------------------------------------------------------------
    def rows(self, query: str, *parameters: Any) -> list[tuple[Any, ...]]:
        return self.db.execute(query, parameters).fetchall()

    def records(self, query: str, *parameters: Any) -> list[JSON]:
        with self.db.cursor(row_factory=dict_row) as cursor:
            return cursor.execute(query, parameters).fetchall()

    def order(self, name: str) -> JSON:
        (found,) = [order for order in self.neto.orders() if order["OrderID"] == name]
        return found

    def titles(self, name: str) -> list[str]:
        return [note["Title"] for note in self.order(name)["StickyNotes"]]

    def paid(self) -> list[tuple[str, str, str]]:
        rows = [(row["OrderID"], row["AmountPaid"], row["CardAuthorisation"]) for row in self.neto.payments()]
        return sorted(rows)

    def pushes(self) -> list[tuple[Any, ...]]:
        query = """
            select o.order_id, neto_order_id, state, payment_state, grand_total, accepted_at is not null
            from neto.order_pushes join backoffice.orders o using (order_id) order by 1
        """
        return self.rows(query)

    def problems(self) -> list[tuple[str, str]]:
        query = "select item_key, code from bigcommerce.item_problems where resolved_at is null order by 1, 2"
        return [(key, code) for key, code in self.rows(query)]

    def messages(self) -> list[str]:
        return [
            text for (text,) in self.rows("select message from bigcommerce.item_problems where resolved_at is null")
        ]

    def consignments(self) -> list[tuple[Any, ...]]:
        """(id, our order, service, number, is cancelled, {line: units})."""
        query = """
            select c.consignment_id, c.order_id, shipping_service, tracking_number, is_cancelled,
                (select jsonb_object_agg(line_no, quantity) from backoffice.consignment_lines l
                 where l.consignment_id = c.consignment_id)
            from backoffice.consignments c order by 1
        """
        return self.rows(query)

    def digest(self) -> JSON:
        """{table or kind of Neto's rows: a hash of all of it}."""
        query = "select md5(coalesce(string_agg(t::text, ',' order by t::text), '')) from {} t"
        ours = {table: self.rows(query.format(table))[0][0] for table in TABLES}
        return ours | self.neto.control("GET", "state/digest")
