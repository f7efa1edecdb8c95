-- The back office has changed its own price since: it counts again, also where it should return to what it was.
delete from bigcommerce.price_rollbacks b
using price_plan x
where b.store_code = %(store)s and x.target = b.target and x.sku = b.sku and x.is_rollback_over
