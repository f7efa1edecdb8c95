select step, saved_at, saved_by from bigcommerce.setup_steps where store_code = %(store)s
