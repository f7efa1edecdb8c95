"""Every action that this account knows: what its documentation lists and the connector could ask for."""

from collections.abc import Callable
from typing import Any

from sandbox.neto import item_reads, item_writes, names, order_reads, order_updates, order_writes, payments
from sandbox.neto.answers import Result
from sandbox.neto.databases import Account

ACTIONS: dict[str, Callable[[Account, Any], Result]] = {
    "GetItem": item_reads.get_item,
    "AddItem": item_writes.add_item,
    "UpdateItem": item_writes.update_item,
    "GetOrder": order_reads.get_order,
    "AddOrder": order_writes.add_order,
    "UpdateOrder": order_updates.update_order,
    "GetPayment": payments.get_payment,
    "AddPayment": payments.add_payment,
    "GetPaymentMethods": names.get_payment_methods,
    "GetShippingMethods": names.get_shipping_methods,
    "GetWarehouse": names.get_warehouse,
}
