"""An item of Neto as rows of the back office."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bigcommerce.domain.neto.items import (
    LONGEST_KEY,
    CatalogueItem,
    ImportRules,
    Price,
    item_key,
    less_committed,
    read_item,
    selectors,
)
from bigcommerce.domain.neto.warehouses import choose_warehouses
from bigcommerce.errors import BadRequest, Invalid
from tests.domain.neto_items import channel, group, held, neto_item

ALL, CHANNEL = ImportRules(), ImportRules(approvals_live_in="sales_channel")
MISC = ImportRules(approvals_live_in="misc", misc_field="Misc01")
STARTS, ENDS = datetime(2026, 2, 27, 13, tzinfo=UTC), datetime(2026, 3, 31, 12, 59, 59, tzinfo=UTC)
FIELDS = sorted(set(neto_item()) | {"Misc01"})
JUNK = st.sampled_from(["", None, "abc", "NaN", "-1", "1e400", "0000-00-00", "True", "\x00", "9" * 30, {}, [], [{}], 7])


def prices(**fields: Any) -> dict[str, Price]:
    return {price.price_group: price for price in read_item(neto_item(**fields), ALL).prices}


def test_an_item_becomes_a_product_its_prices_and_what_is_available_to_sell() -> None:
    assert read_item(neto_item(), CHANNEL) == CatalogueItem(
        sku="TEE-RED-S",
        inventory_id="101",
        name="Red tee",
        parent_sku="TEE",
        is_active=True,
        rrp=Decimal("39.95"),
        is_tax_free=False,
        prices_include_tax=True,
        prices=(
            Price("default", None, Decimal("29.95"), Decimal("24.95"), STARTS, ENDS),
            Price("2", "Trade", Decimal("27.00"), None, None, None),
        ),
        stock={"main": 7},
        is_approved=True,
    )


@pytest.mark.parametrize("blank", ["0", "0.00", "0.00001", "", None])
def test_a_price_of_0_or_blank_is_none(blank: str | None) -> None:
    found = prices(DefaultPrice=blank, PromotionPrice=blank, RRP=blank, PriceGroups=[group("2", "Trade", "0.000")])
    assert [price.price for price in found.values()] == [None, None]
    assert found["default"] == Price("default", None, None, None, None, None)
    assert read_item(neto_item(RRP=blank), ALL).rrp is None


def test_three_decimals_and_more_are_kept_as_far_as_they_go() -> None:
    assert prices(DefaultPrice="5.950")["default"].price == Decimal("5.95")
    assert prices(DefaultPrice="5.95125")["default"].price == Decimal("5.9513")


def test_the_lowest_quantity_band_of_a_group_counts() -> None:
    bands = [
        group("2", "Trade", "20", MinimumQuantity="10"),
        group("2", "Trade", "27", MinimumQuantity="1"),
        group("2", "Trade", "24", MinimumQuantity="5.000"),
        group("3", "Staff", "15"),
    ]
    found = prices(PriceGroups=bands)
    assert (found["2"].price, found["3"].price) == (Decimal(27), Decimal(15))
    assert prices(PriceGroups=bands[::-1]) == found


def test_a_promotion_of_a_group_has_the_items_dates() -> None:
    found = prices(PriceGroups=[group("2", "Trade", "27", PromotionPrice="19")], PromotionPrice="0")
    assert found["2"] == Price("2", "Trade", Decimal(27), Decimal(19), STARTS, ENDS)
    assert found["default"].promotion_starts_at is None
    open_ended = prices(PromotionStartDateUTC="0000-00-00 00:00:00", PromotionExpiryDateUTC=None)["default"]
    assert (open_ended.promotion_price, open_ended.promotion_starts_at) == (Decimal("24.95"), None)


def test_a_virtual_item_has_no_stock() -> None:
    assert read_item(neto_item(Virtual="True"), ALL).stock == {}
    assert read_item(neto_item(Virtual="Yes", AvailableSellQuantity=""), ALL).stock == {}


def test_chosen_warehouses_have_what_is_not_committed() -> None:
    rules = ImportRules(warehouses={"2": "Perth", "9": "Hobart"})
    assert read_item(neto_item(), rules).stock == {"Perth": 1, "Hobart": 0}
    assert read_item(neto_item(WarehouseQuantity=[held("1", "6")]), rules).stock == {"Perth": -3, "Hobart": 0}
    assert "AvailableSellQuantity" not in selectors(rules) and "WarehouseQuantity" in selectors(rules)


UNITS = st.dictionaries(st.text(min_size=1, max_size=3), st.integers(-5, 50), min_size=1, max_size=5)


@given(UNITS, st.integers(0, 200))
def test_committed_units_are_taken_off_once(on_hand: dict[str, int], committed: int) -> None:
    free = less_committed(on_hand, committed)
    assert list(free) == list(on_hand)
    assert sum(free.values()) == sum(on_hand.values()) - committed
    assert all(free[name] <= units for name, units in on_hand.items())
    if committed <= sum(max(units, 0) for units in on_hand.values()):
        assert all(free[name] >= min(units, 0) for name, units in on_hand.items())


def test_approvals_are_read_where_they_live() -> None:
    assert read_item(neto_item(), ALL).is_approved is None
    assert read_item(neto_item(SalesChannels=[channel("12", "BigCommerce", "False")]), CHANNEL).is_approved is False
    assert read_item(neto_item(SalesChannels=[channel("12", "eBay", "True")]), CHANNEL).is_approved is None
    by_number = ImportRules(approvals_live_in="sales_channel", sales_channel="12")
    assert read_item(neto_item(), by_number).is_approved is True
    for text, approved in {"Y": True, "no": False, "": None, "True": True}.items():
        assert read_item(neto_item(Misc01=text), MISC).is_approved is approved


def test_nothing_is_asked_for_that_is_not_needed() -> None:
    assert "SalesChannels" in selectors(CHANNEL) and "Misc01" in selectors(MISC)
    assert {"SalesChannels", "Misc01", "WarehouseQuantity", "CommittedQuantity"} & set(selectors(ALL)) == set()


def test_tax_is_free_by_either_mark() -> None:
    assert read_item(neto_item(TaxFreeItem="y"), ALL).is_tax_free
    assert read_item(neto_item(AuGstExempt="True"), ALL).is_tax_free
    assert read_item(neto_item(TaxInclusive=""), ALL).prices_include_tax is None


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"SKU": None}, "SKU"),
        ({"SKU": "  "}, "SKU"),
        ({"SKU": "X" * 26}, "SKU"),
        ({"DefaultPrice": "ask us"}, "DefaultPrice"),
        ({"DefaultPrice": "99999999999999.99999"}, "DefaultPrice"),
        ({"IsActive": None}, "IsActive"),
        ({"AvailableSellQuantity": ""}, "AvailableSellQuantity"),
        ({"AvailableSellQuantity": "2.5"}, "AvailableSellQuantity"),
        ({"PriceGroups": [group("", "Trade", "1")]}, "GroupID"),
        ({"PriceGroups": [group("default", "Trade", "1")]}, "GroupID"),
        ({"PriceGroups": ["2"]}, "PriceGroups"),
        ({"PromotionExpiryDateUTC": "soon"}, "PromotionExpiryDateUTC"),
    ],
)
def test_a_field_that_cannot_be_is_named(fields: dict[str, Any], named: str) -> None:
    with pytest.raises(Invalid) as error:
        read_item(neto_item(**fields), ALL)
    assert error.value.field == named


@given(st.dictionaries(st.sampled_from(FIELDS), JUNK), st.sampled_from([ALL, CHANNEL, MISC]))
def test_whatever_comes_is_an_item_or_names_a_field(fields: dict[str, Any], rules: ImportRules) -> None:
    item = neto_item(**fields)
    try:
        found = read_item(item, rules)
    except Invalid as error:
        assert error.field
    else:
        assert 0 < len(found.sku) <= 25 and "\x00" not in found.sku
        assert found.prices[0].price_group == "default"
        assert len({price.price_group for price in found.prices}) == len(found.prices)
        assert all(price.promotion_price or not price.promotion_ends_at for price in found.prices)
    assert 0 < len(item_key(item)) <= LONGEST_KEY


def test_an_item_is_called_by_its_sku_or_by_netos_number() -> None:
    assert item_key(neto_item("A")) == "A"
    assert item_key(neto_item(SKU="")) == "InventoryID 101"
    assert len(item_key(neto_item("X" * 5_000))) == LONGEST_KEY


def test_what_postgres_cannot_hold_is_marked() -> None:
    assert read_item(neto_item("A\x00", Name="\x00"), ALL).name == item_key({"SKU": "\x00"}) == "\ufffd"


WAREHOUSES = [
    {"WarehouseID": "1", "WarehouseName": "Perth", "WarehouseReference": "WA"},
    {"WarehouseID": "2", "WarehouseName": "Hobart", "WarehouseReference": None},
]


def test_a_warehouse_is_chosen_by_name_reference_or_number() -> None:
    assert choose_warehouses(WAREHOUSES, ["Hobart", "WA"]) == {"2": "Hobart", "1": "WA"}
    assert choose_warehouses(WAREHOUSES, ["1"]) == {"1": "1"}
    with pytest.raises(BadRequest, match=r"""Neto has no warehouse "Sydney".*"Perth", "Hobart"."""):
        choose_warehouses(WAREHOUSES, ["Perth", "Sydney"])
