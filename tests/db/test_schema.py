"""What the schemas promise to whoever else reads and writes them: columns, defaults, keys, and what is refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from psycopg.rows import dict_row

from tests.db.contract_tables import BY_THEMSELVES, CODES, MONEY, NATURAL_KEYS, TABLES, as_text, columns

# Parents that a row of the keys alone needs, and the keys themselves.
PARENTS = {
    "backoffice.orders": "insert into backoffice.orders values (1, 'default', 9)",
    "backoffice.consignments": "insert into backoffice.consignments (consignment_id) values ('C')",
    "bigcommerce.approval_imports": "insert into bigcommerce.approval_imports (import_id) values (1)",
}
KEYS = {
    **{"store_code": "default", "sku": "A", "code": "a", "name": "a", "price_group": "a", "bigcommerce_name": "a"},
    **{"order_id": 1, "consignment_id": "C", "import_id": 1, "line_no": 1, "shipping_address_no": 1},
    **{"payment_no": 1, "row_number": 2, "shipping_service": "a", "price_list_id": 1, "payload_hash": "a"},
    **{"bigcommerce_order_id": 1, "location_id": 1, "dag_id": "d", "dag_run_id": "r", "flow": "orders"},
}
OURS = "('backoffice', 'bigcommerce', 'neto')"
EARLIER = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def empty(rolled_back: psycopg.Connection) -> psycopg.Connection:
    rolled_back.execute("insert into bigcommerce.stores (store_code) values ('default')")
    return rolled_back


def insert_keys(connection: psycopg.Connection, table: str) -> dict[str, Any]:
    """A row of the table's keys alone, as it came to be."""
    keys = NATURAL_KEYS.get(table, [name for name in TABLES[table][0].split() if name not in BY_THEMSELVES])
    if table == "bigcommerce.stores":
        connection.execute("delete from bigcommerce.stores")
    else:
        for insert in (insert for parent, insert in PARENTS.items() if parent != table):
            connection.execute(insert)
    values = f"({', '.join(keys)}) values ({', '.join(f'%({name})s' for name in keys)})" if keys else "default values"
    with connection.cursor(row_factory=dict_row) as cursor:
        row = cursor.execute(f"insert into {table} {values} returning *", KEYS).fetchone()
    assert row is not None
    return row


def now(connection: psycopg.Connection) -> datetime:
    row = connection.execute("select now()").fetchone()
    assert row is not None
    return row[0]


def catalogue(connection: psycopg.Connection, query: str) -> list[tuple[Any, ...]]:
    return connection.execute(query.replace("OURS", OURS)).fetchall()


def is_refused(connection: psycopg.Connection, error: type[psycopg.Error], query: str, *values: Any) -> bool:
    try:
        with connection.transaction():
            connection.execute(query, values)
    except error:
        return True
    return False


# --- columns and keys ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("table", TABLES)
def test_the_keys_alone_make_a_row_with_these_defaults(empty: psycopg.Connection, table: str) -> None:
    row = insert_keys(empty, table)
    assert set(TABLES[table][0].split()) <= set(row)
    expected = columns(table)
    assert {name: as_text(row.get(name, "no such column"), now(empty)) for name in expected} == expected


@pytest.mark.parametrize(
    ("table", "key", "value"),
    [("backoffice.stock", "warehouse", "main"), ("bigcommerce.price_exports", "target", "catalog")],
)
def test_keys_that_need_no_value_have_one(empty: psycopg.Connection, table: str, key: str, value: str) -> None:
    assert insert_keys(empty, table)[key] == value


def test_every_table_has_these_keys(empty: psycopg.Connection) -> None:
    found = catalogue(
        empty,
        "select c.conrelid::regclass::text, c.contype, string_agg(a.attname, ' ' order by k.position)"
        " from pg_constraint c cross join unnest(c.conkey) with ordinality as k (number, position)"
        " join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.number"
        " where c.contype in ('p', 'u') and c.connamespace::regnamespace::text in OURS group by c.oid",
    )
    primary = {table: key for table, kind, key in found if kind == "p"}
    assert {table: primary.get(table) for table in TABLES} == {table: key for table, (key, _) in TABLES.items()}
    assert {(table, key) for table, kind, key in found if kind == "u"} == {
        ("backoffice.orders", "store_code bigcommerce_order_id"),
        ("backoffice.order_lines", "order_id bigcommerce_order_product_id"),
    }


