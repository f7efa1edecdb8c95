"""What the back office does in the demo while the flows run: it dispatches two orders."""

from datetime import UTC, datetime

import psycopg


def dispatch_two_orders(commerce: psycopg.Connection) -> None:
    """One whole order in one parcel, and one unit of another order. SystemExit when no received order can be sent."""
    whole, part = _dispatchable(commerce)
    for number, (order_id, service) in enumerate((whole, part), start=1):
        commerce.execute(
            """insert into backoffice.consignments
                      (consignment_id, order_id, shipping_service, tracking_number, dispatched_at)
               values (%s, %s, %s, %s, %s)""",
            [f"DEMO-{number}", order_id, service, f"DEMO{order_id:08d}", datetime.now(UTC)],
        )
    commerce.execute(
        """insert into backoffice.consignment_lines (consignment_id, line_no, quantity)
           select 'DEMO-2', min(line_no), 1 from backoffice.order_lines
            where order_id = %s and quantity > quantity_refunded and shipping_address_no is not null""",
        [part[0]],
    )


def _dispatchable(commerce: psycopg.Connection) -> tuple[tuple[int, str | None], tuple[int, str | None]]:
    """(order id, shipping service) of one order to one address, and of another with two units at least."""
    rows = commerce.execute(
        """select o.order_id, min(a.shipping_service), sum(l.quantity - l.quantity_refunded)
             from backoffice.orders o
             join backoffice.order_lines l using (order_id)
             join backoffice.order_shipping_addresses a using (order_id, shipping_address_no)
            where o.bigcommerce_status_id = 11 and o.cancelled_at is null and not o.needs_attention
            group by o.order_id
           having count(distinct l.shipping_address_no) = 1
            order by o.order_id"""
    ).fetchall()
    part = next((row for row in reversed(rows) if row[2] >= 2), None)
    whole = next((row for row in rows if row is not part), None)
    if part is None or whole is None:
        raise SystemExit(f"The demo needs two received orders to dispatch and found {len(rows)} candidates.")
    return (whole[0], whole[1]), (part[0], part[1])
