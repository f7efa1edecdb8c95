-- (how far Neto's dispatches were read, when the store's first order was received).
-- store
select
    (select read_until from neto.dispatch_watermarks where store_code = %(store)s),
    (select min(received_at) from backoffice.orders where store_code = %(store)s)