def test_no_other_column_of_any_table_asks_for_a_value(empty: psycopg.Connection) -> None:
    found = catalogue(
        empty,
        "select a.attrelid::regclass::text, a.attname from pg_attribute a join pg_class t on t.oid = a.attrelid"
        " where t.relkind = 'r' and t.relnamespace::regnamespace::text in OURS and a.attnum > 0"
        " and a.attnotnull and not a.atthasdef and a.attidentity = ''"
        " and not exists (select from pg_constraint c where c.conrelid = t.oid and c.contype in ('p', 'u')"
        " and a.attnum = any(c.conkey))",
    )
    assert found == []


def test_foreign_keys_only_to_stores_and_from_details_to_their_parent(empty: psycopg.Connection) -> None:
    found = catalogue(
        empty,
        "select c.conrelid::regclass::text, c.confrelid::regclass::text,"
        " (select string_agg(a.attname, ' ' order by a.attnum) from pg_attribute a where a.attrelid = c.conrelid"
        " and a.attnum = any(c.conkey)) from pg_constraint c where c.contype = 'f'",
    )
    with_store = {
        table
        for (table,) in catalogue(
            empty,
            "select format('%I.%I', table_schema, table_name) from information_schema.columns"
            " where table_schema in OURS and column_name = 'store_code'",
        )
    }
    to_stores = {table for table, parent, column in found if (parent, column) == ("bigcommerce.stores", "store_code")}
    assert to_stores == with_store - {
        *("bigcommerce.stores", "bigcommerce.order_units", "bigcommerce.approval_history"),
    }
    assert {item for item in found if item[1] != "bigcommerce.stores"} == {
        *(
            (f"backoffice.{table}", "backoffice.orders", "order_id")
            for table in ("order_lines", "order_shipping_addresses", "order_payments", "order_changes", "consignments")
        ),
        ("backoffice.consignment_lines", "backoffice.consignments", "consignment_id"),
        ("neto.order_pushes", "backoffice.orders", "order_id"),
        ("neto.order_notes", "backoffice.order_changes", "change_id"),
        ("bigcommerce.order_units", "bigcommerce.landed_orders", "store_code bigcommerce_order_id"),
        ("bigcommerce.approval_import_rejects", "bigcommerce.approval_imports", "import_id"),
    }


def test_times_have_a_zone_and_texts_no_length(empty: psycopg.Connection) -> None:
    found = catalogue(
        empty,
        "select distinct data_type from information_schema.columns where table_schema in OURS",
    )
    assert {kind for (kind,) in found} == {
        *("ARRAY", "bigint", "boolean", "integer", "jsonb", "numeric", "text", "timestamp with time zone"),
    }


def test_text_is_compared_exactly(empty: psycopg.Connection) -> None:
    for sku in ("a", "A", "a ", " a", "\N{LATIN SMALL LETTER A WITH ACUTE}", "a\N{COMBINING ACUTE ACCENT}"):
        empty.execute("insert into backoffice.products (sku) values (%s)", [sku])
    assert empty.execute("select count(*) from backoffice.products where sku = 'a'").fetchone() == (1,)


# --- what is refused -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("table", MONEY)
def test_money_is_any_number_of_eighteen_digits_but_nan(empty: psycopg.Connection, table: str) -> None:
    insert_keys(empty, table)
    for name in MONEY[table].split():
        update = f"update {table} set {name} = %s::text::numeric"
        assert is_refused(empty, psycopg.errors.CheckViolation, update, "NaN"), name
        assert is_refused(empty, psycopg.errors.NumericValueOutOfRange, update, "100000000000000"), name
        for value in ("-99999999999999.9999", "0", "0.00005"):
            empty.execute(update, [value])
        assert empty.execute(f"select {name}::text from {table}").fetchone() == ("0.0001",), name


def test_every_number_with_decimals_is_money_but_these(empty: psycopg.Connection) -> None:
    found = catalogue(
        empty,
        "select format('%I.%I', table_schema, table_name), column_name from information_schema.columns"
        " where table_schema in OURS and data_type = 'numeric' and domain_name is null",
    )
    assert set(found) == {
        ("backoffice.orders", "currency_exchange_rate"),
        ("bigcommerce.stores", "tax_rate"),
        ("bigcommerce.stores", "max_price_change_percent"),
        ("bigcommerce.sync_runs", "waited_seconds"),
    }


@pytest.mark.parametrize(("table", "column"), CODES)
def test_codes_are_the_known_ones(empty: psycopg.Connection, table: str, column: str) -> None:
    insert_keys(empty, table)
    update = f"update {table} set {column} = %s"
    for code in CODES[table, column].split():
        empty.execute(update, [code])
        assert is_refused(empty, psycopg.errors.CheckViolation, update, code.upper())
    for wrong in ("", "other", f" {code}", "price_list:", "price_list:x"):
        assert is_refused(empty, psycopg.errors.CheckViolation, update, wrong), wrong


