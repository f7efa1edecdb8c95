-- Closes what stood against dispatches of these orders of Neto's and was not found again.
-- store; names: Neto's order ids; keys: json array of {item_key, code} that were
update bigcommerce.item_problems i set resolved_at = now()
where i.store_code = %(store)s and i.flow = 'neto' and i.resolved_at is null
    and (
        i.code = 'neto_unmatched_dispatch'
        or i.code = 'neto_unreadable_order' and i.item_key = i.details ->> 'neto_order_id'
    )
    and i.details ->> 'neto_order_id' = any(%(names)s)
    and not exists (
        select from jsonb_to_recordset(%(keys)s) as k (item_key text, code text)
        where k.item_key = i.item_key and k.code = i.code
    )
