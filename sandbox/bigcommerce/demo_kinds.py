"""One wish for every kind of order there is; `after` is what happened to it later (see demo_orders)."""

from typing import Any

MUG, TENT, TEE = {"sku": "MUG-ENAMEL", "quantity": 2}, {"sku": "TENT-2P"}, {"sku": "TEE-BUSH-M"}
GUIDE, PACK, BOWL = {"sku": "GUIDE-PDF"}, {"sku": "PACK-45"}, {"sku": "BOWL-CER-SEA", "quantity": 4}
MELBOURNE = {"first_name": "Sam", "city": "Melbourne", "state": "Victoria", "zip": "3000"}
PERTH = {
    "first_name": "Kim",
    "city": "Perth",
    "state": "Western Australia",
    "zip": "6000",
    "shipping_method": "Express Post",
}
ABROAD = {"city": "Portland", "state": "Oregon", "zip": "97201", "country": "United States", "country_iso2": "US"}
SIXTY = [{"name": f"Custom sticker {number}", "price": "1.10"} for number in range(1, 59)]

KINDS: tuple[dict[str, Any], ...] = (
    {"lines": [MUG, TENT], "customer_id": 0, "email": "guest@example.com"},
    {"lines": [TEE], "customer_id": 11, "payment_method": "PayPal", "customer_message": "Leave at the door, please"},
    {"lines": [GUIDE]},
    {"lines": [GUIDE, TENT]},
    {"lines": [PACK], "pickup": True, "shipping_method": "Pickup in store", "status_id": 8},
    {"lines": [PACK], "shipping_method": "Pickup in store", "shipping_cost": 0},
    {"lines": [{**MUG, "address_no": 1}, {**TEE, "address_no": 2}], "addresses": [MELBOURNE, PERTH]},
    {"lines": [BOWL, TENT], "discount": "25.00"},
    {"lines": [{**BOWL, "discount": "7.77"}]},
    {"lines": [BOWL, MUG], "coupon": {"code": "WELCOME10", "type": 1, "amount": "10"}},
    {"lines": [TENT, MUG], "coupon": {"code": "TENNER", "type": 2, "amount": "10.00"}},
    {"lines": [TENT], "coupon": {"code": "SHIPFREE", "type": 4, "amount": "0"}, "shipping_cost": 0},
    {"lines": [TENT], "shipping_method": "Free Shipping", "shipping_cost": 0},
    {"lines": [TENT], "gift_certificate": "50.00"},
    {"lines": [MUG], "gift_certificate": "500.00", "payment_method": "", "payment_status": ""},
    {"lines": [{"name": "Gift certificate $50", "type": "giftcertificate", "price": "50.00"}]},
    {"lines": [TENT], "store_credit": "20.00", "gift_certificate": "15.00", "customer_id": 12},
    {"lines": [MUG], "fees": [{"name": "Carbon offset", "cost": "2.20"}, {"name": "Insurance", "cost": "5.00"}]},
    {"lines": [{**BOWL, "wrapping": "5.50"}], "handling": "3.30"},
    {"lines": [{"sku": "BOTTLE-750", "quantity": 3}], "after": {"refund": 1}},
    {"lines": [MUG], "after": {"refund": 0}},
    {"lines": [TENT, MUG], "tax_inclusive": False},
    {"lines": [BOWL], "tax_inclusive": False, "discount": "11.11", "coupon": {"code": "X5", "type": 1, "amount": "5"}},
    {"lines": [{"sku": "MAP-BLUEMTN", "tax_rate": "0"}], "tax_rate": "0"},
    {
        "lines": [{**MUG, "price": "8.40"}],
        "currency": "USD",
        "exchange_rate": "0.65",
        "addresses": [ABROAD],
        "tax_rate": "0",
    },
    {"lines": [{**TENT, "price": "24500"}], "currency": "JPY", "exchange_rate": "98", "shipping_cost": "1500"},
    {"lines": [TEE], "display_currency": "USD", "exchange_rate": "0.65"},
    {
        "lines": [MUG],
        "billing_address": {
            "first_name": "🏕️ Ana",
            "last_name": "Nguyễn",
            "street_1": "١٢ شارع النيل",
            "city": "Zürich",
        },
        "staff_notes": "שלום — combining: e\u0301, \u202ertl\u202c",
    },
    {"lines": [MUG, TENT, *SIXTY]},
    {"lines": [{**MUG, "price": "0"}], "shipping_cost": 0, "payment_method": "", "payment_status": ""},
    {"lines": [TENT], "status_id": 0},
    {"lines": [TENT], "status_id": 1, "payment_method": "Bank Deposit"},
    {"lines": [BOWL], "after": {"ship": 0}},
    {"lines": [BOWL], "after": {"ship": 1}},
    {"lines": [TENT], "status_id": 5},
    {"lines": [TENT], "status_id": 6},
    {"lines": [TENT], "status_id": 7, "payment_method": "Bank Deposit"},
    {"lines": [TEE], "status_id": 9},
    {"lines": [TEE], "after": {"ship": 0, "status_id": 10}},
    {"lines": [PACK], "status_id": 12},
    {"lines": [PACK], "status_id": 13},
    {"lines": [TEE, MUG], "payment_method": "Afterpay", "shipping_method": "Express Post", "shipping_cost": "14.95"},
    {"lines": [TEE], "payment_method": "Cash on Delivery"},
    {"lines": [TENT], "payment_method": "Zip Pay"},
    {"lines": [MUG], "shipping_method": "Drone Delivery (beta)", "shipping_cost": "24.95"},
    {"lines": [{"sku": "LANTERN-led-01"}, {"sku": "POSTER-GUM"}]},
    {"lines": [{"name": "Repair service", "price": "35.00"}, {"sku": "TEE-BUSH-M", "options": {"Size": "M"}}]},
    {"lines": [MUG, {**MUG, "price": "11.00"}], "external_order_id": "", "channel_id": 1, "source": "manual"},
    {"lines": [MUG], "after": {"archived": True}},
)
