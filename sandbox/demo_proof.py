"""Whether a pass changed anything, read from the tables themselves and not from what the flows say of it."""

from collections import Counter

import psycopg
from psycopg import sql

Rows = dict[str, Counter[str]]


def fingerprints(commerce: psycopg.Connection) -> Rows:
    """A hash of every row of the tables that a second pass must leave alone, by table.

    All of backoffice, the landed orders and what was accepted by BigCommerce; to the last column, times included.
    """
    tables = commerce.execute(
        """select table_schema, table_name from information_schema.tables
            where table_type = 'BASE TABLE' and (table_schema = 'backoffice' or table_schema = 'bigcommerce'
                  and (table_name = 'raw_orders' or table_name like '%\\_exports'))
            order by 1, 2"""
    ).fetchall()
    return {f"{schema}.{table}": _rows(commerce, schema, table) for schema, table in tables}


def changed_rows(before: Rows, after: Rows) -> dict[str, int]:
    """{table: rows added, removed or different}, without the tables where that is none."""
    changes = {}
    for table in before.keys() | after.keys():
        one, other = before.get(table, Counter()), after.get(table, Counter())
        if count := max(sum((one - other).values()), sum((other - one).values())):
            changes[table] = count
    return changes


def _rows(commerce: psycopg.Connection, schema: str, table: str) -> Counter[str]:
    query = sql.SQL("select md5(row::text) from {} as row order by 1").format(sql.Identifier(schema, table))
    return Counter(digest for (digest,) in commerce.execute(query))
