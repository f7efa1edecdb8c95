"""What only the price flow keeps: guarded changes, price lists, and when discounts were looked for."""

from __future__ import annotations

from collections.abc import Sequence

import psycopg

from bigcommerce.db.queries import sql


def guard_prices(connection: psycopg.Connection, store: str, skus: Sequence[str] | None) -> None:
    """Keep the changes that wait for a person, and no longer those that the plan does not ask for any more."""
    connection.execute(sql("prices/delete_moot_guards"), {"store": store, "skus": skus})
    connection.execute(sql("prices/guard_prices"), {"store": store})


def planned_lists(connection: psycopg.Connection) -> dict[int, int]:
    """{price list: how many records the plan sends to it}."""
    return dict(connection.execute(sql("prices/select_planned_lists")).fetchall())


def close_found_lists(connection: psycopg.Connection, store: str, list_ids: Sequence[int]) -> None:
    """Close the problem of each of these price lists, and of those that are not mapped any more."""
    found = [f"price_list:{list_id}" for list_id in list_ids]
    connection.execute(sql("prices/close_found_lists"), {"store": store, "found": found})


def count_options_products(connection: psycopg.Connection) -> int:
    """How many products with options the plan writes themselves."""
    row = connection.execute(sql("prices/count_options_products")).fetchone()
    return row[0] if row else 0


def is_discount_check_due(connection: psycopg.Connection, store: str, at_once: bool) -> bool:
    """Once a day, or at once. Asking counts as looking."""
    parameters = {"store": store, "at_once": at_once}
    return connection.execute(sql("prices/start_discount_check"), parameters).fetchone() is not None
