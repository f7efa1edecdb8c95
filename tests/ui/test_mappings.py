"""Names are mapped, one row at a time, and what waited for one goes on at once."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
from html import unescape
from typing import Any
from urllib.parse import unquote

import psycopg
import pytest

from tests.db.order_rows import rows
from tests.ui.order_pages import PARKING, PAYMENT_ONLY, STORE, UNMAPPED, open_shop, order, take, text_of

PAYMENT, SHIPPING = f"{STORE}/mappings/payment", f"{STORE}/mappings/shipping"
Browse = Callable[..., Any]
EVIL = "<script>alert(1)</script>"


@pytest.fixture
def shop(commerce: psycopg.Connection) -> psycopg.Connection:
    open_shop(commerce)
    commerce.execute("insert into backoffice.payment_methods values ('Card'), ('Zip ')")
    return commerce


def said(answer: Any) -> str:
    assert answer.status_code == 303, answer.text
    return json.loads(unquote(answer.cookies["bigcommerce_said"]))


def names(connection: psycopg.Connection) -> list[tuple[Any, ...]]:
    return rows(connection, "select bigcommerce_name, backoffice_name from bigcommerce.payment_method_map order by 1")


def put(connection: psycopg.Connection, name: str, ours: str | None = "Card") -> None:
    connection.execute("insert into bigcommerce.payment_method_map values ('default', %s, %s)", [name, ours])


def fingerprint(answer: Any) -> str:
    found = re.search(r'name="fingerprint" value="([^"]*)"', answer.text)
    assert found
    return found[1]


def test_the_first_tab_is_payment_methods(browse: Browse, shop: psycopg.Connection) -> None:
    assert browse().get(f"{STORE}/mappings").headers["location"] == PAYMENT
    assert "No payment method is mapped yet" in browse().get(PAYMENT).text
    assert "No shipping method is mapped yet" in browse().get(SHIPPING).text
    assert browse().get(f"{STORE}/mappings/other").status_code == 404


def test_missing_names_say_how_many_orders_wait_and_what_they_look_like(
    browse: Browse, shop: psycopg.Connection
) -> None:
    accented = unicodedata.normalize("NFD", "Crédit")
    take(shop, *(order(number, payment_method=accented) for number in range(1, 4)), rules=PAYMENT_ONLY)
    take(shop, order(4, payment_method="Drone "), order(5, payment_method="Drone "), rules=PARKING)
    put(shop, unicodedata.normalize("NFC", "crédit"))
    page = browse("vic").get(PAYMENT).text
    table = page[: page.index("Mapped names")]
    counts = re.findall(r'<code class="exact">([^<]*)</code></th>\s*<td class="number"[^>]*>([^<]*)</td>', table)
    assert counts == [(accented, "3"), ("Drone ", "2, 2 of them not received yet")]
    assert 'looks like <code class="exact">crédit</code>' in table
    assert 'datetime="20' in table and "Add and release" not in table


def test_a_problem_that_a_person_closed_does_not_hide_the_order(browse: Browse, shop: psycopg.Connection) -> None:
    take(shop, order(), rules=UNMAPPED)
    shop.execute("update bigcommerce.item_problems set resolved_at = now()")
    for path, name in ((PAYMENT, "Credit Card"), (SHIPPING, "Standard")):
        assert f'name="bigcommerce_name" value="{name}"' in browse().get(path).text


def test_a_name_that_is_mapped_since_is_not_missing(browse: Browse, shop: psycopg.Connection) -> None:
    take(shop, order(), rules=PAYMENT_ONLY)
    put(shop, "Credit Card")
    assert "No order waits for a payment method" in browse().get(PAYMENT).text


def test_one_click_adds_the_row_and_releases_a_hundred_orders(browse: Browse, shop: psycopg.Connection) -> None:
    take(shop, *(order(number) for number in range(1, 101)), rules=PAYMENT_ONLY)
    take(shop, order(101), rules=UNMAPPED)
    answer = browse("olga").post(f"{PAYMENT}/add", data={"bigcommerce_name": "Credit Card", "backoffice_name": "Card"})
    assert said(answer) == (
        "Added. 100 orders were released. 1 order was completed so far, and something else is open there."
    )
    query = "select status, payment_method, count(*) from backoffice.orders group by 1, 2 order by 3"
    assert rows(shop, query) == [("On Hold", "Card", 1), ("New", "Card", 100)]
    query = "select code, count(*) from bigcommerce.item_problems where resolved_at is null group by 1"
    assert rows(shop, query) == [("unmapped_shipping_method", 1)]
    assert said(
        browse("olga").post(f"{SHIPPING}/add", data={"bigcommerce_name": "Standard", "backoffice_name": "Parcel"})
    ) == ("Added. 1 order was released.")


def test_a_shipping_name_is_not_a_payment_name(browse: Browse, shop: psycopg.Connection) -> None:
    browse("olga").post(f"{SHIPPING}/add", data={"bigcommerce_name": "Credit Card", "backoffice_name": "Parcel"})
    assert names(shop) == []
    query = "select * from bigcommerce.shipping_method_map"
    assert rows(shop, query) == [("default", "Credit Card", "Parcel")]


@pytest.mark.parametrize("name", ["Credit Card ", " Credit Card", "credit card", "Credit  Card"])
def test_a_name_is_kept_to_the_letter(browse: Browse, shop: psycopg.Connection, name: str) -> None:
    take(shop, order(), rules=PAYMENT_ONLY)
    answer = browse("olga").post(f"{PAYMENT}/add", data={"bigcommerce_name": name, "backoffice_name": " Card "})
    assert said(answer) == "Added."
    assert names(shop) == [(name, "Card")]
    assert "On Hold" in rows(shop, "select status from backoffice.orders")[0]


def test_what_the_back_office_does_not_list_is_asked_about_before_any_order_is_released(
    browse: Browse, shop: psycopg.Connection
) -> None:
    take(shop, order(1), order(2), rules=PAYMENT_ONLY)
    fields = {"bigcommerce_name": "Credit Card", "backoffice_name": "Crad"}
    asked = browse("olga").post(f"{PAYMENT}/add", data=fields)
    assert asked.status_code == 200
    for expected in ("The back office lists no “Crad”", "Did you mean “Card”?", "2 orders wait for it"):
        assert expected in text_of(asked)
    assert names(shop) == [] and rows(shop, "select distinct status from backoffice.orders") == [("On Hold",)]
    answer = browse("olga").post(f"{PAYMENT}/add", data=fields | {"sure": "yes"})
    assert said(answer) == "Added. 2 orders were released." and names(shop) == [("Credit Card", "Crad")]

    change = {"bigcommerce_name": "Credit Card", "backoffice_name": "Carrd"}
    change["fingerprint"] = fingerprint(browse("olga").get(f"{PAYMENT}/change", params={"name": "Credit Card"}))
    asked = browse("olga").post(f"{PAYMENT}/change", data=change)
    assert asked.status_code == 200 and "No order waits for it now" in text_of(asked)
    assert names(shop) == [("Credit Card", "Crad")]
    sure = {"fingerprint": fingerprint(asked), "sure": "yes"}
    assert said(browse("olga").post(f"{PAYMENT}/change", data=change | sure)) == "Changed."
    assert names(shop) == [("Credit Card", "Carrd")]


def test_a_name_that_is_not_listed_is_warned_about_in_the_table(browse: Browse, shop: psycopg.Connection) -> None:
    for ours, warns in (("Zip ", False), ("Zip", True)):
        shop.execute("delete from bigcommerce.payment_method_map")
        fields = {"bigcommerce_name": "Zip Pay", "backoffice_name": ours, "sure": "yes" if warns else ""}
        assert said(browse("olga").post(f"{PAYMENT}/add", data=fields)) == "Added."
        assert ("the back office lists no such name" in browse().get(PAYMENT).text) is warns
    shop.execute("delete from backoffice.payment_methods")
    assert "the back office lists no such name" not in browse().get(PAYMENT).text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Type the name as BigCommerce writes it."),
        ({"bigcommerce_name": "A"}, "Choose or type the back office's name."),
        ({"bigcommerce_name": "A", "backoffice_name": "  "}, "Choose or type the back office's name."),
        ({"bigcommerce_name": "A" * 251, "backoffice_name": "B"}, "at most 250 characters"),
        ({"bigcommerce_name": "A\x07", "backoffice_name": "B"}, "a character that no name has"),
        ({"bigcommerce_name": "A", "backoffice_name": "B\x07"}, "a character that no name has"),
        ({"bigcommerce_name": "Known", "backoffice_name": "B"}, "mapped already"),
    ],
)
def test_a_wrong_row_comes_back_with_its_values(
    browse: Browse, shop: psycopg.Connection, fields: dict[str, str], sentence: str
) -> None:
    put(shop, "Known")
    answer = browse("olga").post(f"{PAYMENT}/add", data=fields)
    assert answer.status_code == 400 and sentence in text_of(answer)
    assert all(f'value="{value}"' in answer.text for value in fields.values())
    assert names(shop) == [("Known", "Card")]


def test_a_row_that_maps_nothing_is_filled_in(browse: Browse, shop: psycopg.Connection) -> None:
    put(shop, "Credit Card", None)
    take(shop, order(), rules=PAYMENT_ONLY)
    assert "none: it maps nothing" in browse().get(PAYMENT).text
    answer = browse("olga").post(f"{PAYMENT}/add", data={"bigcommerce_name": "Credit Card", "backoffice_name": "Card"})
    assert said(answer) == "Added. 1 order was released."


def test_a_row_is_changed(browse: Browse, shop: psycopg.Connection) -> None:
    put(shop, "A/B & C", None)
    form = browse("olga").get(f"{PAYMENT}/change", params={"name": "A/B & C"})
    fields = {"bigcommerce_name": "A/B & C", "backoffice_name": "Card", "fingerprint": fingerprint(form)}
    assert said(browse("olga").post(f"{PAYMENT}/change", data=fields)) == "Changed."
    assert names(shop) == [("A/B & C", "Card")]
    assert browse("olga").post(f"{PAYMENT}/change", data=fields | {"backoffice_name": ""}).status_code == 400
    assert browse().get(f"{PAYMENT}/change", params={"name": "gone"}).status_code == 404


def test_the_second_of_two_people_is_told(browse: Browse, shop: psycopg.Connection) -> None:
    put(shop, "Credit Card", "Old")
    seen = fingerprint(browse("olga").get(f"{PAYMENT}/change", params={"name": "Credit Card"}))
    shop.execute("update bigcommerce.payment_method_map set backoffice_name = 'Theirs'")
    fields = {"bigcommerce_name": "Credit Card", "backoffice_name": "Mine", "fingerprint": seen}
    answer = browse("olga").post(f"{PAYMENT}/change", data=fields)
    assert answer.status_code == 409
    assert "it is “Theirs” now" in answer.text and 'value="Mine"' in answer.text
    assert names(shop) == [("Credit Card", "Theirs")]
    sure = {"fingerprint": fingerprint(answer), "sure": "yes"}
    again = browse("olga").post(f"{PAYMENT}/change", data=fields | sure)
    assert again.status_code == 303 and names(shop) == [("Credit Card", "Mine")]
    shop.execute("delete from bigcommerce.payment_method_map")
    answer = browse("olga").post(f"{PAYMENT}/change", data=fields)
    assert answer.status_code == 409 and "deleted" in answer.text and 'value="Mine"' in answer.text


def test_deleting_asks_first(browse: Browse, shop: psycopg.Connection) -> None:
    put(shop, "Credit Card")
    fields = {"bigcommerce_name": "Credit Card", "fingerprint": fingerprint(browse().get(PAYMENT))}
    asked = browse("olga").post(f"{PAYMENT}/delete", data=fields)
    assert asked.status_code == 200 and "new orders with it will wait" in asked.text
    assert names(shop) == [("Credit Card", "Card")]
    shop.execute("update bigcommerce.payment_method_map set backoffice_name = 'Theirs'")
    late = browse("olga").post(f"{PAYMENT}/delete", data=fields | {"sure": "yes"})
    assert late.status_code == 409 and "Theirs" in late.text
    fields["fingerprint"] = fingerprint(browse().get(PAYMENT))
    assert said(browse("olga").post(f"{PAYMENT}/delete", data=fields | {"sure": "yes"})) == "The mapping is deleted."
    assert names(shop) == []
    assert "deleted already" in said(browse("olga").post(f"{PAYMENT}/delete", data=fields))


def test_a_name_comes_filled_in(browse: Browse, shop: psycopg.Connection) -> None:
    assert 'value="Drone &amp; Co"' in browse("olga").get(PAYMENT, params={"name": "Drone & Co"}).text


def test_the_default_is_said(browse: Browse, shop: psycopg.Connection) -> None:
    put(shop, "Credit Card")
    shop.execute("update bigcommerce.stores set default_payment_method = 'Other'")
    assert "becomes “Other”" in browse().get(PAYMENT).text
    fields = {"bigcommerce_name": "Credit Card", "fingerprint": fingerprint(browse().get(PAYMENT))}
    assert "become “Other”" in browse("olga").post(f"{PAYMENT}/delete", data=fields).text


def test_markup_in_names_is_text(browse: Browse, shop: psycopg.Connection) -> None:
    put(shop, EVIL, EVIL)
    shop.execute("insert into backoffice.payment_methods values (%s)", [EVIL])
    take(shop, order(payment_method=EVIL + "!"), rules=PAYMENT_ONLY)
    fields = {"bigcommerce_name": EVIL, "backoffice_name": EVIL}
    browser = browse("olga")
    for answer in (
        browser.get(PAYMENT),
        browser.get(f"{PAYMENT}/change", params={"name": EVIL}),
        browser.post(f"{PAYMENT}/add", data=fields),
        browser.post(f"{PAYMENT}/change", data=fields),
        browser.post(f"{PAYMENT}/delete", data=fields),
    ):
        assert answer.status_code in (200, 400, 409)
        assert "<script>a" not in answer.text and EVIL in unescape(answer.text)


ROUTES = [
    *(("GET", path) for path in (f"{STORE}/mappings", PAYMENT, SHIPPING, f"{PAYMENT}/change?name=Card")),
    *(("POST", f"{PAYMENT}/{what}") for what in ("add", "change", "delete")),
    *(("GET", f"{STORE}/mappings/carrier{rest}") for rest in ("", "/change?service=Post")),
    *(("POST", f"{STORE}/mappings/carrier/{what}") for what in ("add", "change", "delete")),
]


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_viewers_look_operators_change_and_nobody_signed_out(
    browse: Browse, shop: psycopg.Connection, route: tuple[str, str]
) -> None:
    method, path = route
    is_change = method == "POST"
    for name, may in (("ada", True), ("olga", True), ("una", not is_change), ("vic", not is_change)):
        assert (browse(name).request(method, path).status_code != 403) is may, name
    assert browse(None).request(method, path).status_code in (303, 307)
    elsewhere = browse("ada").request(method, path, headers={"origin": "https://evil.example"})
    assert (elsewhere.status_code == 403) is is_change
