"""The sandbox Neto account keeps real state: totals, committed stock, kits, parcels; and refuses what Neto would."""

from __future__ import annotations

from typing import Any

import pytest

from bigcommerce.connectors.neto import NetoClient
from bigcommerce.errors import Rejected
from tests.neto_account import NetoAccount


@pytest.fixture
def neto(neto_sandbox: NetoAccount) -> NetoAccount:
    shelves = [{"WarehouseID": "1", "Quantity": "6"}, {"WarehouseID": "2", "Quantity": "4"}]
    kit = {"KitComponents": [{"ComponentSKU": "A", "AssembleQuantity": "2"}, {"ComponentSKU": "B"}]}
    neto_sandbox.put({"SKU": "A", "DefaultPrice": "10.00", "WarehouseQuantity": shelves})
    neto_sandbox.put({"SKU": "B", "WarehouseQuantity": shelves[:1]}, {"SKU": "KIT"} | kit)
    return neto_sandbox


@pytest.fixture
def client(neto: NetoAccount) -> NetoClient:
    return neto.client()


def line(sku: str = "A", quantity: int = 2, price: str = "24.95", **more: Any) -> dict[str, Any]:
    return {"SKU": sku, "Quantity": quantity, "UnitPrice": price} | more


def order(order_id: str = "BC1", *lines: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"OrderID": order_id, "OrderLine": list(lines) or [line()]} | more


def stock(neto: NetoAccount, *skus: str) -> list[tuple[int, int]]:
    """[(can be sold, committed)]."""
    rows = [neto.item(sku) for sku in skus]
    return [(int(row["AvailableSellQuantity"]), int(row["CommittedQuantity"])) for row in rows]


def kept(neto: NetoAccount, order_id: str) -> dict[str, Any]:
    return neto.control("GET", f"orders/{order_id}")


# --- totals --------------------------------------------------------------------------------------------------------
TOTALS: dict[str, tuple[dict[str, Any], tuple[str, str]]] = {
    "tax included": ({"ShippingCost": "9.95"}, ("59.85", "5.44")),
    "tax on top": ({"TaxInclusive": "False", "ShippingCost": "10.00"}, ("65.89", "5.99")),
    "free shipping tax": ({"ShippingCost": "9.95", "TaxFreeShipping": "True"}, ("59.85", "4.54")),
    "rounding": ({"OrderRounding": "-0.05"}, ("49.85", "4.54")),
}


@pytest.mark.parametrize("kind", TOTALS)
def test_totals_are_the_accounts_own(neto: NetoAccount, client: NetoClient, kind: str) -> None:
    fields, (total, tax) = TOTALS[kind]
    client.add_order(order(**fields))
    assert (kept(neto, "BC1")["GrandTotal"], kept(neto, "BC1")["OrderTax"]) == (total, tax)


def test_a_discount_and_a_tax_free_line_count(neto: NetoAccount, client: NetoClient) -> None:
    client.add_order(order("BC1", line(DiscountPercent="10"), line("B", 1, "5.00", TaxFree="True", DiscountAmount="1")))
    found = kept(neto, "BC1")
    assert (found["GrandTotal"], found["OrderTax"]) == ("48.91", "4.08")
    assert [(row["Tax"], row["TaxCode"]) for row in found["OrderLine"]] == [("4.08", "GST"), ("0.00", "FREE")]


# --- stock ---------------------------------------------------------------------------------------------------------
def test_committed_stock_follows_an_order(neto: NetoAccount, client: NetoClient) -> None:
    client.add_order(order())
    assert stock(neto, "A") == [(8, 2)]
    client.update_orders([{"OrderID": "BC1", "OrderStatus": "Pick"}])
    assert stock(neto, "A") == [(8, 2)]
    client.update_orders([{"OrderID": "BC1", "OrderStatus": "Pack"}])
    assert stock(neto, "A") == [(8, 0)] and neto.item("A")["WarehouseQuantity"][0]["Quantity"] == "4"
    neto.control("POST", "orders/BC1/cancel")
    assert stock(neto, "A") == [(10, 0)]


@pytest.mark.parametrize("status", ["Quote", "Uncommitted", "Cancelled"])
def test_some_statuses_hold_nothing(neto: NetoAccount, client: NetoClient, status: str) -> None:
    client.add_order(order(OrderStatus=status))
    assert stock(neto, "A") == [(10, 0)]


def test_a_kit_has_as_many_as_its_scarcest_component(neto: NetoAccount, client: NetoClient) -> None:
    assert stock(neto, "KIT") == [(5, 0)]
    client.add_order(order("BC1", line("KIT", 3)))
    assert stock(neto, "A", "B", "KIT") == [(4, 6), (3, 3), (2, 0)]
    neto.dispatch("BC1")
    assert stock(neto, "A", "B") == [(4, 0), (3, 0)]


