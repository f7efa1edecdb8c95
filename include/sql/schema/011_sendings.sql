-- What is on its way. A row that is left behind is a sending whose answer is unknown: BigCommerce may hold that or what
-- it last accepted, so the SKU is sent whatever its value is by then. It is gone once an answer came or it was read.
create table bigcommerce.sendings (
    store_code     text references bigcommerce.stores,
    flow           text check (flow in ('prices', 'stock')),
    target         text, -- prices: catalog or price_list:ID; stock: the location
    sku            text,
    has_sale_price boolean not null default false, -- of prices: did any since the last answer have one?
    began_at       timestamptz not null default now(),
    primary key (store_code, flow, target, sku)
);

-- They were kept as the first and the last SKU of a batch.
insert into bigcommerce.sendings (store_code, flow, target, sku)
select distinct s.store_code, 'stock', s.location_id::text, l.sku
from bigcommerce.stock_sendings s
join bigcommerce.product_links l on l.store_code = s.store_code and l.sku between s.first_sku and s.last_sku
where s.location_id is not null;

drop table bigcommerce.stock_sendings;

-- What shows a number of ours: it was accepted and is not 0, or is on its way.
create function bigcommerce.skus_with_stock_sent(store text, location int) returns table (sku text)
stable language sql as $$
    select e.sku from bigcommerce.stock_exports e
    where e.store_code = store and e.location_id = location and e.quantity <> 0
    union all
    select d.sku from bigcommerce.sendings d
    where d.store_code = store and d.flow = 'stock' and d.target = location::text
        and not exists (
            select from bigcommerce.stock_exports e
            where e.store_code = store and e.location_id = location and e.sku = d.sku and e.quantity <> 0
        )
$$;
