"""What each problem means and what to do about it, in plain words, by flow and code."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ProblemText:
    """means: one sentence. advice: what a person does. closing: what it means to close it by hand; empty: nothing, it
    closes by itself and comes back while its cause is there."""

    title: str
    means: str
    advice: str
    closing: str = ""


ORDERS = {
    "unmapped_payment_method": ProblemText(
        "Payment method without a mapping",
        "An order was paid by a method whose name the back office does not know under this spelling.",
        "Add the name under Mappings: the next run fills it in and releases the orders that wait for it.",
    ),
    "unmapped_shipping_method": ProblemText(
        "Shipping method without a mapping",
        "An order ships by a method whose name the back office does not know under this spelling.",
        "Add the name under Mappings: the next run fills it in and releases the orders that wait for it.",
    ),
    "order_not_received": ProblemText(
        "Order not received",
        "BigCommerce has this order, and the back office did not get it; each order says why.",
        "If the back office needs it, choose its status in the set-up and look again.",
        closing="Close it if the back office does not need the order. It opens anew only when the order changes in "
        "BigCommerce or is fetched by its number.",
    ),
    "invalid_order": ProblemText(
        "Order that cannot be read or does not add up",
        "BigCommerce's answer for this order contradicts itself, so nothing of it was received.",
        "Compare it with the order's page in BigCommerce. It is read again when it changes there, or when you look "
        "again.",
        closing="Close it if the order was archived or deleted in BigCommerce, or is entered by hand. It opens anew "
        "when the order is read again and still does not add up.",
    ),
    "sku_not_in_back_office": ProblemText(
        "Order line with an unknown SKU",
        "The order was received, but the back office has no product with a SKU that it sells.",
        "Add the product in the back office, or correct the SKU in BigCommerce.",
        closing="Close it if the back office deals with that line by itself: that lets the order go where nothing else "
        "is open. It opens anew only for another such SKU of the order.",
    ),
    "order_was_missing": ProblemText(
        "Order that should have been here",
        "A daily check found an order that had not been received though its time had been read. It is here now.",
        "If it happens again, find out who deletes orders here; else there is nothing left to do.",
        closing="Close it once you know about it: nothing closes it by itself.",
    ),
}

LINKS = {
    "sku_not_found": ProblemText(
        "Approved SKU that BigCommerce does not have",
        "No product in BigCommerce has exactly this SKU, so neither price nor stock is sent.",
        "Add the product in BigCommerce with this SKU, in the same upper and lower case, or unapprove it here.",
    ),
    "sku_ambiguous": ProblemText(
        "SKU that BigCommerce has more than once",
        "Several products in BigCommerce have this SKU, so nobody can say which of them is meant.",
        "Leave the SKU on one of them.",
    ),
}

PRICES = {
    "empty_price": ProblemText(
        "No price above 0",
        "The price group has no price for this product, and the setting for empty prices finds none either.",
        "Enter a price in the back office, choose another setting for empty prices, or unapprove the product. "
        "A product with options needs none: its options have.",
    ),
    "invalid_price": ProblemText(
        "Price or promotion that cannot be",
        "The price has more digits than BigCommerce takes, or the promotion ends before it starts.",
        "Correct the price or the promotion's dates in the back office.",
    ),
    "price_change_too_large": ProblemText(
        "Price change that waits for approval",
        "The new price differs from the last one by more than the store allows, so it was held back.",
        "Approve or decline it under Guarded prices.",
    ),
    "rejected_by_bigcommerce": ProblemText(
        "Price that BigCommerce refused",
        "BigCommerce did not take the price; each SKU has its reason in BigCommerce's own words.",
        "Mend the reason. It is sent again when the price or the link changes, or when you try again.",
        closing="Closing it means: try once more.",
    ),
    "price_list_not_found": ProblemText(
        "Price list that is not there",
        "A price list that the set-up names does not exist in BigCommerce, so no price was sent to it.",
        "Correct the price lists in the set-up, or create the list in BigCommerce.",
    ),
    "price_group_not_found": ProblemText(
        "Price group that is not there",
        "A price group that the set-up names does not exist in the back office, so no product has a price in it.",
        "Correct the price group in the set-up, or add the group in the back office.",
    ),
}

STOCK = {
    "stock_missing": ProblemText(
        "No stock in the back office",
        "The back office has no stock counted for this product in the warehouses used, so nothing was sent.",
        "Enter it, with 0 where there is none, or unapprove the product. A product with options needs none: its "
        "options have. Nor does a download, whose price is sent all the same: leave its problem open, or unapprove it, "
        "and its price is not sent either.",
    ),
    "inventory_not_tracked": ProblemText(
        "Stock that BigCommerce does not track",
        "BigCommerce keeps no stock for this product, or keeps it at another level.",
        "Switch inventory tracking on for the product in BigCommerce, at the level its message names. Where its "
        "options are counted one by one, approve those and unapprove the product itself.",
    ),
    "invalid_quantity": ProblemText(
        "More units than BigCommerce can hold",
        "The quantity to send is beyond what BigCommerce can store.",
        "Correct the stock in the back office, or set a stock limit in the set-up.",
    ),
    "rejected_by_bigcommerce": ProblemText(
        "Stock that BigCommerce refused",
        "BigCommerce did not take the quantity; each SKU has its reason in BigCommerce's own words.",
        "Mend the reason. It is sent again when the quantity or the link changes, or when you try again.",
        closing="Closing it means: try once more.",
    ),
    "orders_stale": ProblemText(
        "Stock stopped because orders are behind",
        "Orders have not been read for over an hour, so nobody knows what is reserved, and no stock is sent.",
        "See why the order runs do not get through. Stock goes on by itself once they do.",
    ),
    "warehouse_not_found": ProblemText(
        "Warehouse that is not there",
        "No stock in the back office is of a warehouse that the set-up names.",
        "Correct the warehouses in the set-up.",
    ),
}

TRACKING = {
    "unmapped_carrier": ProblemText(
        "Shipping service without a carrier",
        "The shipment was sent, but without a carrier, so the shopper's number may not be a link.",
        "Add or correct the service under Mappings: the next run adds the carrier to these shipments.",
        closing="Close it if they need no carrier. It opens anew when the consignment changes.",
    ),
    "quantity_exceeds_order": ProblemText(
        "More units than the order has left",
        "The consignment ships more than is left of the order, a line it does not have, or nothing at all.",
        "Correct the lines, or the order in BigCommerce. If somebody shipped it by hand, cancel the consignment.",
    ),
    "order_not_shippable": ProblemText(
        "Order that cannot be shipped",
        "The order is cancelled, refunded, completed, or was shipped by somebody else.",
        "Open the order again in BigCommerce, or cancel the consignment in the back office.",
    ),
    "invalid_tracking_number": ProblemText(
        "Tracking number that cannot be sent",
        "The number has more than 50 characters, or control characters such as a tab.",
        "Correct it in the back office.",
    ),
    "invalid_shipping_service": ProblemText(
        "Shipping service that cannot be sent",
        "The consignment names a service with control characters, or a longer one than BigCommerce takes.",
        "Correct it in the back office.",
    ),
    "invalid_tracking_link": ProblemText(
        "Tracking link that cannot be sent",
        "The shipment was sent without its link, which is no web address of at most 500 characters.",
        "Correct it in the back office.",
        closing="Close it if the shipment needs no link. It opens anew when the consignment changes.",
    ),
    "invalid_quantity": ProblemText(
        "Negative quantity",
        "A line of the consignment has a quantity below 0.",
        "Correct it in the back office.",
    ),
    "consignment_changed_after_export": ProblemText(
        "Consignment changed after it was sent",
        "Its lines or its order were changed, or it was cancelled, and the shopper had been told the old ones.",
        "Leave the shipment as it is and close the problem; or delete it in BigCommerce and send a new consignment, "
        "which mails the shopper again.",
        closing="Closed, it is not said again until something else of the consignment changes; what of it was not sent "
        "yet is sent by the next run.",
    ),
    "rejected_by_bigcommerce": ProblemText(
        "Shipment that BigCommerce refused",
        "BigCommerce did not take the shipment; each one has its reason in BigCommerce's own words.",
        "Mend the reason. It is sent again when lines, number or carrier change, or when you try again.",
        closing="Closing it means: try once more.",
    ),
}

NETO = {
    "neto_rejected": ProblemText(
        "Neto refused it",
        "Neto did not take the order, its payment or the approval; each has its reason in Neto's own words.",
        "Mend the reason. It is sent again when the order or the approval changes, or when you try again.",
        closing="Closing it means: try once more.",
    ),
    "neto_note_rejected": ProblemText(
        "Change that Neto's staff was not told",
        "BigCommerce changed an order after Neto had it, and Neto did not take the note about it.",
        "Look on the order's page at what changed, and tell them.",
        closing="Close it once they know: nothing closes it by itself, and the note is not tried again.",
    ),
    "neto_unreadable_order": ProblemText(
        "Order of Neto's that cannot be read",
        "A field of the order in Neto cannot be what it says, so its total or its parcels are unknown here.",
        "Correct the order in Neto. It is read again when it changes there, or when you look again.",
    ),
    "neto_total_differs": ProblemText(
        "Order with another total in Neto",
        "Neto has the order, but its total differs from BigCommerce's by more than 0.05.",
        "Compare the two orders, tax and shipping first, and correct the one in Neto.",
        closing="Close it once the difference is explained: the two are not compared again.",
    ),
    "neto_unknown_sku": ProblemText(
        "SKU that Neto does not have",
        "An order or an approval names a SKU that Neto does not know or could not hold, so it was not sent.",
        "Add the product in Neto, or correct the SKU. An order with a line that has none is entered there by hand; "
        "then say so on its page here. An approval may also be taken back here.",
    ),
    "neto_unmatched_dispatch": ProblemText(
        "Dispatch that fits no order line",
        "Neto dispatched something that no line of the order here answers to, so no parcel of it came here.",
        "Compare the order in Neto with the one here, and tell the shopper by hand where that is needed.",
        closing="Close it once the parcel is dealt with by hand. It opens anew when the order changes in Neto, and may "
        "do so once within half an hour of the dispatch.",
    ),
    "neto_invalid_item": ProblemText(
        "Product of Neto that cannot be read",
        "A field of the product cannot be what it says, so nothing of it was imported.",
        "Correct the product in Neto. It is read again when it changes there, or when you look again.",
    ),
    "neto_clock_differs": ProblemText(
        "Neto's clock is off",
        "Neto's clock and the one here differ by more than 5 minutes, so nobody knows when stock was counted.",
        "Set the clock of the machine that runs this; if that is right, tell Neto's support.",
    ),
    "neto_other_default_group": ProblemText(
        "Default price group that is not Neto's",
        "Somebody made another price group the default one, so Neto's default prices are not used by themselves.",
        "Choose the group of Neto's default prices in the set-up, or make the other group no longer the default.",
    ),
    "neto_no_sales_channel": ProblemText(
        "Sales channel that Neto does not have",
        "Approvals are to come from a sales channel of Neto that none of its products names.",
        "Correct the name of the sales channel in Neto's settings, or let approvals live here.",
    ),
}

TEXTS: dict[tuple[str, str], ProblemText] = {
    (flow, code): text
    for flow, texts in {
        "orders": ORDERS,
        "links": LINKS,
        "prices": PRICES,
        "stock": STOCK,
        "tracking": TRACKING,
        "neto": NETO,
    }.items()
    for code, text in texts.items()
}


def problem_text(flow: str, code: str) -> ProblemText:
    """Also for a code that only another version knows."""
    unknown = ProblemText(
        code.replace("_", " ").capitalize(),
        "Each item says what is wrong with it.",
        "Read it below.",
        closing="Close it once it is dealt with: this version does not know it, and may never close it.",
    )
    return TEXTS.get((flow, code), unknown)
