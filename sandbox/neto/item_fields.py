"""The names that item actions know. Source: the field tables of GetItem and UpdateItem."""

MISC = tuple(f"Misc{number:02d}" for number in range(1, 53))
DATES = tuple(
    f"{name}{suffix}"
    for name in ("DateAdded", "DateCreated", "DateUpdated", "PromotionStartDate", "PromotionExpiryDate")
    for suffix in ("", "Local", "UTC")
)
TEXTS = (
    *(
        "ParentSKU",
        "Name",
        "Brand",
        "Model",
        "SubTitle",
        "ShortDescription",
        "Description",
        "Features",
        "Specifications",
    ),
    *("UPC", "UPC1", "UPC2", "UPC3", "Type", "SubType", "AccountingCode", "ReferenceNumber", "PrimarySupplier"),
    *("SupplierItemCode", "InternalNotes", "TaxCategory", "Group", "ShippingCategory", "AvailabilityDescription"),
    *("ItemLength", "ItemWidth", "ItemHeight", "ShippingWeight", "ImageURL", "ProductURL", "SearchKeywords", *MISC),
)
BOOLEANS = (
    *("IsActive", "IsVariant", "IsInventoried", "IsBought", "IsSold", "IsGiftVoucher", "IsAsset", "Approved"),
    *("ApprovedForPOS", "ApprovedForMobileStore", "Visible", "Virtual", "TaxInclusive", "TaxFreeItem", "AuGstExempt"),
    *("NzGstExempt", "EditableKitBundle", "SplitForWarehousePicking", "RequiresPackaging", "SerialTracking"),
)
NUMBERS = (
    *("RRP", "DefaultPrice", "PromotionPrice", "CostPrice", "PreOrderQuantity", "SellUnitQuantity", "BuyUnitQuantity"),
    *("SortOrder1", "SortOrder2"),
)
COMPUTED = ("ID", "AvailableSellQuantity", "CommittedQuantity", "VariantInventoryIDs")
COLLECTIONS = (
    "PriceGroups",
    "SalesChannels",
    "KitComponents",
    "WarehouseQuantity",
    "Images",
    "Categories",
    "ItemSpecifics",
)

SELECTORS = {*TEXTS, *BOOLEANS, *NUMBERS, *COMPUTED, *COLLECTIONS, *DATES, "SKU", "InventoryID"}
FILTERS = {
    *("SKU", "InventoryID", "ParentSKU", "IsActive", "Approved", "Visible", "SalesChannels", "CategoryID"),
    *("EditableKitBundle", "AuGstExempt"),
    *(f"{name}{end}" for name in ("DateAdded", "DateCreated", "DateUpdated") for end in ("From", "To")),
}
PAGING = {"Page", "Limit", "OrderBy", "OrderDirection", "OutputSelector"}
ORDERINGS = {"ParentSKU", "ID", "Model", "Name", "IsActive", "DateAdded", "DateUpdated"}

# DateAdded and the like are the account's own.
WRITABLE = {"SKU", *TEXTS, *BOOLEANS, *NUMBERS, *COLLECTIONS, *(name for name in DATES if name.startswith("Promotion"))}
MEMBERS = {
    "PriceGroups": {
        *("GroupID", "Group", "Price", "PromotionPrice", "MinimumQuantity", "MaximumQuantity", "Multiple", "Delete"),
        "MultilevelBands",
    },
    "SalesChannels": {"SalesChannelID", "SalesChannelName", "IsApproved"},
    "KitComponents": {
        "ComponentSKU",
        "AssembleQuantity",
        "MinimumQuantity",
        "MaximumQuantity",
        "ComponentValue",
        "SortOrder",
    },
    "WarehouseQuantity": {"WarehouseID", "Quantity", "Action"},
    "ItemSpecifics": {"Name", "Value"},
    "Images": {"Name", "URL", "Delete"},
    "Categories": {"CategoryID", "Priority", "Delete"},
}
# Of an item nobody said more about than its SKU.
EMPTY: dict[str, object] = {
    **dict.fromkeys((*TEXTS, *DATES), ""),
    **dict.fromkeys(BOOLEANS, "False"),
    **dict.fromkeys(NUMBERS, "0.00"),
    **{name: [] for name in COLLECTIONS},
    **dict.fromkeys(("IsActive", "IsInventoried", "IsBought", "IsSold", "Approved", "Visible", "TaxInclusive"), "True"),
}
