delete from held_prices where target = %(target)s
