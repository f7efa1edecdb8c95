update bigcommerce.stores set
    prices_managed_in = %(prices_managed_in)s, price_group = %(price_group)s,
    empty_price_policy = %(empty_price_policy)s, promotion_pricing_enabled = %(promotion_pricing_enabled)s,
    prices_include_tax = %(prices_include_tax)s, tax_rate = %(tax_rate)s,
    max_price_change_percent = %(max_price_change_percent)s
where store_code = %(store)s
