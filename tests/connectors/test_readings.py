"""The client against a real (pretend) store: what changed, what has a SKU, and what is held, in few requests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bigcommerce.connectors import readings
from bigcommerce.connectors.bigcommerce import BigCommerceClient
from bigcommerce.connectors.readings import (
    held_price,
    held_stock,
    lists_that_fit,
    price_record_pages,
    products_with_skus,
    read_product_changes,
    stock_pages,
)
from bigcommerce.errors import NotFound, UnexpectedAnswer, Unreachable
from tests.conftest import SandboxStore
from tests.connectors.store_calls import add_product, add_products, requests_of, say

FIELDS = ("sku", "price")


def age(sandbox: SandboxStore) -> datetime:
    """Lets an hour pass; a moment half-way."""
    sandbox.control("PATCH", "settings", {"clock_offset_seconds": 3600})
    return datetime.now(UTC) + timedelta(minutes=30)


def test_changes_come_newest_first_with_the_count_of_all(sandbox: SandboxStore, client: BigCommerceClient) -> None:
    ids = add_products(sandbox, 300)
    since = age(sandbox)
    sandbox.control("PATCH", f"products/{ids[2]}", {"price": 5})
    changes = read_product_changes(client, FIELDS, since)
    assert [product["id"] for product in changes.products] == [ids[2]] and changes.total == 300
    assert abs(changes.read_at - since - timedelta(minutes=30)) < timedelta(minutes=1)
    assert requests_of(sandbox) == 1
    assert read_product_changes(client, FIELDS, since + timedelta(hours=1)).products == []


def test_more_than_a_page_of_changes_is_walked_by_date(
    sandbox: SandboxStore, client: BigCommerceClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = add_products(sandbox, 20)
    since = age(sandbox)
    for product_id in ids[3:8]:
        sandbox.control("PATCH", f"products/{product_id}", {"price": 5})
    monkeypatch.setattr(readings, "PAGE", 3)
    assert [product["id"] for product in read_product_changes(client, FIELDS, since).products] == ids[3:8]
    assert requests_of(sandbox) == 2


def test_a_list_that_is_not_in_order_is_walked_by_date(sandbox: SandboxStore, client: BigCommerceClient) -> None:
    add_product(sandbox)
    dates = ["2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"]
    rows = [{"id": number, "date_modified": date} for number, date in enumerate(dates)]
    say(sandbox, {"data": rows, "meta": {"pagination": {"total": 1}}})
    assert len(read_product_changes(client, FIELDS, datetime(2026, 1, 1, tzinfo=UTC)).products) == 1


@pytest.mark.parametrize("body", [{"data": []}, {"data": [{"id": 1}], "meta": {"pagination": {"total": 1}}}])
def test_changes_without_a_total_or_a_date_are_not_believed(
    sandbox: SandboxStore, client: BigCommerceClient, body: dict[str, object]
) -> None:
    say(sandbox, body)
    with pytest.raises(UnexpectedAnswer):
        read_product_changes(client, FIELDS, datetime(2026, 1, 1, tzinfo=UTC))


def test_products_are_found_by_their_skus_commas_and_all(sandbox: SandboxStore, client: BigCommerceClient) -> None:
    made = {sku: add_product(sandbox, sku, name=f"{number}")["id"] for number, sku in enumerate(("a", "b,c", "c", "d"))}
    assert sorted(products_with_skus(client, ["A", "b,c", "none"])) == sorted([made["a"], made["b,c"]])
    assert requests_of(sandbox) == 2
    assert list(products_with_skus(client, [])) == []


def test_lists_of_skus_stay_short_enough_for_an_address() -> None:
    parts = list(lists_that_fit(["ü" * 200] * 10 + ["A"]))
    assert [len(part) for part in parts] == [2, 2, 2, 2, 3] and list(lists_that_fit([])) == []


def test_what_is_held_is_read_by_location_a_thousand_a_page(sandbox: SandboxStore, client: BigCommerceClient) -> None:
    ids = add_products(sandbox, 1001)
    pages = list(stock_pages(client, 1))
    assert [(len(rows), total) for rows, total in pages] == [(1000, 1001), (1, 1001)] and requests_of(sandbox) == 2
    assert held_stock(client, 1, product_id=ids[0]) == 5 and held_stock(client, 1, product_id=1) is None


def test_one_price_and_one_number_take_a_request_each(sandbox: SandboxStore, client: BigCommerceClient) -> None:
    product = add_product(sandbox, "A", inventory_tracking="variant", variants=[{"sku": "A-S", "price": 7}])
    (variant,) = product["variants"]
    held = held_price(client, product["id"], variant["id"])
    assert held and held["price"] == 7
    of_product = held_price(client, product["id"], None)
    assert of_product and of_product["price"] == 1
    assert held_stock(client, 1, variant_id=variant["id"]) == 0
    assert requests_of(sandbox) == 3 and held_price(client, 1, None) is None and held_price(client, 1, 1) is None


# --- price lists ---------------------------------------------------------------------------------------------------
@pytest.fixture
def price_list(sandbox: SandboxStore) -> int:
    """A price list with 1,004 records."""
    ids = add_products(sandbox, 1_004)
    variants = [variant["id"] for variant in sandbox.client().variants_of(ids)]
    list_id: int = sandbox.control("POST", "pricelists", {"name": "Trade"})["id"]
    records = [{"variant_id": variant, "currency": "aud", "price": 1} for variant in variants]
    sandbox.control("PUT", f"pricelists/{list_id}/records", records)
    sandbox.control("DELETE", "counts")
    return list_id


def variants_read(client: BigCommerceClient, list_id: int, **filters: str) -> tuple[int, int, set[int | None]]:
    """(records, different ones, totals said)."""
    pages = list(price_record_pages(client, list_id, "AUD", **filters))
    found = [record["variant_id"] for rows, _ in pages for record in rows]
    return len(found), len(set(found)), {total for _, total in pages}


def test_price_records_are_walked_by_cursor_a_thousand_a_page(
    sandbox: SandboxStore, client: BigCommerceClient, price_list: int
) -> None:
    assert variants_read(client, price_list) == (1_004, 1_004, {1_004}) and requests_of(sandbox) == 2
    asked = [entry["query"] for entry in sandbox.control("GET", "requests")][-2:]
    assert "after=" not in asked[0] and "after=" in asked[1]
    assert all("currency=aud" in query for query in asked)
    first, second = (record["variant_id"] for record in next(price_record_pages(client, price_list, "AUD"))[0][:2])
    assert variants_read(client, price_list, **{"variant_id:in": f"{first},{second}"}) == (2, 2, {2})


def test_a_page_that_is_capped_or_refused_ends_no_walk(
    sandbox: SandboxStore, client: BigCommerceClient, price_list: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readings, "RECORDS_PAGE", 5_000)
    sandbox.control("PATCH", "settings", {"over_limit": "cap"})
    assert variants_read(client, price_list)[:2] == (1_004, 1_004) and requests_of(sandbox) == 2
    sandbox.control("PATCH", "settings", {"over_limit": "refuse"})
    assert variants_read(client, price_list)[:2] == (1_004, 1_004) and requests_of(sandbox) == 2 + 1 + 5
    with pytest.raises(NotFound):
        variants_read(client, 4711)


def test_without_cursors_price_records_are_walked_by_page_until_the_total_or_an_empty_page(
    sandbox: SandboxStore, client: BigCommerceClient, price_list: int
) -> None:
    def page(first: int, **meta: int) -> None:
        rows = [{"variant_id": number} for number in (first, first + 1)]
        say(sandbox, {"data": rows, "meta": {"pagination": meta}})

    page(1, total=4)
    page(3, total=4)
    assert variants_read(client, price_list) == (4, 4, {4})
    page(1)
    page(3)
    say(sandbox, {"data": [], "meta": {}})
    assert variants_read(client, price_list) == (4, 4, {None})
    page(1, total=4)
    page(1, total=4)
    with pytest.raises(Unreachable, match="the same page twice"):
        variants_read(client, price_list)
