create index on catalog_items (sku);
create index on catalog_items (lower(sku));
analyze catalog_items
