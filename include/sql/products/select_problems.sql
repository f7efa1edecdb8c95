-- The problems of one SKU, the open ones first, then the newest.
select flow, code, message, first_seen_at, last_seen_at, resolved_at from bigcommerce.item_problems
where store_code = %(store)s and flow in ('approvals', 'links', 'prices', 'stock') and item_key = %(sku)s
order by resolved_at is null desc, last_seen_at desc, problem_id desc
limit %(limit)s
