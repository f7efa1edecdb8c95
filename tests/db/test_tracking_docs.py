"""What docs/tracking.md shows to do is what the tables take."""

from __future__ import annotations

import re
from pathlib import Path

import psycopg

from bigcommerce.db import tracking as db

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "tracking.md").read_text(encoding="utf-8")


def test_the_example_of_a_parcel_and_its_carrier_is_a_consignment_to_send(commerce: psycopg.Connection) -> None:
    commerce.execute("insert into bigcommerce.stores (store_code) values ('default')")
    # BigCommerce's number of one order is our own number of another.
    commerce.execute(
        "insert into backoffice.orders (order_id, store_code, bigcommerce_order_id)"
        " values (1, 'default', 1234), (1234, 'default', 99)"
    )
    for example in re.findall(r"```sql\n(.*?)```", TEXT, re.DOTALL):
        commerce.execute(example)
    (row,) = db.read_consignments(commerce, "default", [1234, 99])
    assert (row.order_id, row.asked, row.is_to_send) == (1234, {1: 2}, True)
    assert (row.value["tracking_number"], row.value["tracking_carrier"]) == ("33ABC0012345", "australia-post")
