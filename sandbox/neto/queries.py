"""What the list actions have in common: filters, selectors, pages."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.neto.answers import Refused, listed, text
from sandbox.neto.clocks import read_date
from sandbox.neto.databases import Account

JSON = dict[str, Any]


@dataclass(frozen=True)
class Query:
    """A readable request for a list."""

    filter: JSON
    selectors: list[str]


def read_query(body: Any, filters: Collection[str], selectors: Collection[str], others: Collection[str]) -> Query:
    """others: keys of the filter that filter nothing. Refuses unknown names, and a list without any filter."""
    asked = body.get("Filter") if isinstance(body, Mapping) else None
    if not isinstance(asked, Mapping):
        raise Refused("Filter is required.")
    if unknown := sorted(set(asked) - set(filters) - set(others)):
        raise Refused(f"Unknown filter: {', '.join(unknown)}.")
    if not any(name in asked for name in filters):
        raise Refused("At least one filter is required.")
    wanted = [text(name) for name in listed(asked.get("OutputSelector"))]
    if not wanted:
        raise Refused("At least one OutputSelector is required.")
    if unknown := sorted(set(wanted) - set(selectors)):
        raise Refused(f"Unknown OutputSelector: {', '.join(unknown)}.")
    return Query(dict(asked), wanted)


def values_of(query: Query, name: str) -> list[str] | None:
    """The texts that a filter accepts; None where it is not asked for."""
    return [text(value) for value in listed(query.filter[name])] if name in query.filter else None


def date_of(query: Query, name: str) -> str | None:
    value = text(query.filter.get(name))
    if not value:
        return None
    try:
        return read_date(value)
    except ValueError as error:
        raise Refused(f"{name} is not a date: {value}.") from error


def number_of(query: Query, name: str, default: int) -> int:
    value = text(query.filter.get(name, default))
    if not value.isdigit():
        raise Refused(f"{name} is not a number: {value}.")
    return int(value)


def page_of(account: Account, query: Query, table: str, where: list[str], values: list[Any], order: str) -> list[JSON]:
    """The documents of the page asked for, with the oddities of pages that settings ask for."""
    settings = account.settings
    limit = min(number_of(query, "Limit", 100) or 100, settings["most_rows"])
    size = max(1, limit - settings["short_pages"])
    page = number_of(query, "Page", 0)
    start = max(0, page * size - page * settings["page_shift"])
    condition = " and ".join(where) or "true"
    # The ids first: an index knows them, and most documents are not looked at.
    ids = f"select id from {table} where {condition} order by {order} limit ? offset ?"
    sql = f"select doc from {table} where id in ({ids}) order by {order}"
    rows = account.rows(sql, [*values, size, start])
    if not rows and page and settings["last_page_repeats"]:
        count = account.rows(f"select count(*) as n from ({ids})", [*values, -1, 0])[0]["n"]
        rows = account.rows(sql, [*values, size, max(0, (count - 1) // size * size)])
    return [json.loads(row["doc"]) for row in rows]


def among(column: str, found: Collection[str]) -> str:
    return f"{column} in ({','.join('?' * len(found))})"
