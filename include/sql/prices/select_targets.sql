select target from bigcommerce.price_targets(%(store)s) order by target
