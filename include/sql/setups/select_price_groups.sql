select code, coalesce(name, code) as name, is_default from backoffice.price_groups order by code
