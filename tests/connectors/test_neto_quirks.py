"""Every quirk of Neto's API, once, over HTTP: what the account sends, and what the client hands out.

Sources of each: the published API documentation, and what those who read live accounts found.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import requests

from bigcommerce.connectors.neto import PATH
from bigcommerce.domain.neto.values import bool_of, decimal_of, int_of, time_of
from bigcommerce.errors import NotAuthorised, Rejected, UnexpectedAnswer
from tests.neto_account import KEY, USERNAME, NetoAccount

EVERYTHING = {"IsActive": ["True", "False"]}
SELECTORS = ["SKU", "PriceGroups", "SalesChannels", "KitComponents", "WarehouseQuantity"]
GROUP = {"Group": "BigCommerce", "Price": "27.00"}
ADDRESS = {"BillStreet1": "1 High St", "BillContactPhone": "0400", "ShipStreet2": "Unit 2", "ShipInstructions": "Gate"}
ORDER = {
    **{"OrderID": "BC1", "SalesChannel": "BigCommerce", "ShippingMethod": "Standard Freight", "ShippingCost": "9.95"},
    **ADDRESS,
    "OrderLine": [{"SKU": "A", "Quantity": 2, "UnitPrice": "24.95", "ExternalOrderReference": "100245"}],
}


@pytest.fixture
def neto(neto_sandbox: NetoAccount) -> NetoAccount:
    neto_sandbox.put({"SKU": "A", "PriceGroups": [GROUP], "WarehouseQuantity": [{"WarehouseID": "1", "Quantity": "6"}]})
    return neto_sandbox


def items(neto: NetoAccount, *selectors: str, **filter: Any) -> list[dict[str, Any]]:
    return [row for page in neto.client().items(EVERYTHING | filter, selectors or SELECTORS) for row in page.rows]


def raw(neto: NetoAccount, action: str, body: Any, **headers: str) -> requests.Response:
    """Without the client."""
    names = {"NETOAPI_ACTION": action, "NETOAPI_KEY": KEY, "NETOAPI_USERNAME": USERNAME, "Accept": "application/json"}
    return requests.post(f"{neto.url}{PATH}", json=body, headers=names | headers, timeout=30)


def wire(neto: NetoAccount, *selectors: str) -> Any:
    body = {"Filter": EVERYTHING | {"OutputSelector": list(selectors or SELECTORS)}}
    return raw(neto, "GetItem", body).json()


# --- shapes --------------------------------------------------------------------------------------------------------
def test_a_collection_of_one_is_the_object_itself(neto: NetoAccount) -> None:
    sent = wire(neto)["Item"]
    assert sent["WarehouseQuantity"] == {"WarehouseID": "1", "Quantity": "6"}
    (item,) = items(neto)
    assert item["WarehouseQuantity"] == [{"WarehouseID": "1", "Quantity": "6"}]
    assert item["PriceGroups"] == [GROUP | {"GroupID": "2"}]


def test_messages_of_one_collapse_too(neto: NetoAccount) -> None:
    body = {"Item": [{"SKU": "A", "Name": "a"}, {"SKU": "gone"}]}
    assert raw(neto, "UpdateItem", body).json()["Messages"]["Warning"]["Message"] == "Cannot find Item gone"
    assert neto.client().update_items(body["Item"]).warnings == ["Cannot find Item gone"]


@pytest.mark.parametrize("none", ["", None, [], "missing"])
def test_a_collection_that_is_not_there_is_empty(neto: NetoAccount, none: Any) -> None:
    neto.set(empty_collection=none)
    sent = wire(neto)["Item"]
    assert ("KitComponents" not in sent) if none == "missing" else sent["KitComponents"] == none
    assert items(neto)[0]["KitComponents"] == [] and items(neto)[0]["SalesChannels"] == []


@pytest.mark.parametrize("in_list", [False, True])
def test_a_nested_list_has_a_wrapper_key_perhaps_inside_a_list(neto: NetoAccount, in_list: bool) -> None:
    neto.set(wrapper_in_list=in_list)
    wrapped = {"PriceGroup": GROUP | {"GroupID": "2"}}
    assert wire(neto)["Item"]["PriceGroups"] == ([wrapped] if in_list else wrapped)
    assert items(neto)[0]["PriceGroups"] == [GROUP | {"GroupID": "2"}]


def test_payment_methods_are_a_list_of_wrappers_with_lower_case_keys(neto: NetoAccount) -> None:
    ((wrapper, rows),) = raw(neto, "GetPaymentMethods", {}).json()["PaymentMethods"][0].items()
    assert wrapper == "PaymentMethod" and rows[0]["name"] == "Visa/Mastercard"
    first = neto.client().payment_methods()[0]
    assert (first["name"], bool_of(first, "active")) == ("Visa/Mastercard", True)
    assert neto.client().shipping_methods()[0]["name"] == "Standard Freight"


def test_a_body_may_be_inside_its_response(neto: NetoAccount) -> None:
    neto.set(wrap_response=True)
    assert list(wire(neto)) == ["GetItemResponse"]
    assert [item["SKU"] for item in items(neto)] == ["A"]


# --- scalars -------------------------------------------------------------------------------------------------------
def test_scalars_are_text_with_more_decimals_than_they_need(neto: NetoAccount) -> None:
    neto.set(money_decimals=3, quantity_decimals=3)
    neto.put({"SKU": "A", "DefaultPrice": "5.95"})
    (item,) = items(neto, "DefaultPrice", "AvailableSellQuantity", "Virtual")
    assert (item["DefaultPrice"], item["AvailableSellQuantity"], item["Virtual"]) == ("5.950", "6.000", "False")
    assert decimal_of(item, "DefaultPrice") == Decimal("5.95") and int_of(item, "AvailableSellQuantity") == 6
    assert bool_of(item, "Virtual") is False


def test_json_numbers_and_booleans_become_text_too(neto: NetoAccount) -> None:
    neto.set(json_scalars=True)
    neto.put({"SKU": "A", "DefaultPrice": "5.95"})
    assert wire(neto, "DefaultPrice", "Virtual")["Item"]["Virtual"] is False
    (item,) = items(neto, "DefaultPrice", "AvailableSellQuantity", "Virtual")
    assert (item["DefaultPrice"], item["AvailableSellQuantity"], item["Virtual"]) == ("5.95", "6", "False")


@pytest.mark.parametrize("empty", ["0000-00-00 00:00:00", ""])
def test_an_empty_date_is_none_and_another_is_utc(neto: NetoAccount, empty: str) -> None:
    neto.set(empty_date=empty)
    neto.put({"SKU": "A", "PromotionStartDateUTC": "2026-02-27 13:00:00"})
    (item,) = items(neto, "PromotionStartDateUTC", "PromotionExpiryDateUTC", "DateUpdatedUTC")
    assert item["PromotionExpiryDateUTC"] is None
    assert time_of(item, "PromotionStartDateUTC") == datetime(2026, 2, 27, 13, tzinfo=UTC)


# --- names ---------------------------------------------------------------------------------------------------------
def test_what_is_written_is_read_by_other_names_and_addresses_are_flat(neto: NetoAccount) -> None:
    neto.client().add_order(ORDER)
    selectors = ["BillAddress", "ShipAddress", "ShippingOption", "ShippingTotal", "DeliveryInstruction"]
    ((order,),) = [page.rows for page in neto.client().orders({"OrderID": ["BC1"]}, selectors)]
    assert (order["BillStreetLine1"], order["BillPhone"], order["ShipStreetLine2"]) == ("1 High St", "0400", "Unit 2")
    assert (order["ShippingOption"], order["ShippingTotal"]) == ("Standard Freight", "9.95")
    assert order["DeliveryInstruction"] == "Gate"
    with pytest.raises(Rejected, match="Unknown field: BillStreetLine1"):
        neto.client().add_order(ORDER | {"OrderID": "BC2", "BillStreetLine1": "1 High St"})


def test_fields_that_the_documentation_requires_may_be_left_out(neto: NetoAccount) -> None:
    assert neto.client().add_order({"OrderLine": ORDER["OrderLine"]}) == "N10001"


def test_a_filter_of_the_example_is_not_one_of_the_schema(neto: NetoAccount) -> None:
    client = neto.client()
    client.add_order(ORDER)
    assert [len(page.rows) for page in client.orders({"CompleteStatus": ["Approved"]}, ["OrderID"])] == [1]
    with pytest.raises(Rejected, match="Unknown filter: OrderComplete"):
        list(client.orders({"OrderComplete": ["True"]}, ["OrderID"]))


def test_keys_come_unselected(neto: NetoAccount) -> None:
    neto.client().add_order(ORDER)
    assert set(items(neto, "Name")[0]) >= {"SKU", "InventoryID", "Name"}
    (page,) = neto.client().orders({"OrderID": ["BC1"]}, ["OrderLine.Quantity"])
    assert page.rows[0]["OrderID"] == "BC1"
    assert page.rows[0]["OrderLine"] == [{"OrderLineID": "BC1-0", "SKU": "A", "Quantity": "2"}]


# --- lists ---------------------------------------------------------------------------------------------------------
def test_a_list_needs_a_filter_and_a_selector(neto: NetoAccount) -> None:
    with pytest.raises(Rejected, match="At least one filter is required"):
        list(neto.client().items({}, ["SKU"]))
    with pytest.raises(Rejected, match="At least one OutputSelector is required"):
        list(neto.client().items(EVERYTHING, []))


PAGES: dict[str, tuple[dict[str, Any], int]] = {
    "as documented": ({}, 4),
    "short in mid-set": ({"short_pages": 3}, 9),
    "the last one repeats": ({"last_page_repeats": True}, 4),
}


@pytest.mark.parametrize("kind", PAGES)
def test_pages_end_where_they_are_empty_or_repeat(neto: NetoAccount, kind: str) -> None:
    turned, requests = PAGES[kind]
    neto.set(**turned)
    neto.put(*({"SKU": f"B{number:02}"} for number in range(14)))
    pages = list(neto.client().items(EVERYTHING, ["SKU"], limit=5))
    assert sorted(row["SKU"] for page in pages for row in page.rows) == ["A", *(f"B{n:02}" for n in range(14))]
    assert neto.counts() == {"GetItem": requests}


def test_rows_that_moved_meanwhile_come_again_and_end_nothing(neto: NetoAccount) -> None:
    neto.set(page_shift=2)
    neto.put(*({"SKU": f"B{number:02}"} for number in range(14)))
    rows = [row["SKU"] for page in neto.client().items(EVERYTHING, ["SKU"], limit=5) for row in page.rows]
    assert len(rows) > 15 and set(rows) == {"A", *(f"B{number:02}" for number in range(14))}


# --- refusals ------------------------------------------------------------------------------------------------------
def test_an_error_has_status_200(neto: NetoAccount) -> None:
    answer = raw(neto, "GetItems", {})
    assert (answer.status_code, answer.json()["Ack"]) == (200, "Error")
    with pytest.raises(Rejected, match="GetItems was refused: Unknown action: GetItems") as error:
        neto.client().call("GetItems", {})
    assert error.value.status == 200


def test_a_warning_is_a_success_in_part(neto: NetoAccount) -> None:
    batch = neto.client().update_items([{"SKU": "gone", "Name": "x"}, {"SKU": "A", "Name": "new"}])
    assert (batch.keys, batch.warnings, batch.errors) == (["A"], ["Cannot find Item gone"], [])
    assert neto.item("A")["Name"] == "new"


KEYS: dict[str, Callable[[NetoAccount], Any]] = {
    "wrong": lambda neto: neto.client(key="other"),
    "a user's without the user's name": lambda neto: neto.client(username=None),
}


@pytest.mark.parametrize("bad_key", ["ack", 401, 403])
@pytest.mark.parametrize("kind", KEYS)
def test_a_bad_key_is_an_error_or_a_status(neto: NetoAccount, kind: str, bad_key: Any) -> None:
    neto.set(bad_key=bad_key)
    with pytest.raises(NotAuthorised, match="GetPaymentMethods was refused"):
        KEYS[kind](neto).payment_methods()
    assert neto.counts() == {"GetPaymentMethods": 1}


def test_a_global_key_needs_no_name(neto: NetoAccount) -> None:
    neto.control("PUT", "keys/global", {"username": None})
    assert neto.client(key="global", username=None).payment_methods()


def test_another_host_answers_html_with_200(neto: NetoAccount) -> None:
    client = neto.client(sleep=lambda seconds: None)
    client.transport.base_url += "/other"
    with pytest.raises(UnexpectedAnswer, match="Check that the connection's host is the store's own address"):
        client.payment_methods()


def test_broken_json_is_an_error_of_its_own(neto: NetoAccount) -> None:
    names = {"NETOAPI_ACTION": "GetItem", "NETOAPI_KEY": KEY, "NETOAPI_USERNAME": USERNAME}
    answer = requests.post(
        f"{neto.url}{PATH}", data="{", headers=names | {"Accept": "application/json"}, timeout=30
    ).json()
    assert (answer["Ack"], answer["Messages"]["Error"]["Message"]) == ("Error", "JSON Error")


def test_without_accept_it_is_xml(neto: NetoAccount) -> None:
    answer = raw(neto, "GetPaymentMethods", {}, Accept="*/*")
    assert answer.text.startswith('<?xml version="1.0" encoding="utf-8"?><GetPaymentMethodsResponse>')


# --- time ----------------------------------------------------------------------------------------------------------
def test_a_date_filter_is_utc_and_takes_a_t(neto: NetoAccount) -> None:
    now = datetime.now(UTC)
    for before, expected in ((timedelta(minutes=1), ["A"]), (timedelta(minutes=-1), [])):
        for form in ("%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S"):
            rows = items(neto, "SKU", DateUpdatedFrom=(now - before).strftime(form))
            assert [row["SKU"] for row in rows] == expected


def test_a_time_of_answer_in_another_zone_is_not_believed(neto: NetoAccount, caplog: pytest.LogCaptureFixture) -> None:
    neto.set(current_time_zone_hours=10)
    client = neto.client()
    (page,) = client.items(EVERYTHING, ["SKU"])
    list(client.items(EVERYTHING, ["SKU"]))
    assert abs(page.now - datetime.now(UTC)) < timedelta(minutes=1)
    assert [record.message for record in caplog.records if "not UTC" in record.message] == [
        "GetItem: Neto's own time is not UTC, so the server's date counts instead"
    ]


def test_five_hundred_calls_a_minute_then_429_and_silence(neto: NetoAccount) -> None:
    neto.set(calls_a_minute=3, quota_window_ms=60_000)
    statuses = [raw(neto, "GetPaymentMethods", {}).status_code for _ in range(5)]
    assert statuses == [200, 200, 200, 429, 429]
