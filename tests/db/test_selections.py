"""Which products a filter matches, and what approving or unapproving them all makes of each, on a real Postgres."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from bigcommerce.domain.product_filters import ProductFilter
from bigcommerce.errors import BadRequest
from bigcommerce.selections import apply_selection, preview_selection

SKUS = ["toy-1", "TOY-1", "TOY-2", "TOY%3", "0010", "B"]


@pytest.fixture
def shop(commerce: psycopg.Connection) -> psycopg.Connection:
    """Approved: TOY-2. Unapproved: B. Linked: TOY-1, B. Missing: TOY-2. With a problem: 0010, TOY%3.
    Parents: toy-1, TOY-2; 0010 names itself."""
    commerce.execute("insert into bigcommerce.stores (store_code) values ('default'), ('other')")
    commerce.execute("insert into backoffice.products (sku) select unnest(%s::text[])", [[*SKUS, ""]])
    commerce.execute(
        "update backoffice.products p set parent_sku = named.parent_sku from (values"
        " ('TOY-1', 'toy-1'), ('B', 'toy-1'), ('TOY%3', 'TOY-2'), ('0010', '0010'), ('', 'gone'))"
        " named (sku, parent_sku) where p.sku = named.sku"
    )
    commerce.execute(
        "insert into bigcommerce.product_approvals (store_code, sku, is_approved) values"
        " ('default', 'TOY-2', true), ('default', 'B', false), ('other', 'B', true)"
    )
    commerce.execute(
        "insert into bigcommerce.product_links (store_code, sku, state) values ('default', 'TOY-1', 'linked'),"
        " ('default', 'B', 'linked'), ('default', 'TOY-2', 'missing'), ('other', '0010', 'linked')"
    )
    commerce.execute(
        "insert into bigcommerce.item_problems (store_code, flow, item_key, code, resolved_at) values"
        " ('default', 'prices', '0010', 'empty_price', null), ('default', 'stock', 'TOY%%3', 'stock_missing', null),"
        " ('default', 'stock', '0010', 'stock_missing', null), ('default', 'links', 'TOY-1', 'sku_not_found', now()),"
        " ('default', 'orders', 'TOY-2', 'invalid_order', null), ('other', 'stock', 'B', 'stock_missing', null)",
        [],
    )
    commerce.execute("truncate bigcommerce.approval_history")
    return commerce


def matching(connection: psycopg.Connection, wanted: ProductFilter) -> list[str]:
    """By the examples, which name every product of a shop as small as this."""
    outcomes = preview_selection(connection, "default", wanted, approve=True)
    found = [sku for name, rows in outcomes.examples.items() if name != "unknown_sku" for _, sku in rows]
    assert len(found) == outcomes.row_count - outcomes.rejected_count
    return sorted(found)


def in_order(connection: psycopg.Connection, *skus: str) -> list[tuple[str]]:
    """As this database sorts text."""
    return connection.execute("select sku from unnest(%s::text[]) sku order by sku", [list(skus)]).fetchall()


def history(connection: psycopg.Connection) -> list[tuple[Any, ...]]:
    return connection.execute(
        "select store_code, sku, was_approved, is_approved, changed_by, source from bigcommerce.approval_history"
        " order by history_id, sku"
    ).fetchall()


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (ProductFilter(), SKUS),
        (ProductFilter(skus=("B", "toy-1", "B")), ["B", "toy-1"]),
        (ProductFilter(skus=()), []),
        (ProductFilter(sku_prefix="TOY"), ["TOY-1", "TOY-2", "TOY%3"]),
        (ProductFilter(sku_prefix="TOY%"), ["TOY%3"]),
        (ProductFilter(sku_prefix="OY"), []),
        (ProductFilter(sku_prefix="tOY", is_any_case=True), ["toy-1", "TOY-1", "TOY-2", "TOY%3"]),
        (ProductFilter(is_approved=True), ["TOY-2"]),
        (ProductFilter(is_approved=False), [sku for sku in SKUS if sku != "TOY-2"]),
        (ProductFilter(link_state="linked"), ["TOY-1", "B"]),
        (ProductFilter(link_state="missing"), ["TOY-2"]),
        (ProductFilter(link_state="ambiguous"), []),
        (ProductFilter(has_problem=True), ["TOY%3", "0010"]),
        (ProductFilter(has_problem=False), ["toy-1", "TOY-1", "TOY-2", "B"]),
        (ProductFilter(is_parent=True), ["toy-1", "TOY-2"]),
        (ProductFilter(is_parent=False), ["TOY-1", "TOY%3", "0010", "B"]),
        (ProductFilter(is_parent=True, is_approved=True), ["TOY-2"]),
        (ProductFilter(sku_prefix="TOY", link_state="linked"), ["TOY-1"]),
        (ProductFilter(skus=("B", "TOY-2"), is_approved=False), ["B"]),
    ],
    ids=str,
)
def test_each_field_narrows_to_what_matches_exactly_at_this_store(
    shop: psycopg.Connection, wanted: ProductFilter, expected: list[str]
) -> None:
    assert matching(shop, wanted) == sorted(expected)


def test_a_preview_counts_and_changes_nothing(shop: psycopg.Connection) -> None:
    outcomes = preview_selection(shop, "default", ProductFilter(sku_prefix="TOY"), approve=True)
    assert outcomes.counts == {"approved": 2, "unchanged": 1}
    assert sorted(outcomes.examples["approved"] + outcomes.examples["unchanged"]) == [
        (place, sku) for place, (sku,) in enumerate(in_order(shop, "TOY-1", "TOY-2", "TOY%3"), start=1)
    ]
    assert history(shop) == []


def test_all_that_match_are_approved_with_who_and_where(shop: psycopg.Connection) -> None:
    wanted = ProductFilter(link_state="linked")
    outcomes = apply_selection(shop, "default", wanted, approve=True, changed_by="ann", confirmed=2)
    assert outcomes.counts == {"approved": 2}
    assert history(shop) == [
        ("default", "B", False, True, "ann", "bulk"),
        ("default", "TOY-1", None, True, "ann", "bulk"),
    ]
    again = apply_selection(shop, "default", wanted, approve=True, changed_by="bob", confirmed=0)
    assert again.counts == {"unchanged": 2}
    assert len(history(shop)) == 2


def test_unapproving_touches_what_was_approved_and_no_other(shop: psycopg.Connection) -> None:
    outcomes = apply_selection(shop, "default", ProductFilter(), approve=False, changed_by="ann", confirmed=1)
    assert outcomes.counts == {"unapproved": 1, "unchanged": 5}
    assert history(shop) == [("default", "TOY-2", True, False, "ann", "bulk")]
    assert shop.execute("select count(*) from bigcommerce.product_approvals").fetchone() == (3,)


def test_a_named_sku_that_is_no_product_is_said_and_never_created(shop: psycopg.Connection) -> None:
    wanted = ProductFilter(skus=("b", "Z", "Z", "", "B"), sku_prefix="B")
    outcomes = apply_selection(shop, "default", wanted, approve=True, changed_by="ann", confirmed=1)
    assert outcomes.counts == {"approved": 1, "unknown_sku": 3}
    assert sorted(sku for _, sku in outcomes.examples["unknown_sku"]) == ["", "Z", "b"]
    assert [row[1] for row in history(shop)] == ["B"]


@pytest.mark.parametrize("confirmed", [4, 6])
def test_another_number_than_was_confirmed_changes_nothing(shop: psycopg.Connection, confirmed: int) -> None:
    with pytest.raises(BadRequest, match=rf"^5 products would change now, and {confirmed} were confirmed"):
        apply_selection(shop, "default", ProductFilter(), approve=True, changed_by="ann", confirmed=confirmed)
    assert history(shop) == []
