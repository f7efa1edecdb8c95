"""Neto switched on, changed and off, against a real sandbox account: what is offered, saved, asked first and told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from tests.neto_account import KEY, USERNAME, NetoAccount
from tests.ui import neto_shop
from tests.ui.neto_page import PAGE, fields_of, go_on, send
from tests.ui.neto_shop import place, saved
from tests.ui.panel_rows import ESCAPED, MARKUP, insert, insert_store

Browse = Callable[..., Any]
neto = neto_shop.neto


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
    assert "Payment methods to take over: Visa/Mastercard" in page and "PayPal" not in page.split("to take over")[1]
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
    assert "names are on the lists." in page
    assert "Take these names over" not in page
    assert neto.writes() == 0
