"""AddPayment and GetPayment. A fully paid order is approved by itself, and may move on to Pick."""

import json
from decimal import Decimal
from typing import Any

from sandbox.memories import to_json
from sandbox.neto import order_totals, orders
from sandbox.neto.answers import Refused, Result, rows_in, text
from sandbox.neto.clocks import now, read_date
from sandbox.neto.databases import Account
from sandbox.neto.order_writes import check_names
from sandbox.neto.queries import among, date_of, page_of, read_query, values_of
from sandbox.neto.values import decimal_of

JSON = dict[str, Any]
WRITABLE = {
    *("OrderID", "PaymentMethodID", "PaymentMethodName", "CardAuthorisation", "AmountPaid", "DatePaid"),
    "TransactionNotes",
}
LENGTHS = {"OrderID": 15, "PaymentMethodName": 100}
FILTERS = {"PaymentID", "OrderID", "DatePaidFrom", "DatePaidTo"}
SELECTORS = {
    *("PaymentID", "OrderID", "AmountPaid", "CurrencyCode", "DatePaid", "DatePaidUTC", "PaymentMethod"),
    *("PaymentMethodName", "CardAuthorisation", "ProcessBy", "PaymentNotes"),
}


def add_payment(account: Account, body: Any) -> Result:
    added = [add(account, row) for row in rows_in(body, "Payment")]
    return Result({"Payment": [{"PaymentID": payment["PaymentID"]} for payment in added]})


def add(account: Account, row: JSON) -> JSON:
    check_names(row, WRITABLE, LENGTHS, "")
    for name in ("OrderID", "CardAuthorisation", "AmountPaid"):
        if not text(row.get(name)):
            raise Refused(f"{name} is required.")
    order = orders.get(account, text(row["OrderID"]))
    method, amount = method_of(account, row), decimal_of("AmountPaid", row["AmountPaid"])
    due = Decimal(order["GrandTotal"]) - order_totals.paid(order)
    if not account.settings["overpayment"] and Decimal(amount) > due:
        raise Refused(f"Order {order['OrderID']} has {due:.2f} left to pay.")
    try:
        paid_at = read_date(text(row.get("DatePaid"))) if row.get("DatePaid") else now(account)
    except ValueError as error:
        raise Refused(f"DatePaid is not a date: {row['DatePaid']}.") from error
    number = account.next_ids("payments")
    payment = {
        **{"PaymentID": str(number), "OrderID": order["OrderID"], "AmountPaid": amount, "PaymentMethod": method},
        **{"PaymentMethodName": method, "CurrencyCode": order["CurrencyCode"], "DatePaid": paid_at},
        **{"DatePaidUTC": paid_at, "CardAuthorisation": text(row["CardAuthorisation"]), "ProcessBy": "API"},
        "PaymentNotes": "",
    }
    with account.transaction() as db:
        values = (number, order["OrderID"], paid_at, to_json(payment))
        db.execute("insert into payments values (?, ?, ?, ?)", values)
    given = {"Id": str(number), "Amount": amount, "PaymentType": method, "DatePaid": paid_at}
    order["OrderPayment"].append(given)
    if order_totals.payment_status(order) == "FullyPaid":
        order["OrderApproval"], order["DatePaid"], order["DatePaidUTC"] = "True", paid_at, paid_at
        if account.settings["auto_pick_paid"] and order["OrderStatus"] == "New":
            order["OrderStatus"] = "Pick"
    orders.save(account, order)
    return payment


def method_of(account: Account, row: JSON) -> str:
    methods = account.settings["payment_methods"]
    number, name = text(row.get("PaymentMethodID")), text(row.get("PaymentMethodName"))
    if number.isdigit() and 0 < int(number) <= len(methods):
        return str(methods[int(number) - 1])
    if number or name not in methods:
        raise Refused(f"PaymentMethod not found: {number or name}")
    return name


def get_payment(account: Account, body: Any) -> Result:
    query = read_query(body, FILTERS, SELECTORS, {"Page", "Limit", "OutputSelector"})
    where: list[str] = []
    values: list[Any] = []
    for name, column in (("PaymentID", "id"), ("OrderID", "order_id")):
        if (wanted := values_of(query, name)) is not None:
            where.append(among(column, wanted))
            values += wanted
    for end, sign in (("From", ">="), ("To", "<=")):
        if bound := date_of(query, f"DatePaid{end}"):
            where.append(f"date_paid {sign} ?")
            values.append(bound)
    rows = page_of(account, query, "payments", where, values, "id")
    return Result(
        {"Payment": [{"PaymentID": row["PaymentID"], **{n: row[n] for n in query.selectors}} for row in rows]}
    )


def every(account: Account) -> list[JSON]:
    return [json.loads(row["doc"]) for row in account.rows("select doc from payments order by id")]
