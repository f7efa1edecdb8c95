-- The next SKUs that Neto had and that were not seen. skus: among these; null: all.
select n.sku
from neto.items n
where n.sku > %(after)s and (%(skus)s::text[] is null or n.sku = any(%(skus)s))
    and not exists (select from neto_seen s where s.item_key = n.sku)
order by n.sku
limit %(how_many)s
