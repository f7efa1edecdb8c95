"""A shop's rows besides its products: orders, parcels, runs, plans, problems, prices to decide on."""

from __future__ import annotations

import psycopg

from tests.ui.product_rows import fill_products

# So many orders, spread over three years.
FILL = (
    "insert into bigcommerce.payment_method_map select 'default', 'Way ' || i, 'Card' from generate_series(1, 5) i",
    "insert into bigcommerce.carrier_map (store_code, shipping_service, tracking_carrier)"
    " values ('default', 'Service 1', 'australia-post')",
    "insert into backoffice.orders (store_code, bigcommerce_order_id, status, bigcommerce_status_id,"
    " bigcommerce_status, currency, total_inc_tax, customer_email, bigcommerce_payment_method, billing_address,"
    " placed_at, needs_attention)"
    " select 'default', i, case when i %% 200 = 0 then 'On Hold' else 'New' end, 11, 'Awaiting Fulfillment', 'AUD', 20,"
    " 'buyer' || i || '@example.com', 'Way ' || i %% 7,"
    " jsonb_build_object('first_name', 'Jo' || i, 'last_name', 'Lee' || i),"
    " now() - i * interval '3 years' / %(orders)s, i %% 100 = 0 from generate_series(1, %(orders)s) i",
    "insert into backoffice.order_shipping_addresses (order_id, shipping_address_no, bigcommerce_shipping_method)"
    " select order_id, 1, 'Post ' || order_id %% 7 from backoffice.orders",
    "insert into backoffice.order_payments (order_id, payment_no, amount)"
    " select order_id, 1, 20 from backoffice.orders",
    "insert into backoffice.order_lines (order_id, line_no, sku, name, quantity)"
    " select order_id, 1, 'S0000001', 'Shirt', 1 from backoffice.orders",
    "insert into bigcommerce.raw_orders (store_code, bigcommerce_order_id, payload_hash, payload)"
    " select 'default', i, 'x', jsonb_build_object('id', i, 'status', 'Awaiting Fulfillment', 'payment_method',"
    " 'Way ' || i %% 7,"
    " 'billing_address', jsonb_build_object('email', 'buyer' || i || '@example.com', 'last_name', 'Lee' || i))"
    " from generate_series(1, %(orders)s * 1.1) i",
    "insert into bigcommerce.landed_orders (store_code, bigcommerce_order_id, payload_hash, status_id, placed_at,"
    " outcome) select 'default', bigcommerce_order_id, 'x', 11, now() - bigcommerce_order_id * interval '3"
    " years' / %(orders)s,"
    " case when bigcommerce_order_id <= %(orders)s then 'received' when bigcommerce_order_id %% 10 = 0 then 'parked'"
    " else 'not_synced' end from bigcommerce.raw_orders",
    "insert into backoffice.order_changes (order_id, kind, noticed_at, acknowledged_at)"
    " select order_id, 'lines', placed_at, case when order_id %% 100 > 0 then now() end from backoffice.orders",
    "insert into backoffice.consignments (consignment_id, order_id, shipping_service, tracking_number, updated_at)"
    " select 'C' || order_id, order_id, 'Service ' || order_id %% 7, 'T' || order_id, placed_at from backoffice.orders",
    "insert into bigcommerce.shipment_exports (store_code, consignment_id, shipping_address_no, state)"
    " select 'default', consignment_id, 1, 'accepted' from backoffice.consignments where order_id %% 1000 > 0",
    "insert into neto.order_pushes (order_id, neto_order_id, state)"
    " select order_id, 'BC' || bigcommerce_order_id, 'accepted' from backoffice.orders",
    "insert into bigcommerce.item_problems (store_code, flow, item_key, code)"
    " select 'default', 'orders', bigcommerce_order_id::text, 'unmapped_payment_method' from backoffice.orders"
    " where bigcommerce_order_id %% 20 = 0",
    "insert into bigcommerce.sync_runs (dag_id, dag_run_id, flow, store_code, started_at, finished_at, items_written)"
    " select 'bigcommerce_price_stock_export', 'scheduled__' || i, flow, 'default', now() - i * interval '15 min',"
    " now() - i * interval '15 min', 1"
    " from generate_series(1, %(orders)s / 4) i, (values ('prices'), ('stock')) f (flow)",
    "insert into bigcommerce.planned_changes (store_code, dag_run_id, flow, target, sku, old, new, percent, verdict)"
    " select 'default', 'scheduled__1', 'prices', 'catalog', sku, 10, 11, row_number() over () %% 90,"
    " case when sku ~ '7$' then 'empty_price' else 'send' end from backoffice.products",
    "insert into bigcommerce.price_stock_drift (store_code, dag_run_id, flow, sku, expected, held)"
    " select 'default', 'scheduled__1', 'prices', sku, 9, 8 from backoffice.products where sku ~ '5$'",
    "insert into bigcommerce.price_history (store_code, sku, price, dag_run_id)"
    " select 'default', sku, 9, 'scheduled__1' from backoffice.products where sku ~ '[56]$'",
    "insert into bigcommerce.guarded_prices (store_code, sku, old, new)"
    " select 'default', sku, 9, 99 from backoffice.products where sku ~ '8$'",
    "insert into bigcommerce.guarded_price_history (store_code, target, sku, old, new, state, decided_by, decided_at)"
    " select 'default', 'catalog', sku, 9, 99, 'approved', 'olga', now() - right(sku, 6)::int * interval '1 s'"
    " from backoffice.products where sku ~ '4$'",
    "insert into bigcommerce.guarded_prices (store_code, sku, old, new, state, decided_by, decided_at)"
    " select 'default', sku, 9, 99, 'declined', 'olga', now() - right(sku, 6)::int * interval '1 s'"
    " from backoffice.products where sku ~ '9$'",
)

