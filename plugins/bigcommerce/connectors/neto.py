"""What we say to Neto: one method per action, lists as iterators of pages.

One address and one verb for all: the action is a header. Field names are Neto's own, and they differ between what is
read and what is written (`BillStreetLine1`, `BillStreet1`). Source: Neto "API documentation", action names in each
docstring.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bigcommerce.connectors.neto_answers import JSON, NetoAnswer, read_neto_answer
from bigcommerce.connectors.rows import chunks
from bigcommerce.connectors.transport import Transport
from bigcommerce.errors import Rejected, UnexpectedAnswer, Unreachable, Unreadable

log = logging.getLogger(__name__)

PATH = "/do/WS/NetoAPI"
# No maximum is published; these are what others use.
ITEMS_A_PAGE, ORDERS_A_PAGE, ITEMS_A_BATCH, ORDERS_A_BATCH, IDS_A_REQUEST = 200, 100, 50, 10, 100
# A list without end would be a fault of Neto's: a million items are 5,000 pages.
MOST_PAGES = 20_000
# Asked for by number where Neto wants a filter for its warehouses.
MOST_WAREHOUSES = 50


@dataclass(frozen=True)
class Page:
    """rows: regular, see neto_answers. now: the answer's own time, UTC."""

    rows: list[JSON]
    now: datetime


@dataclass(frozen=True)
class BatchAnswer:
    """keys: what came back, SKUs or order ids. warnings, errors: Neto's own words, which name a key inside the text.

    now: the newest answer's time; None where every part was refused.
    """

    keys: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    now: datetime | None = None


