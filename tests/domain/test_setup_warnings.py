"""What is said of a store before it goes live."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace

from bigcommerce.domain.mappings import Coverage
from bigcommerce.domain.setup_warnings import (
    account_warnings,
    first_order_warnings,
    name_warnings,
    service_warnings,
    setting_warnings,
)

NOW = datetime(2026, 3, 1, tzinfo=UTC)
FOUND = {
    "database_now": NOW,
    "has_products": True,
    "has_approvals": True,
    "has_default_group": True,
    "has_price_group": False,
    "has_prices": True,
    "has_stock": True,
}


def a_store(**changes: object) -> SimpleNamespace:
    values = {
        "prices_managed_in": "backoffice",
        "stock_managed_in": "backoffice",
        "stock_sync_enabled": True,
        "order_sync_enabled": True,
        "orders_since": None,
        "price_group": None,
        "max_price_change_percent": Decimal(30),
        "stock_api": None,
        "stock_location_id": 1,
    }
    return SimpleNamespace(**values | changes)


def sentences(**changes: object) -> list[str]:
    found = FOUND | {name: value for name, value in changes.items() if name in FOUND}
    store = a_store(**{name: value for name, value in changes.items() if name not in FOUND})
    return [warning.sentence for warning in setting_warnings(store, found, NOW)]


def test_a_store_that_lacks_nothing_gets_no_warning() -> None:
    assert sentences() == []


def test_each_lack_has_its_sentence() -> None:
    assert "No product is approved yet" in sentences(has_approvals=False)[0]
    assert sentences(has_approvals=False, prices_managed_in="bigcommerce", stock_sync_enabled=False) == []
    assert "no default price group" in sentences(has_default_group=False)[0]
    assert sentences(has_default_group=False, price_group="x", has_price_group=True) == []
    assert "no price group x" in sentences(price_group="x")[0]
    assert "only location 1" in sentences(stock_api="catalog", stock_location_id=2)[0]
    assert "120 seconds apart" in sentences(database_now=NOW + timedelta(minutes=2))[0]
    assert "no stock yet" in sentences(has_stock=False)[0]
    assert "A price may move by any amount" in sentences(max_price_change_percent=None)[0]
    assert sentences(max_price_change_percent=None, prices_managed_in="bigcommerce") == []
    assert "Every price change waits" in sentences(max_price_change_percent=Decimal(0))[0]
    assert "No order is received that is placed before" in sentences(orders_since=NOW + timedelta(days=1))[0]
    assert sentences(orders_since=NOW + timedelta(days=1), order_sync_enabled=False) == []
    assert "no prices yet" in sentences(has_prices=False)[0]
    assert "no products yet" in sentences(has_products=False)[0]


def test_the_account_is_warned_of_by_its_last_test() -> None:
    wanted = {"Orders": "no orders"}
    assert "no account" in account_warnings(False, None, wanted)[0].sentence
    assert "not been tested" in account_warnings(True, None, wanted)[0].sentence
    test = {"problem": None, "scopes": {"Orders": False, "Other": False}}
    assert [one.sentence for one in account_warnings(True, test, wanted)] == ["The scope Orders is missing: no orders."]
    assert account_warnings(True, {"problem": None, "scopes": {"Orders": True}}, wanted) == []


def test_names_that_are_not_there_are_named() -> None:
    cover = Coverage(Decimal(50), {"Zip": 1})
    kind = ("Payment methods", "payment-methods")
    said = [one.sentence for one in name_warnings(*kind, cover, {"a": "Vis"}, ["Visa"], None)]
    assert said == [
        "Payment methods not mapped yet: Zip.",
        "Payment methods mapped to names that the back office does not list: Vis.",
    ]
    assert name_warnings(*kind, Coverage(None, {}), {"a": "Vis"}, [], None) == []
    assert "none is mapped yet" in name_warnings(*kind, Coverage(None, {}), {}, [], None)[0].sentence
    assert name_warnings(*kind, Coverage(None, {}), {}, [], "Other") == []
    (default,) = name_warnings(*kind, Coverage(None, {}), {}, ["Visa"], "Vis")
    assert (default.step, "become Vis, which" in default.sentence) == ("orders", True)


def test_no_carrier_is_warned_of_where_parcels_are_sent() -> None:
    sends, sends_not = SimpleNamespace(consignment_sync_enabled=True), SimpleNamespace(consignment_sync_enabled=False)
    nothing, some = Coverage(None, {}), Coverage(Decimal(50), {"Courier": 1})
    assert "No carrier is mapped" in service_warnings(sends, nothing, 0)[0].sentence
    assert "not mapped yet: Courier" in service_warnings(sends, some, 0)[0].sentence
    assert service_warnings(sends, nothing, 1) == service_warnings(sends_not, some, 0) == []


def test_orders_that_would_all_come_down_are_warned_of() -> None:
    (one,) = first_order_warnings(a_store(), 1)
    assert one.sentence.startswith("1 order of any age would come down")
    assert "held back from the stock that is sent until it is counted anew" in one.sentence
    assert first_order_warnings(a_store(), None)[0].sentence.startswith("Orders of any age would come down")
    assert first_order_warnings(a_store(), 0) == first_order_warnings(a_store(orders_since=NOW), 5) == []
    assert first_order_warnings(a_store(order_sync_enabled=False), None) == []
