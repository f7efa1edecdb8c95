-- One page of Neto's items, for the length of a task. Grain: an item, a price of it, a number of it.
drop table if exists neto_page_items, neto_page_prices, neto_page_stock, neto_seen;
create temporary table neto_page_items (
    sku text primary key, name text, parent_sku text, is_active boolean, rrp numeric, is_tax_free boolean,
    prices_include_tax boolean, is_approved boolean
);
create temporary table neto_page_prices (
    sku text, price_group text, group_name text, price numeric, promotion_price numeric,
    promotion_starts_at timestamptz, promotion_ends_at timestamptz, primary key (sku, price_group)
);
create temporary table neto_page_stock (
    sku text, warehouse text, quantity int, primary key (sku, warehouse)
);
-- What a task has seen of Neto so far, items that cannot be read included. Grain: an item.
create temporary table neto_seen (item_key text primary key, is_bad boolean not null)
