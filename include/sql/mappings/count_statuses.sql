-- How many orders placed since then are in each status now, received or not.
select status_id, count(*)::int as orders
from bigcommerce.landed_orders
where store_code = %(store)s and placed_at >= %(since)s and status_id is not null
group by 1
