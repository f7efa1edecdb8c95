-- Of the outcomes: the products that would be approved, and how the last look-up of each in BigCommerce ended, null: none
-- yet. most: as many at the most.
select o.sku, l.state
from approval_outcomes o
left join bigcommerce.product_links l on l.store_code = %(store)s and l.sku = o.sku
where o.outcome = 'approved'
order by o.row_number
limit %(most)s