@pytest.mark.parametrize(
    ("column", "value"),
    [
        *(("store_code", ""), ("tax_rate", "NaN"), ("tax_rate", "-0.1"), ("tax_rate", "Infinity")),
        *(("max_price_change_percent", "NaN"), ("max_price_change_percent", "-1"), ("stock_limit", "-1")),
        *(("stock_buffer", "-1"), ("raw_order_retention_days", "0")),
    ],
)
def test_settings_that_mean_nothing_are_refused(empty: psycopg.Connection, column: str, value: str) -> None:
    assert is_refused(
        empty,
        psycopg.errors.CheckViolation,
        f"update bigcommerce.stores set {column} = '{value}'::text::{kind(column)}",
    )


def kind(column: str) -> str:
    return {"store_code": "text", "tax_rate": "numeric", "max_price_change_percent": "numeric"}.get(column, "int")


def test_a_row_of_an_unknown_store_is_refused(empty: psycopg.Connection) -> None:
    insert = "insert into bigcommerce.raw_orders values ('nobody', 1, 'a')"
    assert is_refused(empty, psycopg.errors.ForeignKeyViolation, insert)


def test_at_most_one_price_group_is_the_default(empty: psycopg.Connection) -> None:
    insert = "insert into backoffice.price_groups (code, is_default) values (%s, %s)"
    for code, is_default in (("a", False), ("b", False), ("c", True)):
        empty.execute(insert, [code, is_default])
    assert is_refused(empty, psycopg.errors.UniqueViolation, insert, "d", True)
    assert is_refused(
        empty, psycopg.errors.UniqueViolation, "update backoffice.price_groups set is_default = true where code = 'a'"
    )
    empty.execute("update backoffice.price_groups set is_default = false")
    empty.execute(insert, ["d", True])


# --- when stock was counted ----------------------------------------------------------------------------------------
@pytest.fixture
def counted(empty: psycopg.Connection) -> psycopg.Connection:
    """SKUs A and B, 5 each, counted long ago."""
    empty.execute("insert into backoffice.stock values ('A', 'main', 5, %s), ('B', 'main', 5, %s)", [EARLIER] * 2)
    return empty


def ages(connection: psycopg.Connection) -> list[timedelta]:
    """Since A and B were counted; 0 is just now."""
    return [age for (age,) in connection.execute("select now() - counted_at from backoffice.stock order by sku")]


def old(connection: psycopg.Connection) -> timedelta:
    return now(connection) - EARLIER


JUST_NOW = timedelta(0)


def test_another_quantity_is_another_count(counted: psycopg.Connection) -> None:
    counted.execute("update backoffice.stock set available_quantity = 6 where sku = 'A'")
    assert ages(counted) == [JUST_NOW, old(counted)]
    counted.execute("update backoffice.stock set available_quantity = available_quantity + 1")
    assert ages(counted) == [JUST_NOW, JUST_NOW]


def test_the_same_quantity_is_no_count(counted: psycopg.Connection) -> None:
    counted.execute("update backoffice.stock set available_quantity = 5, warehouse = 'other'")
    assert ages(counted) == [old(counted)] * 2


@pytest.mark.parametrize("quantity", [5, 6])
def test_a_writer_who_names_the_moment_is_believed(counted: psycopg.Connection, quantity: int) -> None:
    update = "update backoffice.stock set available_quantity = %s, counted_at = %s"
    counted.execute(update, [quantity, EARLIER])
    assert ages(counted) == [old(counted)] * 2
    counted.execute(update, [quantity + 1, EARLIER + timedelta(days=1)])
    assert ages(counted) == [old(counted) - timedelta(days=1)] * 2
    counted.execute("update backoffice.stock set counted_at = now()")
    assert ages(counted) == [JUST_NOW] * 2


def test_a_moment_named_once_does_not_count_for_the_next_update(counted: psycopg.Connection) -> None:
    counted.execute("update backoffice.stock set available_quantity = 6, counted_at = %s where sku = 'A'", [EARLIER])
    counted.execute("update backoffice.stock set available_quantity = 7 where sku = 'A'")
    assert ages(counted) == [JUST_NOW, old(counted)]


def test_an_upsert_counts_like_an_update(counted: psycopg.Connection) -> None:
    upsert = (
        "insert into backoffice.stock values ('A', 'main', 6, %s) on conflict (sku, warehouse) do update set"
        " available_quantity = excluded.available_quantity"
    )
    counted.execute(f"{upsert}, counted_at = excluded.counted_at", [EARLIER])
    assert ages(counted) == [old(counted)] * 2
    counted.execute(upsert.replace("6", "7"), [EARLIER])
    assert ages(counted) == [JUST_NOW, old(counted)]
