-- How far each store's catalogue has been read: what was modified before `read_until`, by BigCommerce's own clock, is in
-- the links.
create table bigcommerce.link_walks (
    store_code        text primary key references bigcommerce.stores,
    read_until        timestamptz,
    product_count     bigint not null default 0, -- products there were; fewer than that and those made since: deleted
    newest_product_id bigint not null default 0,
    walked_whole_at   timestamptz
);

-- When an export last compared everything with what BigCommerce holds: the first of a day does, from 03:00 UTC on.
create table bigcommerce.full_exports (
    store_code  text references bigcommerce.stores,
    flow        text check (flow in ('prices', 'stock')),
    compared_at timestamptz not null default now(),
    primary key (store_code, flow)
);

-- What BigCommerce held though it should not: found by a full export, repaired by it or not.
create table bigcommerce.price_stock_drift (
    store_code          text references bigcommerce.stores,
    dag_run_id          text,
    flow                text check (flow in ('prices', 'stock')),
    sku                 text,
    expected            backoffice.money, -- a price or a number of units
    held                backoffice.money, -- null: an own price or number is not there
    expected_sale_price backoffice.money,
    held_sale_price     backoffice.money,
    is_repaired         boolean not null default false,
    found_at            timestamptz not null default now(),
    primary key (store_code, dag_run_id, flow, sku)
);
create index price_stock_drift_recent on bigcommerce.price_stock_drift (store_code, flow, found_at desc);
