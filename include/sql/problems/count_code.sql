select count(*) from bigcommerce.item_problems
where store_code = %(store)s and flow = %(flow)s and code = %(code)s and resolved_at is null
