-- Neto (Maropost Commerce Cloud) as the other system. Without a row in settings nothing here is used.
create schema neto;

create table neto.settings (
    is_only                 boolean primary key default true check (is_only),
    connection_id           text not null default 'neto_default',
    store_code              text not null default 'default' references bigcommerce.stores, -- its approvals and orders
    sales_channel           text not null default 'BigCommerce', -- by the name that Neto gives it
    approvals_live_in       text not null default 'here' check (approvals_live_in in ('here', 'sales_channel', 'misc')),
    approval_misc_field     text check (approval_misc_field ~ '^Misc[0-9]{2}$'),
    warehouses              text[], -- null: available to sell
    order_id_prefix         text not null default 'BC' check (order_id_prefix ~ '^[A-Za-z]{1,6}$'),
    full_import_every_hours int not null default 24 check (full_import_every_hours > 0),
    check (approvals_live_in <> 'misc' or approval_misc_field is not null)
);

-- What became of each received order at Neto: the intent is written before the order is sent.
create table neto.order_pushes (
    order_id       bigint primary key references backoffice.orders on delete cascade,
    neto_order_id  text unique check (length(neto_order_id) <= 15),
    state          text not null default 'intended' check (state in ('intended', 'accepted', 'refused')),
    payment_state  text not null default 'none' check (payment_state in ('none', 'intended', 'accepted')),
    grand_total    backoffice.money,
    pushed_at      timestamptz
);
create index order_pushes_open on neto.order_pushes (order_id) where state = 'intended' or payment_state = 'intended';
