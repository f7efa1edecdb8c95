"""The client against a real (pretend) store: products, variants and stock, read whole and written."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from bigcommerce.connectors import bigcommerce as connector
from bigcommerce.connectors.bigcommerce import BigCommerceClient
from bigcommerce.connectors.rows import PAGE
from bigcommerce.errors import Rejected, UnexpectedAnswer, Unreachable
from tests.conftest import SandboxStore
from tests.connectors.store_calls import add_product, add_products, requests_of, rows, say


def catalogue(client: BigCommerceClient, **filters: Any) -> list[int]:
    return [product["id"] for page in client.product_pages(["sku"], **filters) for product in page]


def test_a_walk_over_the_catalogue_shows_every_product_once(sandbox: SandboxStore, client: BigCommerceClient) -> None:
    ids = add_products(sandbox, PAGE + 10)
    gone = {"method": "DELETE", "path": f"products/{ids[0]}"}
    sandbox.control("POST", "hooks/before-request", {"path": "/v3/catalog/products", "nth": 2, "do": [gone]})
    pages = list(client.product_pages(["sku", "price"]))
    assert [product["id"] for page in pages for product in page] == ids
    assert [len(page) for page in pages] == [PAGE, 10] and requests_of(sandbox) == 2
    assert set(pages[0][0]) == {"id", "sku", "price"}


def test_an_empty_catalogue_has_no_page(client: BigCommerceClient) -> None:
    assert list(client.product_pages(["sku"])) == []


def test_a_full_last_page_ends_the_walk(sandbox: SandboxStore, client: BigCommerceClient) -> None:
    ids = add_products(sandbox, PAGE)
    assert [len(page) for page in client.product_pages(["sku"])] == [PAGE]
    assert catalogue(client, **{"id:in": f"{ids[3]},{ids[1]}"}) == [ids[1], ids[3]]


def test_a_page_that_starts_with_the_last_product_again_is_not_the_end(
    sandbox: SandboxStore, client: BigCommerceClient
) -> None:
    for first, last in ((1, PAGE), (PAGE, 2 * PAGE - 1), (2 * PAGE - 1, 2 * PAGE)):
        say(sandbox, {"data": rows(first, last)})
    assert catalogue(client) == list(range(1, 2 * PAGE + 1))


@pytest.mark.parametrize("ids", [[2, 1], [1, 1]])
def test_a_page_out_of_order_or_with_a_product_twice_is_refused(
    sandbox: SandboxStore, client: BigCommerceClient, ids: list[int]
) -> None:
    say(sandbox, {"data": [{"id": product_id} for product_id in ids]})
    with pytest.raises(UnexpectedAnswer, match="GET /v3/catalog/products was answered out of order"):
        catalogue(client)


def test_a_page_that_comes_again_is_refused(sandbox: SandboxStore, client: BigCommerceClient) -> None:
    say(sandbox, {"data": rows(1, PAGE)}, times=None)
    with pytest.raises(Unreachable, match="GET /v3/catalog/products showed the same page twice"):
        catalogue(client)
    assert requests_of(sandbox) == 2


def test_prices_are_exact(sandbox: SandboxStore, client: BigCommerceClient) -> None:
    add_product(sandbox, price=19.99)
    ((product,),) = client.product_pages(["price"])
    assert product["price"] == Decimal("19.99") and isinstance(product["price"], Decimal)


def test_variants_of_many_products_are_read_page_by_page(sandbox: SandboxStore, client: BigCommerceClient) -> None:
    ids = add_products(sandbox, 251, prefix="B-")
    (big,) = add_products(sandbox, 1, prefix="V-", variants_each=PAGE + 1)
    add_products(sandbox, 3, prefix="OTHER-")
    found = [variant["sku"] for variant in client.variants_of([big, *ids])]
    assert sorted(found) == sorted(
        [f"B-{number:06d}" for number in range(1, 252)] + [f"V-000001-{number}" for number in range(1, PAGE + 2)]
    )
    # 250 products with 500 variants: three pages, the last one empty; then the last product.
    assert requests_of(sandbox) == 4
    assert list(client.variants_of([])) == []


def test_variants_are_found_by_their_sku_without_case(sandbox: SandboxStore, client: BigCommerceClient) -> None:
    product = add_product(sandbox, "Ab-1")
    add_product(sandbox, "Ab-10")
    assert [variant["product_id"] for variant in client.variants_with_sku("aB-1")] == [product["id"]]
    assert list(client.variants_with_sku("none")) == []


def test_a_list_that_never_ends_is_refused(sandbox: SandboxStore, client: BigCommerceClient) -> None:
    say(sandbox, {"data": rows(1, PAGE)}, times=None)
    with pytest.raises(Unreachable, match="GET /v3/catalog/variants showed the same page twice, as page 1 and 2"):
        list(client.variants_with_sku("A"))


@pytest.mark.parametrize("body", [{}, {"data": None}, {"data": {}}, "null", '"text"'])
def test_an_answer_that_is_no_list_is_not_an_empty_one(
    sandbox: SandboxStore, client: BigCommerceClient, body: Any
) -> None:
    say(sandbox, body, times=None)
    calls = (
        lambda: catalogue(client),
        lambda: client.order_products(1),
        lambda: client.shipments(1),
        lambda: list(client.variants_of([1])),
        lambda: list(client.refunds([1])),
    )
    for call in calls:
        with pytest.raises(UnexpectedAnswer, match="something else than a list"):
            call()


def say_variants(sandbox: SandboxStore, ids: list[int], total: int) -> None:
    body = {"data": [{"id": number} for number in ids], "meta": {"pagination": {"total": total}}}
    say(sandbox, body, path="/v3/catalog/variants")


@pytest.mark.parametrize(
    ("readings", "found"),
    [
        # Whole; with a row twice and one lost, then whole; one lost each time, but not the same; one deleted since.
        ([([1, 2, 3], 3)], [1, 2, 3]),
        ([([1, 2, 2], 3), ([1, 2, 3], 3)], [1, 2, 3]),
        ([([1, 2], 3), ([2, 3], 3)], [1, 2, 3]),
        ([([1, 2], 3), ([1, 2], 2)], [1, 2]),
    ],
)
def test_variants_are_counted_and_read_once_more_where_some_are_missing(
    sandbox: SandboxStore, client: BigCommerceClient, readings: list[tuple[list[int], int]], found: list[int]
) -> None:
    for ids, total in readings:
        say_variants(sandbox, ids, total)
    assert sorted(variant["id"] for variant in client.variants_of([77])) == found
    assert requests_of(sandbox) == len(readings)


def test_variants_that_stay_missing_are_no_short_list(sandbox: SandboxStore, client: BigCommerceClient) -> None:
    for _ in range(2):
        say_variants(sandbox, [1, 2], 3)
    with pytest.raises(Unreachable, match="each time showed fewer rows than it says it has"):
        list(client.variants_of([77]))


# --- writes ----------------------------------------------------------------------------------------------------
def test_products_are_updated_and_the_answer_names_those_saved(
    sandbox: SandboxStore, client: BigCommerceClient
) -> None:
    first, second = (add_product(sandbox, sku)["id"] for sku in "AB")
    sandbox.control("PATCH", "settings", {"partial_failure_skus": ["B"]})
    answer = client.update_products([{"id": first, "price": 12.5}, {"id": second, "price": 13.5}])
    assert [(product["id"], product["price"]) for product in answer["data"]] == [(first, Decimal("12.5"))]
    prices = sandbox.control("GET", "state/prices")
    assert (prices["A"]["calculated_price"], prices["B"]["calculated_price"]) == (12.5, 1)


def test_variants_are_updated_and_inherit_again(sandbox: SandboxStore, client: BigCommerceClient) -> None:
    variants = [{"sku": f"A-{size}", "options": {"Size": size}, "price": None} for size in "SL"]
    product = add_product(sandbox, price=10, variants=variants)
    small, large = (variant["id"] for variant in product["variants"])
    client.update_variants([{"id": small, "price": 12.5}, {"id": large, "price": 13.5}])
    changed = client.update_variant(product["id"], small, {"price": None})
    assert changed["data"]["price"] is None
    prices = sandbox.control("GET", "state/prices")
    assert [(prices[sku]["price"], prices[sku]["calculated_price"]) for sku in ("A-S", "A-L")] == [
        (None, 10),
        (13.5, 13.5),
    ]


def test_stock_is_set_to_an_absolute_number(sandbox: SandboxStore, client: BigCommerceClient) -> None:
    product = add_product(sandbox, inventory_tracking="product", inventory_level=3)
    for _ in range(2):
        client.set_stock([{"location_id": 1, "product_id": product["id"], "quantity": 7}], "test")
    assert sandbox.control("GET", "state/inventory") == {"A": 7}


@pytest.mark.parametrize("write", ["PRODUCTS", "VARIANTS", "STOCK_ITEMS"])
def test_the_biggest_batch_is_accepted_and_one_more_is_not(
    sandbox: SandboxStore, client: BigCommerceClient, write: str
) -> None:
    size = getattr(connector, f"{write}_A_BATCH")
    ids = add_products(sandbox, size + 1)
    if write == "VARIANTS":
        batch = [{"id": variant["id"], "price": 2} for variant in client.variants_of(ids)]
    elif write == "PRODUCTS":
        batch = [{"id": product_id, "price": 2} for product_id in ids]
    else:
        batch = [{"location_id": 1, "product_id": product_id, "quantity": 2} for product_id in ids]

    def send(items: list[dict[str, Any]]) -> Any:
        if write == "STOCK_ITEMS":
            return client.set_stock(items, "test")
        return client.update_products(items) if write == "PRODUCTS" else client.update_variants(items)

    with pytest.raises(Rejected) as error:
        send(batch)
    assert error.value.status == 413
    assert send(batch[:size])
