-- Deletes payloads that a newer one superseded and that are older than `days`, at most once a day. Returns how many.
-- store, days
with due as (
    update bigcommerce.order_watermarks set payloads_trimmed_at = now()
    where store_code = %(store)s and coalesce(payloads_trimmed_at < now() - interval '1 day', true)
    returning store_code
),
trimmed as (
    delete from bigcommerce.raw_orders r using due, bigcommerce.landed_orders l
    where r.store_code = due.store_code and r.fetched_at < now() - make_interval(days => %(days)s)
        and l.store_code = r.store_code and l.bigcommerce_order_id = r.bigcommerce_order_id
        and l.payload_hash <> r.payload_hash
    returning r.payload_hash
)
select count(*) from trimmed
