"""The names that order actions know, and how long a text may be. Source: GetOrder, AddOrder, UpdateOrder.

Written and read names differ: `WRITTEN` gives the kept, read name of each that does.
"""

STATUSES = (
    *("Quote", "New", "New Backorder", "Backorder Approved", "Pick", "Pack", "Pending Pickup", "Pending Dispatch"),
    *("Dispatched", "Cancelled", "Uncommitted", "On Hold"),
)
# Units of these are held for the order; Quote, Uncommitted and Cancelled hold none, and of the others they have left.
COMMITTED = ("New", "New Backorder", "Backorder Approved", "Pick", "On Hold", "Pending Dispatch")
TAKEN = ("Pack", "Pending Pickup", "Dispatched")

PARTS = ("FirstName", "LastName", "Company", "City", "State", "Country")
WRITTEN = {
    f"{side}{written}": f"{side}{read}"
    for side in ("Bill", "Ship")
    for written, read in (
        ("Street1", "StreetLine1"),
        ("Street2", "StreetLine2"),
        ("PostCode", "PostCode"),
        ("ContactPhone", "Phone"),
        *((part, part) for part in PARTS),
    )
}
WRITTEN |= {
    "ShipInstructions": "DeliveryInstruction",
    "ShippingMethod": "ShippingOption",
    "ShippingCost": "ShippingTotal",
}
WRITTEN |= {"InternalOrderNotes": "InternalOrderNotes"}

LENGTHS = {
    **{name: 50 for name in WRITTEN if name.startswith(("Bill", "Ship"))},
    **{f"{side}PostCode": 15 for side in ("Bill", "Ship")},
    **{f"{side}ContactPhone": 30 for side in ("Bill", "Ship")},
    **{f"{side}Country": 2 for side in ("Bill", "Ship")},
    **{"OrderID": 15, "PurchaseOrderNumber": 50, "SalesChannel": 15, "Username": 25, "Email": 250, "UserGroup": 50},
    **{"DocumentTemplate": 50, "SalesPerson": 25, "PaymentMethod": 100, "PaymentTerms": 50, "ShippingMethod": 50},
    **{"CurrencyCode": 3, "CustomerRef1": 50, "CustomerRef2": 50, "ShipInstructions": 100_000},
    **{f"CustomerRef{number}": 1000 for number in range(3, 11)},
}
DATES = tuple(
    f"{name}{end}" for name in ("DatePlaced", "DateRequired", "DateInvoiced", "DateDue") for end in ("", "UTC")
)
BOOLEANS = ("OrderApproval", "EnableAddressValidation", "TaxInclusive", "TaxFreeShipping", "SignatureRequired")
NUMBERS = ("ShippingCost", "ShippingDiscount", "OrderRounding")
WRITABLE = {
    *("OrderType", "OrderStatus", "OnHoldType", "StickyNotes", "OrderLine", "AppliedDiscounts"),
    *(*LENGTHS, *WRITTEN, *DATES, *BOOLEANS, *NUMBERS),
}
LINE_LENGTHS = {
    **{"SKU": 25, "ItemDescription": 255, "ItemNotes": 255, "ExternalSystemIdentifier": 50},
    **{"ExternalOrderReference": 50, "ExternalOrderLineReference": 50},
}
LINE_WRITABLE = {
    *LINE_LENGTHS,
    *("Quantity", "UnitPrice", "DiscountPercent", "DiscountAmount", "TaxFree", "WarehouseID", "WarehouseName"),
    *("WarehouseReference", "UnitCost", "ShippingWeight", "QuantityShipped", "Dropshipper", "SendConfirmationEmail"),
    *("ExtraOptions", "KitComponents"),
}
UPDATABLE = {
    *("OrderID", "OrderStatus", "OnHoldType", "OrderApproval", "PickStatus", "ExportStatus", "ExportedToWMS"),
    *("SendOrderEmail", "StickyNotes", "DeduceWarehouse", "OrderLine", "ShipInstructions", "InternalOrderNotes"),
    *(f"CustomerRef{number}" for number in range(1, 11)),
    *(name for name in WRITTEN if name.startswith(("Bill", "Ship")) and name not in ("ShippingMethod", "ShippingCost")),
}
LINE_UPDATABLE = {
    *("OrderLineID", "SKU", "QuantityShipped", "WarehouseID", "TrackingDetails", "ExternalSystemIdentifier"),
    *("ExternalOrderReference", "ExternalOrderLineReference"),
}
TRACKING = {"ShippingMethod", "TrackingNumber", "DateShipped"}
NOTE_LENGTHS = {"Title": 150, "Description": 5000}
MOST_LINES = 255

PERIODS = ("DatePlaced", "DatePaid", "DateRequired", "DateInvoiced", "DateUpdated", "DateCompleted")
FILTERS = {
    *("OrderID", "Username", "SKU", "OrderStatus", "OrderType", "OnHoldType", "CompleteStatus", "PaymentStatus"),
    *("ExportStatus", "ExportedToWMS", "WarehouseID", "ShippingMethod", "SalesChannel", "SplitKitComponents"),
    *("ExternalSystemIdentifier", "ExternalOrderReference", "ExternalOrderLineReference"),
    *(f"{name}{end}" for name in (*PERIODS, "WarehouseQuantityUpdated") for end in ("From", "To")),
}
PAGING = {"Page", "Limit", "OutputSelector", "UpdateResults"}
ADDRESSES = {
    "BillAddress": [read for read in WRITTEN.values() if read.startswith("Bill")],
    "ShipAddress": [read for read in WRITTEN.values() if read.startswith("Ship") and not read.startswith("Shipping")],
}
SELECTORS = {
    *(
        "ID",
        "OrderID",
        "OrderStatus",
        "CompleteStatus",
        "OrderType",
        "OnHoldType",
        "SalesChannel",
        "PurchaseOrderNumber",
    ),
    *("RelatedOrderID", "ShippingOption", "DeliveryInstruction", "GrandTotal", "TaxInclusive", "OrderTax"),
    *("ProductSubtotal", "ShippingTotal", "ShippingTax", "ShippingDiscount", "SurchargeTotal", "SurchargeTaxable"),
    *("CurrencyCode", "Username", "Email", "UserGroup", "SalesPerson", "PaymentMethod", "PaymentTerms"),
    *("InternalOrderNotes", "StickyNotes", "OrderPayment", "OrderPayment.PaymentType", "OrderPayment.DatePaid"),
    *("OrderRounding", "OrderApproval", "ExportStatus", "ExportedToWMS", "PickStatus", "TaxFreeShipping", *ADDRESSES),
    *(f"{name}{end}" for name in PERIODS for end in ("", "UTC", "Local")),
    *(f"CustomerRef{number}" for number in range(1, 11)),
}
LINE_SELECTORS = {
    *("ProductName", "ItemNotes", "Quantity", "PickQuantity", "BackorderQuantity", "QuantityShipped", "UnitPrice"),
    *("PercentDiscount", "ProductDiscount", "Tax", "TaxCode", "WarehouseID", "WarehouseName", "WarehouseReference"),
    *("ShippingMethod", "ShippingServiceID", "ShippingServiceName", "ShippingCarrierCode", "ShippingCarrierName"),
    *("ShippingTracking", "ShippingTrackingUrl", "ExternalSystemIdentifier", "ExternalOrderReference"),
    *("ExternalOrderLineReference", "ExtraOptions", "SKU", "OrderLineID"),
}
SELECTORS |= {"OrderLine", *(f"OrderLine.{name}" for name in LINE_SELECTORS)}
