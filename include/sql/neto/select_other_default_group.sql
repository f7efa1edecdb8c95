-- The default price group, where that is not the one of Neto's default prices.
select code, coalesce(name, code) from backoffice.price_groups where is_default and code <> %(default_group)s
