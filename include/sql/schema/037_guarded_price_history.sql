-- Decisions on price changes that another change has taken the place of.
create table bigcommerce.guarded_price_history (
    store_code  text references bigcommerce.stores,
    target      text,
    sku         text,
    old         backoffice.money,
    new         backoffice.money,
    state       text check (state in ('approved', 'declined')),
    decided_by  text,
    decided_at  timestamptz,
    replaced_at timestamptz not null default now(),
    primary key (store_code, decided_at, target, sku)
);
