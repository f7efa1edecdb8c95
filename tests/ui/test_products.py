"""The list of products: found by index, paged by key, and changed with selected after the number was said."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from bigcommerce.ui.links import step
from tests.ui.live_airflow_runs import LiveAirflow
from tests.ui.panel_rows import ESCAPED, MARKUP, insert, insert_problem, insert_store

PATH = "/bigcommerce/stores/default/products"
ODD = ["a/b c", "50%", 'say "hi"', "🎈", "007", "7", "A", "a", "..x", "q?a=1#x", "Ä", MARKUP]


@pytest.fixture
def shop(commerce: psycopg.Connection) -> psycopg.Connection:
    """A: approved, linked, the parent of C. B: not, missing, with a problem. C: never decided, never looked up."""
    insert_store(commerce)
    for sku, name in {"A": "Red shirt", "B": "red shoe", "C": "Blue hat"}.items():
        insert(commerce, "backoffice.products", sku=sku, name=name)
    commerce.execute("update backoffice.products set parent_sku = 'A' where sku = 'C'")
    for sku, is_approved, state in (("A", True, "linked"), ("B", False, "missing")):
        insert(
            commerce, "bigcommerce.product_approvals", store_code="default", sku=sku, is_approved=is_approved,
            changed_by="ann", source="panel",
        )  # fmt: skip
        insert(commerce, "bigcommerce.product_links", store_code="default", sku=sku, state=state, product_id=77)
    insert(commerce, "bigcommerce.price_exports", store_code="default", sku="A", price=1234.5)
    insert(commerce, "bigcommerce.stock_exports", store_code="default", location_id=1, sku="A", quantity=12)
    insert_problem(commerce, "links", "sku_not_found", "B")
    return commerce


def test_the_buttons_stand_above_a_long_list_and_its_end_leads_to_them(
    browse: Callable[..., Any], shop: psycopg.Connection
) -> None:
    page = browse().get(PATH).text
    assert page.index('id="selected"') < page.index('value="approve"') < page.index("<table")
    assert page.index("</table>") < page.index('href="#selected"')
    assert "#selected" not in browse("vic").get(PATH).text


def listed(page: str) -> list[str]:
    return [html.unescape(sku) for sku in re.findall(r'<th scope="row" class="sku"><a [^>]*>(.*?)</a>', page)]


def select(client: Any, **fields: Any) -> Any:
    return client.post(PATH, data={"which": "ticked", "action": "approve"} | fields)


def approved(commerce: psycopg.Connection) -> list[str]:
    rows = commerce.execute("select sku from bigcommerce.product_approvals where is_approved order by sku").fetchall()
    return [sku for (sku,) in rows]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["A", "B", "C"]),
        ({"q": "B"}, ["B"]),
        ({"q": "b"}, ["B"]),
        ({"q": "b", "approved": "yes"}, []),
        ({"q": "c", "link": "none"}, ["C"]),
        ({"q": "RED", "by": "name"}, ["A", "B"]),
        ({"q": "shirt", "by": "name"}, []),
        ({"q": "red", "by": "name", "approved": "no"}, ["B"]),
        ({"approved": "yes"}, ["A"]),
        ({"approved": "no"}, ["B", "C"]),
        ({"link": "linked"}, ["A"]),
        ({"link": "missing"}, ["B"]),
        ({"link": "ambiguous"}, []),
        ({"link": "none"}, ["C"]),
        ({"problem": "yes"}, ["B"]),
        ({"problem": "no"}, ["A", "C"]),
        ({"problem": "yes", "link": "missing", "approved": "no", "q": "B"}, ["B"]),
        ({"problem": "yes", "approved": "yes"}, []),
        ({"parent": "yes"}, ["A"]),
        ({"parent": "no"}, ["B", "C"]),
        ({"parent": "yes", "q": "a"}, ["A"]),
        ({"parent": "yes", "q": "red", "by": "name"}, ["A"]),
        ({"parent": "yes", "problem": "yes"}, []),
    ],
)
def test_each_filter(
    browse: Callable[..., Any], shop: psycopg.Connection, query: dict[str, str], expected: list[str]
) -> None:
    answer = browse("vic").get(PATH, params=query)
    assert answer.status_code == 200 and listed(answer.text) == expected


def test_a_row_says_what_is_known(browse: Callable[..., Any], shop: psycopg.Connection) -> None:
    page = browse("vic").get(PATH, params={"q": "A"}).text
    for said in ("Red shirt", "ann, ", "Linked", "product 77", "1,234.50", ">12<"):
        assert said in page


def test_viewers_get_no_buttons_and_change_nothing(browse: Callable[..., Any], shop: psycopg.Connection) -> None:
    assert "With selected" not in browse("vic").get(PATH).text
    assert select(browse("vic"), sku="B", sure="yes", confirmed="1").status_code == 403
    assert approved(shop) == ["A"]


def test_no_products_yet_says_what_to_do(browse: Callable[..., Any], commerce: psycopg.Connection) -> None:
    insert_store(commerce)
    assert "The back office has no products yet" in browse().get(PATH).text


@pytest.mark.parametrize("query", [{"approved": "perhaps"}, {"q": "x" * 101}, {"by": "price"}, {"q": "a\0b"}])
def test_what_cannot_be_asked_comes_back_with_a_sentence(
    browse: Callable[..., Any], shop: psycopg.Connection, query: dict[str, str]
) -> None:
    answer = browse().get(PATH, params=query)
    assert answer.status_code == 400 and 'class="error"' in answer.text


@pytest.mark.parametrize("key", ["x", '["a"]', '["a","b\\u0000"]'])
def test_a_place_that_is_none_is_refused(browse: Callable[..., Any], shop: psycopg.Connection, key: str) -> None:
    assert browse().get(PATH, params={"after": key}).status_code == 400


def test_odd_skus_are_listed_as_text_in_the_order_of_their_code_points(
    browse: Callable[..., Any], commerce: psycopg.Connection
) -> None:
    insert_store(commerce)
    for sku in ODD:
        insert(commerce, "backoffice.products", sku=sku, name=MARKUP)
    page = browse().get(PATH).text
    assert listed(page) == sorted(ODD) and MARKUP not in page and ESCAPED in page
    for sku in ODD:
        assert f'href="{PATH}/{step(sku)}"' in page


def test_skus_are_found_in_any_case_by_how_they_begin(browse: Callable[..., Any], commerce: psycopg.Connection) -> None:
    insert_store(commerce)
    for sku in ("ab-2", "AB-1", "Ab-1", "xab-1", "ÄB-1", "a%"):
        insert(commerce, "backoffice.products", sku=sku)
    found = {typed: listed(browse().get(PATH, params={"q": typed}).text) for typed in ("aB", "äb", "A%", "b-1")}
    assert found == {"aB": ["AB-1", "Ab-1", "ab-2"], "äb": ["ÄB-1"], "A%": ["a%"], "b-1": []}


@pytest.mark.parametrize("by", ["sku", "name"])
def test_pages_follow_each_other_without_gap_or_repeat(
    browse: Callable[..., Any], commerce: psycopg.Connection, by: str
) -> None:
    insert_store(commerce)
    commerce.execute(
        "insert into backoffice.products (sku, name) select 'S' || i, 'Shirt ' || i % 7 from generate_series(1, 120) i"
    )
    client, url, seen = browse(), f"{PATH}?q=S&by={by}", list[str]()
    for _ in range(5):
        page = client.get(url).text
        seen += listed(page)
        following = re.search(r'<a href="([^"]*)" rel="next">', page)
        if not following:
            break
        url = html.unescape(following[1])
    names = {sku: f"shirt {int(sku[1:]) % 7}" for sku in seen}
    assert len(seen) == len(set(seen)) == 120
    assert seen == sorted(seen, key=lambda sku: sku if by == "sku" else (names[sku], sku))


def test_a_rare_match_is_looked_for_piece_by_piece_or_at_once(
    browse: Callable[..., Any], commerce: psycopg.Connection
) -> None:
    insert_store(commerce)
    commerce.execute("insert into backoffice.products (sku) select to_char(i, '0000') from generate_series(1, 2500) i")
    commerce.execute(
        "insert into bigcommerce.product_approvals (store_code, sku, is_approved)"
        " select 'default', sku, true from backoffice.products where sku <> ' 2400'"
    )
    client = browse()
    first = client.get(PATH, params={"approved": "no"}).text
    assert listed(first) == [] and "among the 2,000 SKUs that were looked at" in first
    assert "The back office has no products" not in first
    on, through = (html.unescape(url) for url in re.findall(r'<a href="([^"]*after=[^"]*)"', first))
    assert listed(client.get(on).text) == listed(client.get(through).text) == [" 2400"]
    assert "look=on" in through and "look=on" not in on


def test_with_selected_says_the_number_and_asks(browse: Callable[..., Any], shop: psycopg.Connection) -> None:
    answer = select(browse("olga"), sku=["A", "B", "C"])
    assert "Approve 2 products?" in answer.text and "1 is so already" in answer.text
    assert 'name="confirmed" value="2"' in answer.text
    assert approved(shop) == ["A"]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"sku": ["B"]}, ["A", "B"]),
        ({"which": "page", "page_sku": ["B", "C"], "sku": "A"}, ["A", "B", "C"]),
        ({"which": "matching", "q": "red", "by": "name"}, ["A", "B"]),
        ({"which": "matching", "q": "b"}, ["A", "B"]),
        ({"which": "matching", "link": "none"}, ["A", "C"]),
        ({"which": "matching", "problem": "yes", "approved": "no"}, ["A", "B"]),
        ({"which": "matching", "action": "unapprove"}, []),
    ],
)
def test_what_was_confirmed_is_done(
    browse: Callable[..., Any], shop: psycopg.Connection, fields: dict[str, Any], expected: list[str]
) -> None:
    client = browse("olga")
    asked = select(client, **fields).text
    sent: dict[str, Any] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', asked):
        sent.setdefault(name, []).append(html.unescape(value))
    answer = client.post(PATH, data=sent)
    assert answer.status_code == 303 and approved(shop) == expected
    who = "select distinct changed_by, source from bigcommerce.product_approvals where changed_by <> 'ann'"
    assert shop.execute(who).fetchall() == [("olga", "bulk")]


def test_where_airflow_refuses_the_approvals_stand_and_it_says_so(
    browse: Callable[..., Any], shop: psycopg.Connection, no_airflow: None
) -> None:
    client = browse("olga")
    answer = select(client, sku="B", sure="yes", confirmed="1")
    said = client.get(answer.headers["location"]).text
    assert "Approved 1 product." in said and "could not be looked up in BigCommerce now" in said
    assert approved(shop) == ["A", "B"]


@pytest.mark.slow
def test_approving_starts_the_look_up(
    browse: Callable[..., Any], shop: psycopg.Connection, live_airflow: LiveAirflow
) -> None:
    client = browse("olga")
    answer = select(client, sku="B", sure="yes", confirmed="1")
    assert "The look-up in BigCommerce has begun" in client.get(answer.headers["location"]).text
    select(client, which="matching", sure="yes", confirmed="1")
    select(client, which="matching", action="unapprove", sure="yes", confirmed="3")
    assert live_airflow.runs("bigcommerce_product_link_refresh") == [
        {"store": "default"},
        {"store": "default", "skus": ["B"]},
    ]


def test_another_number_than_confirmed_changes_nothing_and_asks_again(
    browse: Callable[..., Any], shop: psycopg.Connection
) -> None:
    """Two people approve at once: the second is told."""
    fields = {"which": "matching", "approved": "no", "sure": "yes", "confirmed": "2"}
    assert select(browse("ada"), sku="B", sure="yes", confirmed="1").status_code == 303
    second = select(browse("olga"), **fields)
    assert second.status_code == 409 and "1 product would change now, and 2 were confirmed" in second.text
    assert "Approve 1 product?" in second.text and approved(shop) == ["A", "B"]
    assert select(browse("olga"), **(fields | {"confirmed": "1"})).status_code == 303
    assert approved(shop) == ["A", "B", "C"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "No product is ticked"),
        ({"sku": "A"}, "1 product is approved already"),
        ({"which": "matching", "q": "zzz"}, "No product matches"),
    ],
)
def test_nothing_to_do_is_said(
    browse: Callable[..., Any], shop: psycopg.Connection, fields: dict[str, Any], said: str
) -> None:
    client = browse("olga")
    assert said in client.get(select(client, **fields).headers["location"]).text


@pytest.mark.parametrize("fields", [{"action": "drop"}, {"which": "none"}, {"approved": "x", "which": "matching"}])
def test_a_form_that_is_none_of_ours_is_refused(
    browse: Callable[..., Any], shop: psycopg.Connection, fields: dict[str, Any]
) -> None:
    assert select(browse("olga"), sku="B", **fields).status_code == 400


@pytest.mark.parametrize("confirmed", ["", "-1", "x", "9" * 30])
def test_without_a_number_it_asks_again(browse: Callable[..., Any], shop: psycopg.Connection, confirmed: str) -> None:
    assert "Approve 1 product?" in select(browse("olga"), sku="B", sure="yes", confirmed=confirmed).text
    assert approved(shop) == ["A"]


def test_another_site_sends_nothing(browse: Callable[..., Any], shop: psycopg.Connection) -> None:
    data = {"which": "ticked", "action": "approve", "sku": "B", "sure": "yes", "confirmed": "1"}
    answer = browse("olga").post(PATH, data=data, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403 and approved(shop) == ["A"]
