-- Where prices go: the catalogue, and each price list that receives a group's prices.
create function bigcommerce.price_targets(store text) returns table (target text, price_group text)
stable language sql as $$
    select 'catalog', s.price_group from bigcommerce.stores s where s.store_code = store
    union all
    select 'price_list:' || m.price_list_id, m.price_group
    from bigcommerce.price_list_map m where m.store_code = store
$$;

-- Any number: an absurd one is planned too, so that it can be seen.
create domain bigcommerce.planned_number as numeric check (value <> 'NaN');

-- What a dry run would have done, for people to look at before it is done.
create table bigcommerce.planned_changes (
    store_code     text references bigcommerce.stores,
    dag_run_id     text,
    flow           text check (flow in ('prices', 'stock')),
    target         text, -- prices: catalog or price_list:ID; stock: the location
    sku            text,
    old            bigcommerce.planned_number, -- last accepted; at a first export what BigCommerce was seen to show
    new            bigcommerce.planned_number,
    old_sale_price bigcommerce.planned_number,
    new_sale_price bigcommerce.planned_number,
    rule           text, -- where the new value comes from
    percent        bigcommerce.planned_number, -- new against old
    verdict        text not null default 'send', -- send, a problem's code, refused or declined
    planned_at     timestamptz not null default now(),
    primary key (store_code, dag_run_id, flow, target, sku)
);
create index planned_changes_recent on bigcommerce.planned_changes (store_code, flow, planned_at);

-- Values that a rollback restored. They stand while the back office says what it said then.
create table bigcommerce.price_rollbacks (
    store_code      text references bigcommerce.stores,
    target          text default 'catalog',
    sku             text,
    price           backoffice.money,
    sale_price      backoffice.money,
    basis_price     backoffice.money,
    basis_promotion backoffice.money,
    dag_run_id      text, -- of the rollback
    rolled_back_at  timestamptz not null default now(),
    primary key (store_code, target, sku)
);

-- What the back office said when a value was sent, so that a rollback sees what it has changed since.
alter table bigcommerce.price_history
    add column basis_price     backoffice.money,
    add column basis_promotion backoffice.money;
create index price_history_run on bigcommerce.price_history (store_code, dag_run_id);

-- When a store's customer groups were last looked at for discounts that hide the prices sent.
create table bigcommerce.group_discount_checks (
    store_code text primary key references bigcommerce.stores,
    checked_at timestamptz not null default now()
);