@pytest.mark.parametrize("bumps", [False, True])
def test_whether_a_commit_moves_an_items_date_is_a_setting(neto: NetoAccount, client: NetoClient, bumps: bool) -> None:
    neto.set(commit_bumps_item=bumps)
    neto.put({"SKU": "A", "DateUpdatedUTC": "2026-01-01 00:00:00"})
    client.add_order(order())
    assert (neto.item("A")["DateUpdatedUTC"] > "2026-01-01 00:00:00") == bumps


# --- items ---------------------------------------------------------------------------------------------------------
def test_an_update_changes_what_it_names_and_nothing_else(neto: NetoAccount, client: NetoClient) -> None:
    neto.put(
        {"SKU": "A", "PriceGroups": [{"Group": "BigCommerce", "Price": "9.00"}, {"Group": "Wholesale", "Price": "7"}]}
    )
    client.update_items([{"SKU": "A", "PriceGroups": {"PriceGroup": {"Group": "2", "Price": "8.50"}}}])
    item = neto.item("A")
    assert {row["Group"]: row["Price"] for row in item["PriceGroups"]} == {"BigCommerce": "8.50", "Wholesale": "7"}
    assert item["DefaultPrice"] == "10.00" and len(item["WarehouseQuantity"]) == 2


@pytest.mark.parametrize(("mode", "others"), [("keep", "True"), ("remove", None)])
def test_channels_that_are_left_out_stay_or_go(neto: NetoAccount, client: NetoClient, mode: str, others: Any) -> None:
    neto.set(sales_channels_update=mode)
    neto.put({"SKU": "A", "SalesChannels": [{"SalesChannelName": "Website", "IsApproved": "True"}]})
    client.update_items([{"SKU": "A", "SalesChannels": {"SalesChannel": [{"SalesChannelID": 12, "IsApproved": True}]}}])
    channels = {row["SalesChannelName"]: row["IsApproved"] for row in neto.item("A")["SalesChannels"]}
    assert (channels.get("Website"), channels["BigCommerce"]) == (others, "True")


@pytest.mark.parametrize(("action", "left"), [("set", 3), ("increment", 9), ("decrement", 3)])
def test_stock_is_set_or_moved(neto: NetoAccount, client: NetoClient, action: str, left: int) -> None:
    change = {"WarehouseID": "1", "Quantity": "3", "Action": action}
    client.update_items([{"SKU": "A", "WarehouseQuantity": change}])
    assert stock(neto, "A") == [(left + 4, 0)]


# --- parcels -------------------------------------------------------------------------------------------------------
def test_parcels_of_an_order_share_the_tracking_field_of_a_line(neto: NetoAccount, client: NetoClient) -> None:
    client.add_order(order("BC1", line(quantity=3), line("B", 1)))
    first = neto.dispatch("BC1", lines=[{"line": "A", "quantity": 1}], tracking="T1", service="Standard Freight")
    assert (first["OrderStatus"], first["DateCompletedUTC"], stock(neto, "A")) == ("Pending Dispatch", "", [(7, 2)])
    last = neto.dispatch("BC1", tracking="T2", service="Standard Freight")
    assert [row["ShippingTracking"] for row in last["OrderLine"]] == ["T1, T2", "T2"]
    assert (last["OrderStatus"], stock(neto, "A")) == ("Dispatched", [(7, 0)]) and last["DateCompletedUTC"]


def test_a_split_order_goes_on_under_a_number_of_its_own(neto: NetoAccount, client: NetoClient) -> None:
    client.add_order(order("BC1", line(quantity=3, ExternalOrderReference="100")))
    later = neto.control("POST", "orders/BC1/split", {"lines": [{"line": "A", "quantity": 2}]})
    assert (later["OrderID"], later["RelatedOrderID"], later["OrderStatus"]) == ("BC1-1", "BC1", "New Backorder")
    assert later["OrderLine"][0]["OrderLineID"] == "BC1-1-0" and stock(neto, "A") == [(7, 3)]
    (page,) = client.orders({"ExternalOrderReference": ["100"]}, ["OrderLine.Quantity"])
    assert [(row["OrderID"], row["OrderLine"][0]["Quantity"]) for row in page.rows] == [("BC1", "1"), ("BC1-1", "2")]


def test_combined_lines_keep_their_references(neto: NetoAccount, client: NetoClient) -> None:
    for number in ("1", "2"):
        client.add_order(order(f"BC{number}", line(ExternalOrderReference=number)))
    found = neto.control("POST", "orders/BC1/combine", {"with": "BC2"})
    assert [row["ExternalOrderReference"] for row in found["OrderLine"]] == ["1", "2"]
    assert (found["GrandTotal"], kept(neto, "BC2")["OrderStatus"], stock(neto, "A")) == ("99.80", "Cancelled", [(6, 4)])


