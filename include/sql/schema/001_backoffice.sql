-- The back office's side: what any ERP, dbt model or CSV load writes, and what the pipelines hand over to it.
create schema backoffice;
create schema if not exists bigcommerce;

-- numeric(18,4) lets NaN in; money may be any number but that.
create domain backoffice.money as numeric(18, 4) check (value <> 'NaN');

-- Stores come first because orders name the store they were placed in.
create table bigcommerce.stores (
    store_code                   text primary key check (store_code <> ''),
    connection_id                text not null default 'bigcommerce_default',
    is_enabled                   boolean not null default false,
    setup_completed_at           timestamptz,
    order_sync_enabled           boolean not null default true,
    order_statuses_to_sync       int[] not null default '{11}',
    received_order_status        text not null default 'New',
    orders_since                 timestamptz,
    unmapped_order_policy        text not null default 'on_hold' check (unmapped_order_policy in ('on_hold', 'park')),
    default_payment_method       text,
    default_shipping_service     text,
    orders_are_confirmed         boolean not null default false,
    consignment_sync_enabled     boolean not null default true,
    ship_without_tracking_number boolean not null default true,
    prices_managed_in            text not null default 'backoffice'
        check (prices_managed_in in ('backoffice', 'bigcommerce')),
    price_group                  text,
    empty_price_policy           text not null default 'skip'
        check (empty_price_policy in ('skip', 'default_group', 'rrp')),
    promotion_pricing_enabled    boolean not null default false,
    prices_include_tax           boolean not null default true,
    tax_rate                     numeric not null default 0.1000 check (tax_rate >= 0 and tax_rate < 'Infinity'),
    max_price_change_percent     numeric check (max_price_change_percent >= 0 and max_price_change_percent <> 'NaN'),
    stock_managed_in             text not null default 'backoffice'
        check (stock_managed_in in ('backoffice', 'bigcommerce')),
    stock_sync_enabled           boolean not null default true,
    stock_limit                  int check (stock_limit >= 0),
    stock_buffer                 int not null default 0 check (stock_buffer >= 0),
    stock_warehouses             text[],
    stock_location_id            int not null default 1,
    stock_api                    text check (stock_api in ('inventory', 'catalog')),
    stop_stock_when_orders_stale boolean not null default false,
    zero_stock_when_unapproved   boolean not null default false,
    switch_on_inventory_tracking boolean not null default false,
    raw_order_retention_days     int check (raw_order_retention_days > 0)
);

create table backoffice.products (
    sku                text primary key,
    name               text,
    parent_sku         text,
    is_active          boolean not null default true,
    rrp                backoffice.money,
    is_tax_free        boolean not null default false,
    prices_include_tax boolean,
    updated_at         timestamptz not null default now()
);

create table backoffice.price_groups (
    code         text primary key,
    name         text,
    includes_tax boolean not null default true,
    is_default   boolean not null default false
);
create unique index price_groups_one_default on backoffice.price_groups (is_default) where is_default;

create table backoffice.product_prices (
    sku                 text,
    price_group         text,
    price               backoffice.money,
    promotion_price     backoffice.money,
    promotion_starts_at timestamptz,
    promotion_ends_at   timestamptz,
    updated_at          timestamptz not null default now(),
    primary key (sku, price_group)
);

create table backoffice.stock (
    sku                text,
    warehouse          text default 'main',
    available_quantity int not null default 0,
    counted_at         timestamptz not null default now(),
    primary key (sku, warehouse)
);

-- A new quantity is a new count, unless the writer says when it was counted. `update of` fires for the columns a
-- statement names, whatever their values, which a comparison of old and new could not tell.
create function backoffice.note_counted_at_named() returns trigger language plpgsql as $$
begin
    perform set_config('backoffice.counted_at_named', 'yes', true);
    return new;
end $$;
create function backoffice.set_counted_at() returns trigger language plpgsql as $$
begin
    if current_setting('backoffice.counted_at_named', true) = 'yes' then
        perform set_config('backoffice.counted_at_named', '', true);
    elsif new.available_quantity is distinct from old.available_quantity then
        new.counted_at := now();
    end if;
    return new;
end $$;
-- Row triggers fire in the order of their names.
create trigger stock_1_counted_at_named before update of counted_at on backoffice.stock
    for each row execute function backoffice.note_counted_at_named();
create trigger stock_2_set_counted_at before update on backoffice.stock
    for each row execute function backoffice.set_counted_at();

create table backoffice.payment_methods (name text primary key);
create table backoffice.shipping_services (name text primary key);

