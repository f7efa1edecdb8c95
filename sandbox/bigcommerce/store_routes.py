"""Store facts: time, store, currencies, statuses, payment, shipping, tax, channels, settings."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from sandbox.bigcommerce import store_facts as facts
from sandbox.bigcommerce.answers import Refused, answer, paging, store_of, v2_list, v3_page
from sandbox.bigcommerce.clocks import now
from sandbox.bigcommerce.statuses import STATUSES, show_status

router = APIRouter(prefix="/stores/{store_hash}")


def _paged(request: Request, rows: list[Any]) -> Response:
    page, limit = paging(request)
    return v2_list(rows[(page - 1) * limit : page * limit])


@router.get("/v2/time")
def get_time(request: Request) -> Response:
    """getSystemTimestamp: the store's clock, epoch seconds."""
    return answer({"time": now(store_of(request))})


@router.get("/v2/store")
def get_store(request: Request) -> Response:
    """getStoreInformation."""
    store = store_of(request)
    settings, host = store.settings, f"https://store-{store.store_hash}.example.com"
    return answer(
        {
            "id": store.store_hash,
            "account_uuid": "3f5e9f0a-3d50-4f0c-9a2e-1f5b6f6f2c11",
            "domain": host.removeprefix("https://"),
            "secure_url": host,
            "control_panel_base_url": host,
            "status": "live",
            "name": settings["store_name"],
            "first_name": "Robin",
            "last_name": "Hale",
            "address": "1 Ridge Road, Sydney NSW 2000",
            "country": "Australia",
            "country_code": "AU",
            "infrastructure_region": "us-central1",
            "phone": "0290000000",
            "admin_email": "owner@example.com",
            "order_email": "orders@example.com",
            "favicon_url": "",
            "timezone": {
                "name": settings["timezone"],
                "raw_offset": 36_000,
                "dst_offset": 39_600,
                "dst_correction": True,
                "date_format": {"display": "jS M Y", "export": "M jS Y", "extended_display": "jS M Y @ g:i A"},
            },
            "language": "en",
            "currency": settings["currency"],
            "currency_symbol": "$",
            "decimal_separator": ".",
            "thousands_separator": ",",
            "decimal_places": settings["decimal_places"],
            "currency_symbol_location": "left",
            "weight_units": "KGS",
            "dimension_units": "Centimeters",
            "dimension_decimal_places": 2,
            "dimension_decimal_token": ".",
            "dimension_thousands_token": ",",
            "plan_name": "Pro",
            "plan_level": "Pro",
            "plan_is_trial": False,
            "industry": "Outdoor",
            "logo": [],
            "is_price_entered_with_tax": settings["is_price_entered_with_tax"],
            "store_id": 1_000,
            "default_channel_id": 1,
            "default_site_id": 1_000,
            "active_comparison_modules": [],
            "features": {
                "stencil_enabled": True,
                "sitewidehttps_enabled": True,
                "facebook_catalog_id": "",
                "checkout_type": "optimized",
                "wishlists_enabled": True,
                "graphql_storefront_api_enabled": True,
                "shopper_consent_tracking_enabled": False,
                "multi_storefront_enabled": False,
                "storefront_limits": {"active": 1, "total_including_inactive": 1},
            },
        }
    )


@router.get("/v2/currencies")
def list_currencies(request: Request) -> Response:
    """getCurrencies."""
    return _paged(request, facts.show_currencies(store_of(request).settings["currency"]))


@router.get("/v2/order_statuses")
def list_statuses(request: Request) -> Response:
    """getOrderStatuses."""
    return v2_list([show_status(status_id) for status_id in STATUSES])


@router.get("/v2/payments/methods")
def list_payment_methods(request: Request) -> Response:
    """getAllPaymentMethods (deprecated there)."""
    rows = [{"code": code, "name": name, "test_mode": False} for code, name in facts.PAYMENT_METHODS]
    return _paged(request, rows)


@router.get("/v2/shipping/zones")
def list_zones(request: Request) -> Response:
    """getShippingZones."""
    return v2_list(facts.ZONES)


@router.get("/v2/shipping/zones/{zone_id:int}/methods")
def list_zone_methods(request: Request, zone_id: int) -> Response:
    """getShippingZoneMethods."""
    if zone_id not in [zone["id"] for zone in facts.ZONES]:
        raise Refused(404, "The requested resource was not found.")
    return v2_list(facts.show_shipping_methods() if zone_id == 1 else [])


@router.get("/v2/customer_groups")
def list_customer_groups(request: Request) -> Response:
    """getCustomerGroups."""
    return _paged(request, facts.CUSTOMER_GROUPS)


@router.get("/v2/tax_classes")
def list_tax_classes(request: Request) -> Response:
    """getTaxClasses; their ids are strings."""
    dates = {"created_at": "2024-01-01T00:00:00+00:00", "updated_at": "2024-01-01T00:00:00+00:00"}
    return _paged(
        request, [{"id": str(number), "name": name, **dates} for number, name in enumerate(facts.TAX_CLASSES)]
    )


@router.get("/v3/tax/settings")
def get_tax_settings(request: Request) -> Response:
    """getTaxSettings."""
    data = {
        "tax_entered_with_prices": store_of(request).settings["is_price_entered_with_tax"],
        "price_display_settings": {
            "control_panel_price_display_strategy": "INCLUSIVE",
            "invoice_price_display_strategy": "INCLUSIVE",
        },
        "fallback_strategy": "BASIC",
        "should_subtract_store_tax": True,
        "should_use_geolocation_to_determine_guest_shopper_tax_zone": False,
        "guest_shopper_tax_zone_id": 1,
        "store_tax_zone_id": 1,
        "document_submission_strategy": "ON_ORDER_CREATION",
        "rounding_strategy": "RATE_ROUNDING",
    }
    return answer({"data": data, "meta": {}})


@router.get("/v3/channels")
def list_channels(request: Request) -> Response:
    """getChannels."""
    page, limit = paging(request)
    return v3_page(request, facts.CHANNELS[(page - 1) * limit : page * limit], len(facts.CHANNELS), page, limit)


@router.get("/v3/settings/inventory")
def get_inventory_settings(request: Request) -> Response:
    """getSettingsInventory."""
    data = {
        "product_out_of_stock_behavior": "do_nothing",
        "option_out_of_stock_behavior": "do_nothing",
        "update_stock_behavior": store_of(request).settings["update_stock_behavior"],
        "edit_order_stock_adjustment": False,
        "refund_order_stock_adjustment": False,
        "stock_level_display": "dont_show",
        "default_out_of_stock_message": "Out of stock",
        "hide_in_product_filtering": False,
        "show_pre_order_stock_levels": False,
        "show_out_of_stock_message": False,
    }
    return answer({"data": data, "meta": {}})
