"""The sandbox BigCommerce store: `python -m sandbox.bigcommerce --port PORT --state DIR [--seed demo|empty]`.

It behaves as the published API and the vendor's guides say, limits, delays and partial failures included; what they
leave open is the likeliest reading, turned by a setting where that is cheap. It imports nothing from the product.

| module | purpose |
| --- | --- |
| `__main__`, `apps`, `gates` | command line; routes; tokens, quota, faults and counts before any route |
| `databases`, `clocks`, `settings`, `answers` | SQLite; the store's clock; what can be turned; wording |
| `scopes`, `rate_limits`, `faults`, `interruptions`, `journals` | one concern of the gate each |
| `published_specs` | requests held against the published OpenAPI files; violations listed, never refused |
| `orders`, `order_routes`, `order_views`, `order_parts`, `order_lines`, `order_totals`, `statuses` | orders V2 |
| `new_orders`, `order_changes`, `bulk_orders` | placing, changing, and placing a hundred thousand |
| `shipments`, `shipment_routes`, `carriers`, `refunds` | shipments V2; refunds and transactions V3 |
| `products`, `product_*`, `variant_routes`, `price_*`, `bulk_products` | catalogue and price lists V3 |
| `stock`, `adjustments`, `stock_routes` | inventory V3, applied after a delay |
| `store_facts`, `store_routes` | store, tax, payment, shipping and channel information |
| `seeds`, `demo_orders`, `demo_kinds` | the demo shop (with sandbox/data) |
| `control_routes`, `control_orders`, `control_products` | the hand behind the store |

Control endpoint, `/_control/…`, JSON, no sign-in:

    GET|DELETE counts                    requests, reads, writes, mails, by_operation; start from zero
    GET requests?after=N                 the last 5,000 requests
    GET violations                       requests that did not fit the published specs
    POST reset {seed}                    demo or empty; settings go back to the seed's
    GET|PATCH settings                   see settings.DEFAULTS
    PUT|DELETE tokens/{token} {scopes}   who may do what
    POST|GET|DELETE faults               planned trouble, see faults.Fault
    POST|GET|DELETE hooks/before-request {path, nth, do: [{method, path, json}], method}
    POST orders, orders/bulk             place one (new_orders.place), or {count, seed, days}
    PATCH|DELETE orders/{id}             edit (order_changes.edit), archive
    POST orders/{id}/refunds, …/cancel   {items: [{order_product_id, quantity}], amount}; stock given back
    POST products, products/bulk         products.create; {count, prefix, tracking, variants_each}
    PATCH|DELETE products/{id}           by hand
    PATCH variants/{id}                  by hand
    POST pricelists {name}               an empty price list; DELETE pricelists/{id}
    PUT pricelists/{id}/records          [{variant_id, currency, price, sale_price}], by hand; DELETE …/{variant id}
    PATCH inventory                      {sku, quantity, location_id, safety_stock}, at once
    GET state/inventory?sku=             {sku: on hand}
    GET state/prices?sku=                {sku: {price, sale_price, retail_price, calculated_price, …}}
    GET state/orders/{id}                with lines, shipments, transactions, refunds
    GET state/shipments?order_id=
    GET state/mails                      what shoppers were mailed, a row a mail
    GET state/digest                     a hash by kind: orders, catalog, inventory, shipments
"""
