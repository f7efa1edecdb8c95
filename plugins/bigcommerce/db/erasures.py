"""Takes a customer's data out of the tables, by e-mail address."""

from __future__ import annotations

from dataclasses import dataclass

import psycopg
from psycopg.types.json import Jsonb

from bigcommerce.db.queries import sql
from bigcommerce.domain.erasures import without_person


@dataclass(frozen=True)
class Erasure:
    """How many rows lost what they said of the person. order_ids: BigCommerce's, by store."""

    order_ids: list[tuple[str, int]]
    addresses: int
    changes: int
    payloads: int


def erase_customer(connection: psycopg.Connection, email: str) -> Erasure:
    """All of it or nothing. E-mail addresses are compared without case."""
    with connection.transaction():
        connection.execute(sql("erasures/create_orders_of_person"), {"email": email.strip()})
        order_ids = connection.execute(sql("erasures/select_orders_of_person")).fetchall()
        connection.execute(sql("erasures/erase_orders"))
        addresses = connection.execute(sql("erasures/erase_addresses")).rowcount
        changes = connection.execute(sql("erasures/erase_changes")).rowcount
        payloads = connection.execute(sql("erasures/select_payloads")).fetchall()
        for store, order_id, payload_hash, payload in payloads:
            key = {"store": store, "order_id": order_id, "payload_hash": payload_hash}
            connection.execute(sql("erasures/update_payload"), key | {"payload": Jsonb(without_person(payload))})
    return Erasure([(store, order_id) for store, order_id in order_ids], addresses, changes, len(payloads))
