-- What drifted may be a record of a price list: its target, as in price_exports. Stock has but one.
alter table bigcommerce.price_stock_drift
    add column target text not null default 'catalog',
    drop constraint price_stock_drift_pkey,
    add primary key (store_code, dag_run_id, flow, target, sku);
