-- How many changes wait, and which: whatever of them changes, the fingerprint does too.
select
    count(*), md5(coalesce(string_agg(concat_ws('|', target, sku, old, new), e'\n' order by target, sku), ''))
from bigcommerce.guarded_prices
where store_code = %(store)s and state = 'waiting'
