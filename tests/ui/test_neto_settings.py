"""Neto switched on, changed and off, against a real sandbox account: what is offered, saved, asked first and told."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape
from typing import Any

import psycopg
import pytest

from tests.neto_account import KEY, USERNAME, NetoAccount
from tests.ui.neto_page import PAGE, fields_of, go_on, send
from tests.ui.panel_rows import ESCAPED, MARKUP, insert, insert_store

Browse = Callable[..., Any]


@pytest.fixture
def neto(commerce: psycopg.Connection, neto_sandbox: NetoAccount) -> NetoAccount:
    """Its account is entered, and there are two stores; nothing is switched on."""
    insert_store(commerce)
    insert_store(commerce, "outlet")
    neto_sandbox.put(
        {
            "SKU": "TEE-1",
            "SalesChannels": [{"SalesChannelName": "BigCommerce", "IsApproved": "True"}],
            "PriceGroups": [{"Group": "Wholesale", "Price": "9.00"}],
        }
    )
    return neto_sandbox


def saved(commerce: psycopg.Connection) -> Any:
    return commerce.execute(
        "select store_code, sales_channel, approvals_live_in, approval_misc_field, warehouses, order_id_prefix,"
        " full_import_every_hours, connection_id from neto.settings"
    ).fetchone()


def place(commerce: psycopg.Connection, number: int, days_ago: int, **values: Any) -> None:
    """A received order."""
    placed = commerce.execute("select now() - %s * interval '1 day'", [days_ago]).fetchone()
    assert placed
    row = {"store_code": "default", "bigcommerce_order_id": number, "status": "New", "placed_at": placed[0]}
    insert(commerce, "backoffice.orders", **(row | values))


def accepted(commerce: psycopg.Connection) -> list[int]:
    rows = commerce.execute(
        "select bigcommerce_order_id from backoffice.orders where accepted_at is not null order by 1"
    ).fetchall()
    return [number for (number,) in rows]


def test_it_is_switched_on_with_the_defaults_and_orders_are_confirmed(
    browse: Browse, neto: NetoAccount, commerce: psycopg.Connection
) -> None:
    ada = browse("ada")
    page = ada.get(PAGE).text
    assert '<option value="BigCommerce">' in page
    assert "Main (number 1)" in page
    assert "Wholesale" in page.split("Price groups of Neto</caption>")[1]
    answer = send(ada, "settings")
    assert (answer.status_code, answer.headers["location"]) == (303, PAGE)
    assert saved(commerce) == ("default", "BigCommerce", "here", None, None, "BC", 24, "neto_default")
    confirmed = commerce.execute("select store_code from bigcommerce.stores where orders_are_confirmed").fetchall()
    assert confirmed == [("default",)]
    page = ada.get(PAGE).text
    assert "Neto is switched on for store default. My back office confirms orders is switched on for it." in page
    assert "Switch Neto off…" in page


def test_every_choice_is_saved_and_shown_again(browse: Browse, neto: NetoAccount, commerce: psycopg.Connection) -> None:
    ada = browse("ada")
    choices = {
        "store_code": "outlet",
        "sales_channel": "BC AU",
        "approvals_live_in": "misc",
        "approval_misc_field": "Misc07",
        "warehouses": ["Overflow", "Main"],
        "order_id_prefix": "OUT",
        "full_import_every_hours": "12",
    }
    assert send(ada, "settings", **choices).status_code == 303
    wanted = ("outlet", "BC AU", "misc", "Misc07", ["Main", "Overflow"], "OUT", 12, "neto_default")
    assert saved(commerce) == wanted
    assert send(ada, "settings").status_code == 303
    assert saved(commerce) == wanted
    # A warehouse that Neto has no more stays chosen until a person takes it off.
    neto.set(warehouses=[{"WarehouseID": "1", "WarehouseName": "Main", "IsPrimary": "True", "IsActive": "True"}])
    assert "Overflow (Neto did not name it now)" in ada.get(PAGE).text
    assert send(ada, "settings", approvals_live_in="here").status_code == 303
    assert saved(commerce) == ("outlet", "BC AU", "here", None, ["Main", "Overflow"], "OUT", 12, "neto_default")


def test_the_store_that_it_leaves_is_said_with_what_is_left_to_do(
    browse: Browse, neto: NetoAccount, commerce: psycopg.Connection
) -> None:
    ada = browse("ada")
    send(ada, "settings")
    assert "orders stays on" not in ada.get(PAGE).text
    question = send(ada, "settings", store_code="outlet")
    assert "no order of store default is sent to Neto any more" in question.text and saved(commerce)[0] == "default"
    assert go_on(ada, question).status_code == 303 and saved(commerce)[0] == "outlet"
    page = ada.get(PAGE).text
    assert (
        "No order of store default is sent to Neto any more. My back office confirms orders stays on for store" in page
    )


def test_chosen_warehouses_stay_where_neto_does_not_say_its_own(
    browse: Browse, neto: NetoAccount, commerce: psycopg.Connection
) -> None:
    ada = browse("ada")
    send(ada, "settings", warehouses=["Overflow"])
    neto.fault("error500", times=99)
    page = ada.get(PAGE).text
    assert "Neto did not say its warehouses, so the ticked ones stay as they are." in page
    assert "Neto named none" not in page
    assert send(ada, "settings", sales_channel="BC AU").status_code == 303
    assert saved(commerce)[1:5] == ("BC AU", "here", None, ["Overflow"])
    refused = send(ada, "settings", warehouses=None)
    assert refused.status_code == 400
    assert "They stay as they are until Neto says its warehouses again" in refused.text
    assert fields_of(refused.text, f"{PAGE}/settings")["settings-warehouses"] == ["Overflow"]
    assert saved(commerce)[4] == ["Overflow"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"order_id_prefix": "B-C"}, "Use letters only, one to 6"),
        ({"order_id_prefix": "ABCDEFG"}, "Use letters only, one to 6"),
        ({"order_id_prefix": ""}, "Enter the letters that begin"),
        ({"sales_channel": " "}, "Enter what Neto calls the sales channel."),
        ({"sales_channel": MARKUP, "order_id_prefix": "1"}, ESCAPED),
        ({"approvals_live_in": "misc"}, "Misc01 to Misc52."),
        ({"approvals_live_in": "misc", "approval_misc_field": "Misc53"}, "Misc01 to Misc52."),
        ({"full_import_every_hours": "0"}, "Enter a whole number from 1 to 744."),
        ({"warehouses": ["Atlantis"]}, "is not a valid choice"),
        ({"store_code": "nowhere"}, "Not a valid choice."),
    ],
)
def test_bad_input_gets_its_sentence(
    browse: Browse, neto: NetoAccount, commerce: psycopg.Connection, changes: dict[str, Any], sentence: str
) -> None:
    answer = send(browse("ada"), "settings", **changes)
    assert answer.status_code == 400
    assert sentence in answer.text
    assert MARKUP not in answer.text
    assert saved(commerce) is None


def test_orders_that_wait_are_said_first_and_old_ones_left_out(
    browse: Browse, neto: NetoAccount, commerce: psycopg.Connection
) -> None:
    for number, days in ((1, 60), (2, 20), (3, 1)):
        place(commerce, number, days)
    place(commerce, 4, 50, store_code="outlet")
    place(commerce, 5, 50, cancelled_at="2026-01-01T00:00:00Z")
    place(commerce, 6, 50)
    begun = commerce.execute("select order_id from backoffice.orders where bigcommerce_order_id = 6").fetchone()
    assert begun
    insert(commerce, "neto.order_pushes", order_id=begun[0], neto_order_id="BC6")
    ada = browse("ada")
    question = send(ada, "settings", order_id_prefix="AU")
    text = " ".join(unescape(question.text).split())
    assert "3 orders of store default are here and not accepted yet." in text
    assert "Placed more than a week ago: 2" in text
    assert "<button>Switch Neto on and send 3 orders</button>" in text
    assert "Placed more than 30 days ago: 1" in text
    assert saved(commerce) is None
    assert go_on(ada, question, old__before="tomorrow").status_code == 400
    assert go_on(ada, question, old__before="").status_code == 400
    ahead = go_on(ada, question, old__before="2999-01-01")
    assert (ahead.status_code, "Choose today at the latest." in ahead.text) == (400, True)
    day = commerce.execute("select (now() - interval '10 days')::date").fetchone()
    assert day
    sure = go_on(ada, question, old__before=str(day[0]))
    assert "2 orders of store default, placed before" in sure.text
    assert "Switch Neto on, leave out 2 and send 1 order" in sure.text
    assert (saved(commerce), accepted(commerce)) == (None, [])
    answer = go_on(ada, sure)
    assert answer.status_code == 303
    assert saved(commerce)[5] == "AU"
    assert accepted(commerce) == [1, 2]
    assert "2 older orders will not be sent to Neto." in ada.get(PAGE).text
    # It is on now: what waits was asked about.
    assert send(ada, "settings", order_id_prefix="AU").status_code == 303
    # Another store has orders of its own.
    moved = go_on(ada, send(ada, "settings", store_code="outlet"))
    assert "1 order of store outlet is here" in " ".join(moved.text.split())


def test_a_prefix_that_another_stores_orders_have_is_refused(
    browse: Browse, neto: NetoAccount, commerce: psycopg.Connection
) -> None:
    ada = browse("ada")
    send(ada, "settings")
    place(commerce, 7, 1, accepted_at="2026-03-03T00:00:00Z")
    commerce.execute(
        "insert into neto.order_pushes (order_id, neto_order_id, state)"
        " select order_id, 'BC7', 'accepted' from backoffice.orders"
    )
    answer = send(ada, "settings", store_code="outlet")
    assert answer.status_code == 400 and "Orders of store default are at Neto under BC already" in answer.text
    assert saved(commerce)[0] == "default"
    assert send(ada, "settings").status_code == 303
    assert go_on(ada, send(ada, "settings", store_code="outlet", order_id_prefix="OUT")).status_code == 303
    assert saved(commerce)[0] == "outlet"


def test_all_may_be_sent(browse: Browse, neto: NetoAccount, commerce: psycopg.Connection) -> None:
    place(commerce, 1, 60)
    ada = browse("ada")
    assert go_on(ada, send(ada, "settings")).status_code == 303
    assert saved(commerce)
    assert accepted(commerce) == []


def test_two_admins_at_once_the_second_is_told(browse: Browse, neto: NetoAccount, commerce: psycopg.Connection) -> None:
    ada = browse("ada")
    shown = ada.get(PAGE).text
    assert send(ada, "settings", sales_channel="First").status_code == 303
    answer = send(ada, "settings", shown=shown, sales_channel="Second", approvals_live_in="sales_channel")
    assert answer.status_code == 409
    difference = answer.text.split("Where the two differ")[1]
    assert "First" in difference
    assert "Second" in difference
    assert saved(commerce)[1] == "First"
    assert send(ada, "settings", shown=answer.text).status_code == 303
    assert saved(commerce)[1:3] == ("Second", "sales_channel")


def test_what_somebody_switched_off_meanwhile_is_not_switched_on_unseen(
    browse: Browse, neto: NetoAccount, commerce: psycopg.Connection
) -> None:
    ada = browse("ada")
    send(ada, "settings")
    shown = ada.get(PAGE).text
    assert ada.post(f"{PAGE}/off", data={"sure": "yes"}).status_code == 303
    answer = send(ada, "settings", shown=shown, order_id_prefix="AU")
    assert answer.status_code == 409
    assert "Neto is switched off." in answer.text
    assert saved(commerce) is None


def test_without_an_account_it_is_not_switched_on(browse: Browse, commerce: psycopg.Connection) -> None:
    insert_store(commerce)
    assert "Enter the account first" in browse("ada").get(PAGE).text
    answer = browse("ada").post(f"{PAGE}/settings", data={"settings-store_code": "default"})
    assert answer.status_code == 409
    assert saved(commerce) is None


def test_with_a_key_that_neto_refuses_it_is_not_switched_on(
    browse: Browse, neto: NetoAccount, commerce: psycopg.Connection
) -> None:
    place(commerce, 1, 60)
    neto.control("DELETE", f"keys/{KEY}")
    try:
        answer = send(browse("ada"), "settings")
        assert answer.status_code == 409
        assert "Neto refuses the key, so it is not switched on." in answer.text
    finally:
        neto.control("PUT", f"keys/{KEY}", {"username": USERNAME})
    assert saved(commerce) is None


def test_where_neto_does_not_answer_it_asks_first(
    browse: Browse, neto: NetoAccount, commerce: psycopg.Connection
) -> None:
    ada = browse("ada")
    neto.fault("error500", times=99)
    question = send(ada, "settings")
    assert "nobody knows whether its address and key are right" in question.text
    assert saved(commerce) is None
    place(commerce, 1, 60)
    question = go_on(ada, question)
    assert "nobody knows whether its address and key are right" in question.text
    assert "Switch Neto on and send 1 order<" in question.text
    assert saved(commerce) is None
    assert go_on(ada, question).status_code == 303
    assert saved(commerce)


def test_it_is_switched_off_after_a_question(browse: Browse, neto: NetoAccount, commerce: psycopg.Connection) -> None:
    ada = browse("ada")
    send(ada, "settings")
    question = ada.post(f"{PAGE}/off")
    assert "no order of store default is sent to it" in question.text
    assert saved(commerce)
    assert go_on(ada, question).status_code == 303
    assert saved(commerce) is None
    assert "Neto is switched off." in ada.get(PAGE).text
    assert commerce.execute(
        "select orders_are_confirmed from bigcommerce.stores where store_code = 'default'"
    ).fetchone() == (True,)
    assert ada.post(f"{PAGE}/off", data={"sure": "yes"}).status_code == 303


def test_names_are_taken_over_and_none_is_taken_away(
    browse: Browse, neto: NetoAccount, commerce: psycopg.Connection
) -> None:
    insert(commerce, "backoffice.payment_methods", name="PayPal")
    insert(commerce, "backoffice.payment_methods", name="Own name")
    ada = browse("ada")
    page = ada.get(PAGE).text
    assert "do not have 5 of Neto&#39;s payment methods and 4 of its shipping methods yet" in page.replace(
        "Neto's", "Neto&#39;s"
    )
    assert ada.post(f"{PAGE}/names").status_code == 303
    names = [name for (name,) in commerce.execute("select name from backoffice.payment_methods order by 1")]
    assert names == [
        "Account Credit",
        "Afterpay",
        "Bank Deposit",
        "Credit Card",
        "Own name",
        "PayPal",
        "Visa/Mastercard",
    ]
    page = ada.get(PAGE).text
    assert "5 payment methods and 4 shipping services were added; none was taken away." in page
    assert "Nothing is left to take over." in page
    assert "Take these names over" not in page
    assert neto.writes() == 0
