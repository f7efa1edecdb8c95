"""A kept plan says of each number which terms made it."""

from __future__ import annotations

import psycopg

from bigcommerce.db.ledger import SyncRun
from bigcommerce.db.plans import keep_plan
from tests.db.stock_rows import NOW, accept, add_sku, add_store, place, planned, set_store


def test_the_terms_of_each_number_are_kept(commerce: psycopg.Connection) -> None:
    add_store(commerce, "default", zero_stock_when_unapproved=True)
    for number, (sku, units) in enumerate({"PLAIN": 4, "FULL": 40, "OFF": 5, "GONE": 6, "NONE": None}.items(), start=1):
        add_sku(commerce, sku, units, product_id=number, variant_id=number)
    set_store(commerce, stock_buffer=2, stock_limit=10)
    place(commerce, 100, {"PLAIN": 1}, NOW)
    accept(commerce, "FULL", 8)
    accept(commerce, "GONE", 3)
    commerce.execute("update backoffice.products set is_active = false where sku = 'OFF'")
    commerce.execute("update bigcommerce.product_approvals set is_approved = false where sku = 'GONE'")
    planned(commerce)
    keep_plan(commerce, "stock", SyncRun("dag", "run", "stock", "default"))
    kept = commerce.execute("select sku, old, new, rule, percent from bigcommerce.planned_changes order by sku")
    assert kept.fetchall() == [
        ("FULL", 8, 10, "40 available, buffer 2, limit 10", 25),
        ("GONE", 3, 0, "not approved any more", -100),
        ("NONE", None, None, None, None),
        ("OFF", None, 0, "not active", None),
        ("PLAIN", None, 1, "4 available, 1 reserved, buffer 2", None),
    ]
