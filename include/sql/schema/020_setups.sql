-- Which steps of a store's set-up were saved, so that it can be left and resumed.
create table bigcommerce.setup_steps (
    store_code text references bigcommerce.stores,
    step       text,
    saved_at   timestamptz not null default now(),
    saved_by   text,
    primary key (store_code, step)
);

-- What the last test of a store's API account found; gone once the account changes.
create table bigcommerce.account_tests (
    store_code text primary key references bigcommerce.stores,
    tested_at  timestamptz not null default now(),
    tested_by  text,
    problem    text, -- why nothing works; null: the token was taken
    scopes     jsonb not null default '{}', -- {name: is it there}
    store_name text,
    currency   text,
    plan_name  text,
    quota      int -- requests in one window
);

-- Which warehouses there are, without reading every row of stock.
create index stock_warehouse on backoffice.stock (warehouse);
