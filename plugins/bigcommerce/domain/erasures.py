"""What a document says of a person, taken out; money, goods and dates stay."""

from __future__ import annotations

from typing import Any

# Fields of orders and their parts, whatever level they are at. Source: Orders V2, getOrder, getOrderConsignments.
PERSONAL_FIELDS = frozenset(
    {
        *("first_name", "last_name", "company", "street_1", "street_2", "city", "zip", "postcode", "phone", "email"),
        *("customer_id", "customer_email", "customer_message", "staff_notes", "ip_address", "ip_address_v6"),
        *("form_fields", "recipient_name", "recipient_email", "sender_name", "sender_email", "message"),
        *("wrapping_message", "event_name", "event_date", "credit_card", "configurable_fields"),
    }
)


def without_person(value: Any) -> Any:
    """The same document with null in place of every personal field. State and country stay: tax depends on them."""
    if isinstance(value, dict):
        return {name: None if is_personal(name, item) else without_person(item) for name, item in value.items()}
    if isinstance(value, list):
        return [without_person(item) for item in value]
    return value


def is_personal(name: str, item: Any) -> bool:
    """The consignments of an order have an `email` that is no address: the gift certificates sent by it."""
    return name in PERSONAL_FIELDS and not (name == "email" and isinstance(item, dict))