def test_a_kit_that_is_split_for_picking_shows_its_components(neto: NetoAccount, client: NetoClient) -> None:
    neto.set(split_kits=True)
    client.add_order(order("BC1", line("KIT", 1, ExternalOrderLineReference="7")))
    (page,) = client.orders({"OrderID": ["BC1"]}, ["OrderLine.Quantity", "OrderLine.ExternalOrderLineReference"])
    lines = page.rows[0]["OrderLine"]
    assert [(row["SKU"], row["Quantity"], row.get("ComponentOfKit")) for row in lines] == [
        *(("KIT", "1", None), ("A", "2", "BC1-0"), ("B", "1", "BC1-0")),
    ]


# --- payments ------------------------------------------------------------------------------------------------------
def test_a_paid_order_is_approved_and_may_move_on(neto: NetoAccount, client: NetoClient) -> None:
    neto.set(auto_pick_paid=True, overpayment=False)
    client.add_order(order(OrderApproval="False"))
    payment = {"OrderID": "BC1", "PaymentMethodName": "PayPal", "CardAuthorisation": "t", "AmountPaid": "40.00"}
    client.add_payment(payment)
    assert (kept(neto, "BC1")["OrderApproval"], kept(neto, "BC1")["OrderStatus"]) == ("False", "New")
    with pytest.raises(Rejected, match=r"Order BC1 has 9\.90 left to pay"):
        client.add_payment(payment)
    client.add_payment(payment | {"AmountPaid": "9.90"})
    assert (kept(neto, "BC1")["OrderApproval"], kept(neto, "BC1")["OrderStatus"]) == ("True", "Pick")
    assert len(client.payments(["BC1"])) == 2


# --- what it refuses -----------------------------------------------------------------------------------------------
REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "an unknown field": (order(Surprise="1"), "Unknown field: Surprise"),
    "an unknown field of a line": (order("BC1", line(Surprise="1")), r"Unknown field: OrderLine\.Surprise"),
    "an id with a hyphen": (order("BC-1"), "OrderID is digits with an optional alphabetic prefix"),
    "an id that is too long": (order("BC12345678901234"), "OrderID is longer than 15"),
    "a street that is too long": (order(ShipStreet1="x" * 51), "ShipStreet1 is longer than 50"),
    "an unknown SKU": (order("BC1", line("gone")), "Cannot find Item gone"),
    "an unknown status": (order(OrderStatus="Done"), "Unknown OrderStatus: Done"),
    "a payment method that is not there": (order(PaymentMethod="Cheque"), "PaymentMethod not found: Cheque"),
    "a shipping option of other case": (order(ShippingMethod="standard freight"), "ShippingOption not found"),
    "no lines": ({"OrderID": "BC1"}, "OrderLine is required"),
    "too many lines": (order("BC1", *[line() for _ in range(256)]), "at most 255"),
    "a price that is none": (order("BC1", line(price="free")), "UnitPrice is not a number"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_an_order_that_is_refused_leaves_nothing(neto: NetoAccount, client: NetoClient, kind: str) -> None:
    body, said = REFUSED[kind]
    with pytest.raises(Rejected, match=said):
        client.add_order(body)
    assert neto.orders() == [] and stock(neto, "A") == [(10, 0)]


@pytest.mark.parametrize("mode", ["refuse", "accept"])
def test_the_same_id_again_is_refused_or_a_second_order(neto: NetoAccount, client: NetoClient, mode: str) -> None:
    neto.set(repeated_order_id=mode)
    client.add_order(order())
    if mode == "refuse":
        with pytest.raises(Rejected, match="OrderID BC1 already exists"):
            client.add_order(order())
    else:
        client.add_order(order())
    assert len(neto.orders()) == (1 if mode == "refuse" else 2)


# --- the hand behind it --------------------------------------------------------------------------------------------
def test_the_world_may_change_between_two_pages(neto: NetoAccount, client: NetoClient) -> None:
    neto.before("GetItem", {"method": "PUT", "path": "items", "json": {"SKU": "C"}}, nth=2)
    pages = client.items({"IsActive": ["True"]}, ["SKU"], limit=3)
    assert [row["SKU"] for row in next(pages).rows] == ["A", "B", "KIT"]
    assert [row["SKU"] for row in next(pages).rows] == ["C"]


def test_the_demo_account_holds_the_pretend_back_offices_catalogue(neto: NetoAccount, client: NetoClient) -> None:
    neto.control("POST", "reset", {"seed": "demo"})
    neto.set(calls_a_minute=None)
    rows = [row for page in client.items({"IsActive": ["True", "False"]}, ["Virtual", "IsActive"]) for row in page.rows]
    assert len(rows) == 101 and [row["SKU"] for row in rows if row["IsActive"] == "False"] == ["VASE-STONE"]
