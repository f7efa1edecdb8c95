"""Everything that is known of one order, and what a person acknowledges of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

import psycopg
from psycopg.rows import dict_row

from bigcommerce.db.order_receipts import release_orders
from bigcommerce.db.orders import lock_intake
from bigcommerce.db.queries import sql
from bigcommerce.domain.order_stories import NOT_SENT, Facts

Row = dict[str, Any]


def read_facts(connection: psycopg.Connection, store: str, bigcommerce_order_id: int) -> Facts | None:
    """None: no such order was ever seen."""
    key = {"store": store, "bigcommerce_order_id": bigcommerce_order_id}
    orders = select(connection, "order_stories/select_order", key)
    if not orders:
        return None
    ours = {"store": store, "order_id": orders[0]["order_id"]}
    shipments = select(connection, "order_stories/select_shipments", ours)
    concerned = {
        "store": store,
        "item_key": str(bigcommerce_order_id),
        "consignment_ids": list({row["consignment_id"] for row in shipments}),
    }
    return Facts(
        order=orders[0],
        lines=select(connection, "order_stories/select_lines", ours),
        addresses=select(connection, "order_stories/select_addresses", ours),
        payments=select(connection, "order_stories/select_payments", ours),
        changes=select(connection, "order_stories/select_changes", ours),
        shipments=shipments,
        problems=select(connection, "order_stories/select_problems", concerned),
        pushes=select(connection, "order_stories/select_push", ours),
        payloads=select(connection, "order_stories/select_payloads", key),
    )


def select(connection: psycopg.Connection, statement: str, parameters: Row) -> list[Row]:
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(sql(statement), parameters).fetchall()


def find_runs(
    connection: psycopg.Connection, store: str, moments: Iterable[tuple[str, datetime]]
) -> dict[tuple[str, datetime], tuple[str, str]]:
    """{(flow, moment): (dag_id, dag_run_id) of the run that was at work then}; where none was, there is no entry."""
    wanted = set(moments)
    parameters = {"store": store, "flows": [flow for flow, _ in wanted], "moments": [moment for _, moment in wanted]}
    return {
        (flow, moment): (dag_id, dag_run_id)
        for flow, moment, dag_id, dag_run_id in connection.execute(sql("order_stories/select_runs"), parameters)
    }


def acknowledge_changes(
    connection: psycopg.Connection, store: str, order: Mapping[str, Any], change_ids: Collection[int], person: str
) -> tuple[int, bool]:
    """(how many were not acknowledged before, whether that left nothing open and so let the order go).

    The order is let go as the next ingest run would: release_orders decides. order: a row of Facts.
    """
    with connection.transaction():
        lock_intake(connection, store)
        parameters = {"order_id": order["order_id"], "change_ids": list(change_ids), "person": person}
        count = connection.execute(sql("order_stories/acknowledge_changes"), parameters).rowcount
        released = release_orders(connection, store, [order["bigcommerce_order_id"]])
    return count, bool(released)


def accept_by_hand(connection: psycopg.Connection, store: str, order: Mapping[str, Any], person: str) -> bool:
    """Whether the order counts as accepted from now on, because a person has entered it at Neto: False where it was
    accepted or cancelled meanwhile, or may be there already. order: a row of Facts."""
    with connection.transaction():
        parameters = {"order_id": order["order_id"]}
        # Whether it is being sent is seen only once a push that is about to has said so.
        connection.execute(sql("order_stories/lock_order"), parameters)
        is_accepted = connection.execute(sql("order_stories/accept_by_hand"), parameters).rowcount == 1
        if is_accepted:
            key = str(order["bigcommerce_order_id"])
            refusals = {"store": store, "item_key": key, "codes": list(NOT_SENT), "person": person}
            connection.execute(sql("order_stories/close_refusals"), refusals)
    return is_accepted
