-- Who decided what about one SKU, the newest first.
select was_approved, is_approved, changed_at, changed_by, source from bigcommerce.approval_history
where store_code = %(store)s and sku = %(sku)s
order by history_id desc
limit %(limit)s
