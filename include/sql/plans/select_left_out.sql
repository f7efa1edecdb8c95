-- SKUs that a run names and the export passes by, with the reason. as_if_approved: as for the rules.
select
    n.sku,
    case
        when p.sku is null then 'is no product of the back office'
        when a.is_approved is not true and not %(as_if_approved)s then 'is not approved'
        when l.state is null then 'was not looked up in BigCommerce yet'
        when l.state = 'ambiguous' then 'is several products in BigCommerce'
        when l.state <> 'linked' then 'has no product in BigCommerce'
        else 'is not active'
    end as reason
from unnest(%(skus)s::text[]) as n (sku)
left join backoffice.products p on p.sku = n.sku
left join bigcommerce.product_approvals a on a.store_code = %(store)s and a.sku = n.sku
left join bigcommerce.product_links l on l.store_code = %(store)s and l.sku = n.sku
where p.sku is null or (a.is_approved is not true and not %(as_if_approved)s) or l.state is distinct from 'linked'
    or (%(only_active)s and not p.is_active)
order by n.sku
