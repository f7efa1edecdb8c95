"""What is set up in the account: payment methods, shipping options, warehouses."""

from typing import Any

from sandbox.neto.answers import Refused, Result, listed, text
from sandbox.neto.databases import Account

WAREHOUSE = {
    *("WarehouseID", "IsPrimary", "IsActive", "ShowQuantity", "WarehouseReference", "WarehouseName", "WarehouseCity"),
    *("WarehouseStreet1", "WarehouseState", "WarehousePostcode", "WarehouseCountry"),
}
FILTERS = {"WarehouseID", "WarehouseReference", "WarehouseName"}


def get_payment_methods(account: Account, body: Any) -> Result:
    """Lower-case keys and `y` or `n`, unlike everything else."""
    rows = [
        {"id": str(number), "name": name, "active": "y", "visible": "y", "acc_code": ""}
        for number, name in enumerate(account.settings["payment_methods"], start=1)
    ]
    return Result({"PaymentMethods": rows})


def get_shipping_methods(account: Account, body: Any) -> Result:
    visibility = {"customers": "True", "ebay": "False", "staff": "True"}
    rows = [
        {"id": str(number), "name": name, "description": "", "status": "Active", "visibility": visibility}
        for number, name in enumerate(account.settings["shipping_methods"], start=1)
    ]
    return Result({"ShippingMethods": rows})


def get_warehouse(account: Account, body: Any) -> Result:
    """Whether its compulsory filter may be left out is documented nowhere: a setting."""
    asked = body.get("Filter") if isinstance(body, dict) else None
    if not isinstance(asked, dict) or not asked.get("OutputSelector"):
        raise Refused("Filter and OutputSelector are required.")
    if unknown := sorted(set(asked) - FILTERS - {"Page", "Limit", "OutputSelector"}):
        raise Refused(f"Unknown filter: {', '.join(unknown)}.")
    selectors = [text(name) for name in listed(asked["OutputSelector"])]
    if unknown := sorted(set(selectors) - WAREHOUSE):
        raise Refused(f"Unknown OutputSelector: {', '.join(unknown)}.")
    filters = {name: [text(value) for value in listed(asked[name])] for name in FILTERS & set(asked)}
    if account.settings["warehouses_need_filter"] and not filters:
        raise Refused("At least one filter is required.")
    rows = [
        {"WarehouseID": row["WarehouseID"], **{name: row.get(name, "") for name in selectors}}
        for row in account.settings["warehouses"]
        if all(row.get(name, "") in wanted for name, wanted in filters.items())
    ]
    return Result({"Warehouse": rows})
