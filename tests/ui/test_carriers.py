"""Shipping services get the carriers that BigCommerce knows; those without one are seen."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from tests.db.order_rows import rows
from tests.ui.order_pages import STORE, open_shop, order, take, text_of
from tests.ui.test_mappings import fingerprint, said

CARRIER = f"{STORE}/mappings/carrier"
Browse = Callable[..., Any]
POST = {"shipping_service": "Post", "match_kind": "exact", "tracking_carrier": "australia-post"}


@pytest.fixture
def shop(commerce: psycopg.Connection) -> psycopg.Connection:
    return open_shop(commerce)


def dispatch(connection: psycopg.Connection, service: str | None, count: int = 1, store: str = "default") -> None:
    connection.execute(
        "insert into backoffice.consignments (consignment_id, order_id, shipping_service)"
        " select concat_ws('/', %(service)s::text, %(store)s::text, n), order_id, %(service)s"
        " from backoffice.orders, generate_series(1, %(count)s) as n where store_code = %(store)s",
        {"service": service, "count": count, "store": store},
    )


def missing(answer: Any) -> list[tuple[str, str]]:
    table = answer.text.split("<h2>Carriers</h2>")[0]
    return re.findall(r'<code class="exact">([^<]*)</code></th>\s*<td class="number"[^>]*>([^<]*)</td>', table)


def carriers(connection: psycopg.Connection) -> list[tuple[Any, ...]]:
    return rows(connection, "select * from bigcommerce.carrier_map order by shipping_service")


def test_services_without_a_row_come_first_with_their_consignments(browse: Browse, shop: psycopg.Connection) -> None:
    take(shop, order())
    take(shop, order(), store="other")
    for service, count in (("Post", 2), ("post", 3), ("Express 1", 4), ("Own van", 5), ("", 1), (None, 1)):
        dispatch(shop, service, count)
    dispatch(shop, "Elsewhere", 9, "other")
    shop.execute(
        "insert into bigcommerce.carrier_map values ('default', 'Post', 'exact'), ('default', 'Express%', 'pattern')"
    )
    answer = browse("vic").get(CARRIER)
    assert missing(answer) == [("Own van", "5"), ("post", "3")]
    assert 'looks like <code class="exact">Post</code>' in answer.text
    shop.execute("insert into bigcommerce.carrier_map values ('default', '%', 'pattern')")
    assert missing(browse().get(CARRIER)) == []


def test_a_carrier_is_added_changed_and_deleted(browse: Browse, shop: psycopg.Connection) -> None:
    browser = browse("olga")
    assert "No carrier is mapped yet" in browser.get(CARRIER).text
    assert said(browser.post(f"{CARRIER}/add", data=POST)).startswith("Added.")
    assert carriers(shop) == [("default", "Post", "exact", "australia-post", None)]
    form = browser.get(f"{CARRIER}/change", params={"service": "Post"})
    fields = {"match_kind": "pattern", "tracking_carrier": " ", "shipping_provider": "carrier_77"}
    changed = POST | fields | {"fingerprint": fingerprint(form)}
    assert said(browser.post(f"{CARRIER}/change", data=changed)).startswith("Changed.")
    assert carriers(shop) == [("default", "Post", "pattern", None, "carrier_77")]
    seen = {"shipping_service": "Post", "fingerprint": fingerprint(browser.get(CARRIER))}
    assert "Delete the row of “Post”" in browser.post(f"{CARRIER}/delete", data=seen).text
    assert len(carriers(shop)) == 1
    assert said(browser.post(f"{CARRIER}/delete", data=seen | {"sure": "yes"})) == "The row is deleted."
    assert carriers(shop) == []
    assert browser.post(f"{CARRIER}/delete", data=seen).status_code == 404


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"shipping_service": ""}, "Type the shipping service"),
        ({"tracking_carrier": "australia post"}, 'no "australia post". Did you mean "australia-post"?'),
        ({"tracking_carrier": "Australia-Post"}, 'Did you mean "australia-post"?'),
        ({"tracking_carrier": "zzzzzzzz"}, "Choose one that is offered"),
        ({"shipping_provider": "australia-post"}, 'publishes no "australia-post"'),
        ({"match_kind": "regex"}, "Not a valid choice"),
        ({"shipping_service": "Post\\", "match_kind": "pattern"}, "cannot end in a single backslash"),
        ({"shipping_service": "Known"}, "has a row already"),
        ({"tracking_carrier": "<b>x</b>"}, "<b>x</b>"),
    ],
)
def test_a_wrong_row_comes_back_with_its_values(
    browse: Browse, shop: psycopg.Connection, fields: dict[str, str], sentence: str
) -> None:
    shop.execute("insert into bigcommerce.carrier_map values ('default', 'Known')")
    answer = browse("olga").post(f"{CARRIER}/add", data=POST | fields)
    assert answer.status_code == 400 and sentence in text_of(answer) and "<b>x" not in answer.text
    texts = [value for name, value in (POST | fields).items() if name != "match_kind"]
    assert all(f'value="{value}"' in text_of(answer) for value in texts)
    assert len(carriers(shop)) == 1


def test_no_carrier_for_every_service_is_asked_about(browse: Browse, shop: psycopg.Connection) -> None:
    browser, bare = browse("olga"), {"match_kind": "pattern", "tracking_carrier": "", "shipping_provider": ""}
    for pattern in ("%", "_%"):
        asked = browser.post(f"{CARRIER}/add", data=POST | bare | {"shipping_service": pattern})
        assert asked.status_code == 200 and "no problem says that one is missing" in asked.text
    assert carriers(shop) == []
    for row in (bare | {"shipping_service": "A%"}, {"match_kind": "pattern", "shipping_service": "%"}):
        assert browser.post(f"{CARRIER}/add", data=POST | row).status_code == 303
    sure = POST | bare | {"shipping_service": "__%", "sure": "yes"}
    assert browser.post(f"{CARRIER}/add", data=sure).status_code == 303
    assert len(carriers(shop)) == 3


def test_the_second_of_two_people_is_told(browse: Browse, shop: psycopg.Connection) -> None:
    browser = browse("olga")
    browser.post(f"{CARRIER}/add", data=POST)
    seen = fingerprint(browser.get(f"{CARRIER}/change", params={"service": "Post"}))
    shop.execute("update bigcommerce.carrier_map set tracking_carrier = 'dhl'")
    mine = POST | {"tracking_carrier": "fedex", "fingerprint": seen}
    answer = browser.post(f"{CARRIER}/change", data=mine)
    assert answer.status_code == 409 and "carrier dhl" in answer.text and 'value="fedex"' in answer.text
    late = browser.post(f"{CARRIER}/delete", data=mine | {"sure": "yes"})
    assert late.status_code == 409 and "carrier dhl" in late.text
    assert browser.post(f"{CARRIER}/change", data=mine | {"fingerprint": fingerprint(answer)}).status_code == 303
    shop.execute("delete from bigcommerce.carrier_map")
    answer = browser.post(f"{CARRIER}/change", data=mine)
    assert answer.status_code == 409 and "deleted" in answer.text and 'value="fedex"' in answer.text


def test_a_word_that_bigcommerce_does_not_publish_is_warned_about(browse: Browse, shop: psycopg.Connection) -> None:
    shop.execute("insert into bigcommerce.carrier_map values ('default', '<i>P</i>', 'exact', '<u>c</u>')")
    page = browse().get(CARRIER).text
    assert "publishes no such word" in page and "<i>P" not in page and "<u>c" not in page


def test_a_missing_service_is_offered_to_add(browse: Browse, shop: psycopg.Connection) -> None:
    assert 'value="Own van"' in browse("olga").get(CARRIER, params={"service": "Own van"}).text
