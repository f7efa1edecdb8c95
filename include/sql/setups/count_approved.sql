-- How many products somebody approved for a store: as many at most have a price sent.
select count(*) from bigcommerce.product_approvals where store_code = %(store)s and is_approved
