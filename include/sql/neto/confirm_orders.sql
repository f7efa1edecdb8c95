-- The store's orders are confirmed by its back office from here on.
update bigcommerce.stores set orders_are_confirmed = true where store_code = %(store)s and not orders_are_confirmed