RUN = "/runs/bigcommerce_price_stock_export/scheduled__1"

# Every list under a store, from its start and, where it has pages, from its middle.
PAGES = {
    "all stores": "/../..",
    "overview of a store": "",
    "product": "/products/{middle}",
    "imports": "/imports",
    "imports from the middle on": "/imports?after={tenths}",
    "rejects of an import": "/imports/1",
    "rejects from the middle on": "/imports/1?after={half}",
    "payment names": "/mappings/payment",
    "shipping names": "/mappings/shipping",
    "carriers": "/mappings/carrier",
    "orders": "/orders",
    "orders that wait": "/orders?show=waiting",
    "orders on hold": "/orders?show=on_hold",
    "changed orders": "/orders?show=changed",
    "order": "/orders/{order}",
    "problems": "/problems",
    "problems of a code": "/problems/prices/empty_price",
    "problems from the middle on": "/problems/prices/empty_price?after={tenths}",
    "guarded prices": "/guarded-prices",
    "guarded prices from the middle on": '/guarded-prices?after=["{middle}", "catalog"]',
    "decided prices": "/guarded-prices/decided",
    "runs": "/runs",
    "runs of a flow": "/runs?flow=stock",
    "run": RUN,
    "plan": f"{RUN}/plan",
    "plan, those to send": f"{RUN}/plan?flow=prices&verdict=send",
    "plan from the middle on": f'{RUN}/plan?flow=prices&verdict=send&after=["catalog", "{{middle}}"]',
    "drift": f"{RUN}/drift",
    "drift from the middle on": f'{RUN}/drift?after=["prices", "catalog", "{{middle}}"]',
    "sent prices": f"{RUN}/prices",
    "set-up, orders": "/set-up/orders",
    "set-up, pricing": "/set-up/pricing",
    "set-up, stock": "/set-up/stock",
    "set-up, payment methods": "/set-up/payment-methods",
    "set-up, shipping methods": "/set-up/shipping-methods",
    "set-up, carriers": "/set-up/carriers",
    "set-up, review": "/set-up/review",
}


def fill_shop(connection: psycopg.Connection, products: int, orders: int) -> None:
    fill_products(connection, products)
    for statement in FILL:
        connection.execute(statement, {"orders": orders})
    connection.execute("vacuum analyze")


def address(page: str, products: int, orders: int) -> str:
    """A page's address, its keys filled in for a shop of that size."""
    places = {"middle": f"S{products // 2:07}", "half": products // 2, "tenths": products // 200, "order": orders // 2}
    for name, value in places.items():
        page = page.replace(f"{{{name}}}", str(value))
    return page