class NetoClient:
    """One account's API. transport: at https://{store's own address}."""

    def __init__(self, transport: Transport) -> None:
        self.transport = transport
        self.clock_was_doubted = False

    def call(self, action: str, body: JSON, *, repeatable: bool = True) -> NetoAnswer:
        """The regular answer of one action. Raises NotAuthorised (wrong key), Rejected (`Ack: Error`), RateLimited,
        Unreachable(.maybe_done), and UnexpectedAnswer for a page of HTML, which another host would send."""
        try:
            answer = self.transport.request(
                "POST",
                PATH,
                body=body,
                headers={"NETOAPI_ACTION": action},
                name=action,
                is_write=not action.startswith("Get"),
                repeatable=repeatable,
            )
        except Unreadable as error:
            if not repeatable or not error.content_type.startswith("text/html"):
                raise
            raise UnexpectedAnswer(f"{error} Check that the connection's host is the store's own address.") from error
        read = read_neto_answer(answer, action, self.transport.hint(PATH))
        if read.is_clock_off and not self.clock_was_doubted:
            self.clock_was_doubted = True
            log.warning("%s: Neto's own time is not UTC, so the server's date counts instead", action)
        return read

    # --- items -------------------------------------------------------------------------------------------------
    def items(self, filter: JSON, selectors: Sequence[str], limit: int = ITEMS_A_PAGE) -> Iterator[Page]:
        """GetItem, by numeric id; items without a SKU too, so that somebody can be told of them. Rows may shift from
        page to page where items leave the filter meanwhile."""
        order = {"OrderBy": "ID", "OrderDirection": "ASC"}
        return self.pages("GetItem", "Item", "SKU", order | filter, selectors, limit, instead="InventoryID")

    def update_items(self, items: list[JSON]) -> BatchAnswer:
        """UpdateItem: patches by SKU, absolute, so they may be repeated."""
        return self.update("UpdateItem", "Item", "SKU", items, ITEMS_A_BATCH)

    # --- orders ------------------------------------------------------------------------------------------------
    def orders(self, filter: JSON, selectors: Sequence[str], limit: int = ORDERS_A_PAGE) -> Iterator[Page]:
        """GetOrder."""
        return self.pages("GetOrder", "Order", "OrderID", filter, selectors, limit)

    def add_order(self, order: JSON) -> str:
        """AddOrder: the id that Neto gave it. It knows no idempotency key, so it is never repeated blindly: raises
        Unreachable(maybe_done=True) where the end is unclear."""
        return self.add("AddOrder", "Order", "OrderID", order)

    def update_orders(self, orders: list[JSON]) -> BatchAnswer:
        """UpdateOrder: patches by OrderID. Sticky notes are added, not replaced, so it is never repeated blindly, see
        add_order: a note is looked up before it is sent again."""
        return self.update("UpdateOrder", "Order", "OrderID", orders, ORDERS_A_BATCH, repeatable=False)

    # --- payments ----------------------------------------------------------------------------------------------
    def payments(self, order_ids: Sequence[str]) -> list[JSON]:
        """GetPayment of these orders."""
        selectors = ["OrderID", "AmountPaid", "CurrencyCode", "DatePaidUTC", "PaymentMethod", "CardAuthorisation"]
        found: list[JSON] = []
        for chunk in chunks(order_ids, IDS_A_REQUEST):
            answer = self.call("GetPayment", {"Filter": {"OrderID": list(chunk), "OutputSelector": selectors}})
            found += answer.rows("Payment")
        return found

    def add_payment(self, payment: JSON) -> str:
        """AddPayment: the id that Neto gave it. Never repeated blindly, see add_order."""
        return self.add("AddPayment", "Payment", "PaymentID", payment)

    # --- names -------------------------------------------------------------------------------------------------
    def payment_methods(self) -> list[JSON]:
        """GetPaymentMethods: id, name, active, visible, acc_code; "y" or "n"."""
        return self.call("GetPaymentMethods", {}).rows("PaymentMethods")

    def shipping_methods(self) -> list[JSON]:
        """GetShippingMethods: the shipping options that an order may name; not the services of its parcels."""
        return self.call("GetShippingMethods", {}).rows("ShippingMethods")

    def warehouses(self) -> list[JSON]:
        """GetWarehouse, by number where Neto wants a filter."""
        selectors = ["WarehouseID", "WarehouseName", "WarehouseReference", "IsPrimary", "IsActive"]
        filters: tuple[JSON, ...] = (
            {"Page": 0, "Limit": MOST_WAREHOUSES},
            {"WarehouseID": [str(number) for number in range(1, MOST_WAREHOUSES + 1)]},
        )
        for number, filter in enumerate(filters, start=1):
            try:
                return self.call("GetWarehouse", {"Filter": filter | {"OutputSelector": selectors}}).rows("Warehouse")
            except Rejected:
                if number == len(filters):
                    raise
        return []

    # --- what the actions share --------------------------------------------------------------------------------
    def pages(
        self,
        action: str,
        name: str,
        key: str,
        filter: JSON,
        selectors: Sequence[str],
        limit: int,
        instead: str = "",
    ) -> Iterator[Page]:
        """Pages of rows that have their key, or the one that counts `instead`; the first page also where it is empty,
        for its time.

        No total is published and a page may be short in mid-set, so only an empty or repeated one is the end.
        """
        before: set[tuple[str | None, str | None]] = set()
        for number in range(MOST_PAGES):
            asked = filter | {"Page": number, "Limit": limit, "OutputSelector": list(selectors)}
            answer = self.call(action, {"Filter": asked})
            rows = {(row.get(key), row.get(instead)): row for row in answer.rows(name)}
            rows = {keys: row for keys, row in rows.items() if any(keys)}
            is_over = not rows or rows.keys() <= before
            if not is_over or number == 0:
                yield Page(list(rows.values()), answer.now)
            if is_over:
                return
            before = set(rows)
        raise UnexpectedAnswer(f"{action} showed {MOST_PAGES} pages and no end.")

    def update(
        self, action: str, name: str, key: str, rows: list[JSON], size: int, *, repeatable: bool = True
    ) -> BatchAnswer:
        """A refused batch is an error of its rows; the other batches go through."""
        keys: list[str] = []
        warnings: list[str] = []
        errors: list[str] = []
        now: datetime | None = None
        for chunk in chunks(rows, size):
            try:
                answer = self.call(action, {name: list(chunk)}, repeatable=repeatable)
            except Rejected as error:
                errors += error.body if isinstance(error.body, list) and error.body else [str(error)]
                continue
            keys += [str(row[key]) for row in answer.rows(name) if row.get(key)]
            warnings += answer.warnings
            now = answer.now
        return BatchAnswer(keys, warnings, errors, now)

    def add(self, action: str, name: str, key: str, row: JSON) -> str:
        answer = self.call(action, {name: [row]}, repeatable=False)
        given = next((str(found[key]) for found in answer.rows(name) if found.get(key)), None)
        if given is None and answer.warnings:
            raise Rejected(f"{action} was refused: {'; '.join(answer.warnings)}", status=200, body=answer.warnings)
        if given is None:
            raise Unreachable(f"{action} was answered without {key}.", maybe_done=True)
        for warning in answer.warnings:
            log.warning("%s %s: %s", action, given, warning)
        return given
