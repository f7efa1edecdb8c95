"""The statuses an order may have, by BigCommerce's own names. Source: getOrderStatuses.

Incomplete (0) is not among them: such orders are never received.
"""

from __future__ import annotations

STATUSES: dict[int, str] = {
    1: "Pending",
    7: "Awaiting Payment",
    11: "Awaiting Fulfillment",
    9: "Awaiting Shipment",
    8: "Awaiting Pickup",
    3: "Partially Shipped",
    10: "Completed",
    2: "Shipped",
    5: "Cancelled",
    6: "Declined",
    4: "Refunded",
    13: "Disputed",
    12: "Manual Verification Required",
    14: "Partially Refunded",
}
