"""The fifteen order statuses. Source: orders.v2, operation getOrderStatuses; labels are the vendor's."""

STATUSES: dict[int, tuple[str, int]] = {  # id: (name, order shown in)
    0: ("Incomplete", 0),
    1: ("Pending", 1),
    2: ("Shipped", 8),
    3: ("Partially Shipped", 6),
    4: ("Refunded", 11),
    5: ("Cancelled", 9),
    6: ("Declined", 10),
    7: ("Awaiting Payment", 2),
    8: ("Awaiting Pickup", 5),
    9: ("Awaiting Shipment", 4),
    10: ("Completed", 7),
    11: ("Awaiting Fulfillment", 3),
    12: ("Manual Verification Required", 13),
    13: ("Disputed", 12),
    14: ("Partially Refunded", 14),
}


def show_status(status_id: int) -> dict[str, object]:
    """One row of /v2/order_statuses."""
    name, position = STATUSES[status_id]
    return {
        "id": status_id,
        "name": name,
        "system_label": name,
        "custom_label": name,
        "system_description": f"The order is in the state {name}.",
        "order": position,
    }
