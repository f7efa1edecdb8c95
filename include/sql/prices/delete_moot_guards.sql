-- Changes that nobody asks for any more wait for nobody.
delete from bigcommerce.guarded_prices g
where g.store_code = %(store)s and g.state = 'waiting' and (%(skus)s::text[] is null or g.sku = any(%(skus)s))
    and not exists (
        select from price_plan x
        where x.target = g.target and x.sku = g.sku and x.verdict = 'price_change_too_large'
    )