create table backoffice.orders (
    order_id                   bigint generated by default as identity primary key,
    store_code                 text not null references bigcommerce.stores,
    bigcommerce_order_id       bigint not null,
    status                     text,
    bigcommerce_status_id      int,
    bigcommerce_status         text,
    payment_status             text,
    channel_id                 int,
    currency                   text check (currency ~ '^[A-Z]{3}$'),
    currency_exchange_rate     numeric,
    subtotal_inc_tax           backoffice.money,
    subtotal_ex_tax            backoffice.money,
    shipping_inc_tax           backoffice.money,
    shipping_ex_tax            backoffice.money,
    handling_inc_tax           backoffice.money,
    handling_ex_tax            backoffice.money,
    wrapping_inc_tax           backoffice.money,
    wrapping_ex_tax            backoffice.money,
    fees_inc_tax               backoffice.money,
    fees_ex_tax                backoffice.money,
    discount_amount            backoffice.money,
    coupon_discount            backoffice.money,
    store_credit_amount        backoffice.money,
    gift_certificate_amount    backoffice.money,
    refunded_amount            backoffice.money,
    total_tax                  backoffice.money,
    total_inc_tax              backoffice.money,
    total_ex_tax               backoffice.money,
    customer_id                bigint,
    customer_email             text,
    bigcommerce_payment_method text,
    payment_method             text,
    customer_message           text,
    staff_notes                text,
    billing_address            jsonb,
    placed_at                  timestamptz,
    modified_at                timestamptz,
    received_at                timestamptz default now(),
    accepted_at                timestamptz,
    cancelled_at               timestamptz,
    needs_attention            boolean not null default false,
    unique (store_code, bigcommerce_order_id)
);
-- The stock rule asks for orders not accounted for yet, the mapping step for those on hold.
create index orders_unaccepted on backoffice.orders (store_code) where accepted_at is null;
create index orders_on_hold on backoffice.orders (store_code) where status = 'On Hold';
create index orders_placed_at on backoffice.orders (store_code, placed_at);

create table backoffice.order_lines (
    order_id                     bigint references backoffice.orders on delete cascade,
    line_no                      int,
    bigcommerce_order_product_id bigint,
    shipping_address_no          int,
    sku                          text,
    name                         text,
    quantity                     int not null default 0,
    quantity_refunded            int not null default 0,
    unit_price_inc_tax           backoffice.money,
    unit_price_ex_tax            backoffice.money,
    total_inc_tax                backoffice.money,
    total_ex_tax                 backoffice.money,
    total_tax                    backoffice.money,
    discounted_total_inc_tax     backoffice.money,
    options                      jsonb,
    primary key (order_id, line_no),
    unique (order_id, bigcommerce_order_product_id)
);
create index order_lines_sku on backoffice.order_lines (sku);

create table backoffice.order_shipping_addresses (
    order_id                     bigint references backoffice.orders on delete cascade,
    shipping_address_no          int,
    bigcommerce_order_address_id bigint,
    bigcommerce_shipping_method  text,
    shipping_service             text,
    cost_inc_tax                 backoffice.money,
    cost_ex_tax                  backoffice.money,
    first_name                   text,
    last_name                    text,
    company                      text,
    street_1                     text,
    street_2                     text,
    city                         text,
    state                        text,
    postcode                     text,
    country_code                 text,
    phone                        text,
    email                        text,
    primary key (order_id, shipping_address_no)
);

create table backoffice.order_payments (
    order_id                   bigint references backoffice.orders on delete cascade,
    payment_no                 int,
    bigcommerce_transaction_id text,
    bigcommerce_payment_method text,
    payment_method             text,
    amount                     backoffice.money,
    currency                   text,
    kind                       text check (kind in ('payment', 'refund', 'store_credit', 'gift_certificate')),
    status                     text,
    paid_at                    timestamptz,
    primary key (order_id, payment_no)
);

create table backoffice.order_changes (
    change_id       bigint generated by default as identity primary key,
    order_id        bigint references backoffice.orders on delete cascade,
    kind            text check (kind in ('cancelled', 'refunded', 'status', 'lines', 'address', 'totals')),
    noticed_at      timestamptz not null default now(),
    details         jsonb,
    acknowledged_at timestamptz
);
create index order_changes_order on backoffice.order_changes (order_id);
create index order_changes_open on backoffice.order_changes (noticed_at) where acknowledged_at is null;

create table backoffice.consignments (
    consignment_id   text primary key,
    order_id         bigint references backoffice.orders on delete cascade,
    shipping_service text,
    tracking_number  text,
    tracking_url     text,
    dispatched_at    timestamptz,
    is_cancelled     boolean not null default false,
    updated_at       timestamptz not null default now()
);
create index consignments_order on backoffice.consignments (order_id);

create table backoffice.consignment_lines (
    consignment_id text references backoffice.consignments on delete cascade,
    line_no        int,
    quantity       int not null default 0,
    primary key (consignment_id, line_no)
);
