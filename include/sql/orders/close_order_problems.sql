-- Closes problems of received orders whose cause is gone: the name is mapped, the SKU is there.
-- store; person: whose mapping did it, null: none's of this moment. No mapping brings a SKU: what a person closed of
-- those is not said again. Returns the orders whose problem closed.
with open_problem as (
    select p.problem_id, p.code, p.details, o.order_id
    from bigcommerce.item_problems p
    join backoffice.orders o on o.store_code = p.store_code and o.bigcommerce_order_id::text = p.item_key
    where p.store_code = %(store)s and p.flow = 'orders' and p.resolved_at is null
),
gone as (
    select problem_id, order_id from open_problem p
    where case p.code
        when 'unmapped_payment_method' then not exists (
            select from backoffice.orders o
            where o.order_id = p.order_id and o.bigcommerce_payment_method <> '' and o.payment_method is null
        )
        when 'unmapped_shipping_method' then not exists (
            select from backoffice.order_shipping_addresses a
            where a.order_id = p.order_id and a.bigcommerce_shipping_method <> '' and a.shipping_service is null
        )
        when 'sku_not_in_back_office' then not exists (
            select from backoffice.order_lines l
            where l.order_id = p.order_id and l.sku is not null and l.quantity <> 0
                and not exists (select from backoffice.products b where b.sku = l.sku)
        )
        when 'order_not_received' then true
        else false
    end
)
update bigcommerce.item_problems p set
    resolved_at = now(),
    resolved_by = case when p.code in ('unmapped_payment_method', 'unmapped_shipping_method') then %(person)s::text end
from gone where gone.problem_id = p.problem_id
returning gone.order_id
