"""The sandbox Neto account: `python -m sandbox.neto --port PORT --state DIR [--seed demo|empty]`.

One address, `POST /do/WS/NetoAPI`, the action in a header. It behaves as the published API and those who use it say,
quirks included; what they leave open is the likeliest reading, turned by a setting. Strict: an unknown action, field or
selector, a missing filter or a text that is too long is `Ack: Error`. It imports nothing from the product.

| module | purpose |
| --- | --- |
| `__main__`, `apps`, `gates` | command line; control routes; key, quota, faults, envelope |
| `databases`, `clocks`, `settings` | SQLite; dates; what can be turned |
| `faults`, `quotas` | planned trouble; calls a minute and the minute of silence |
| `actions`, `answers`, `shapes` | the table of actions; warnings and errors; the quirks of every answer |
| `item_fields`, `items`, `item_reads`, `item_writes`, `stock` | GetItem, AddItem, UpdateItem; what can be sold |
| `order_fields`, `orders`, `order_reads`, `order_writes`, `order_totals`, `order_updates` | GetOrder, AddOrder… |
| `dispatches` | parcels, splits, combinations and cancellations, by hand |
| `payments`, `names` | AddPayment, GetPayment; payment and shipping methods, warehouses |
| `seeds`, `bulk_items` | the demo account (from sandbox/data); fifty thousand items |
| `control_routes`, `control_rows` | the hand behind the account |

Control endpoint, `/_control/…`, JSON, no sign-in:

    GET|DELETE counts                    requests, reads, writes, by_action; start from zero
    GET requests?after=N                 the last 5,000 requests: action, status, ack
    POST reset {seed}                    demo or empty; settings go back to the seed's
    GET|PATCH settings                   see settings.DEFAULTS
    PUT|DELETE keys/{key} {username}     who may call; username null: a global key
    POST|GET|DELETE faults               planned trouble, see faults.Fault
    POST|GET|DELETE hooks/before-request {path: action, nth, do: [{method, path, json}]}
    GET|PUT items                        by GetItem's names; PUT merges into the item of that SKU, or makes it
    DELETE items/{sku}
    POST items/bulk {count, prefix, price_group}
    GET orders, orders/{id}, payments    as kept, by GetOrder's names
    PATCH orders/{id}                    fields as kept, whatever they are
    POST orders/{id}/dispatch            {lines: [{line, quantity}], tracking, carrier, service, method, url}
    POST orders/{id}/split               {lines: [{line, quantity}], order_id, status}
    POST orders/{id}/combine             {with: other order id}: its lines come here, it is cancelled
    POST orders/{id}/cancel
    POST orders/{id}/status {status}
    GET state/digest                     a hash by kind: items, orders, payments

`line` is an OrderLineID, or a SKU where only one line has it.
"""
