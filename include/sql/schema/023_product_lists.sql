-- What the panel lists products by, a page at a time, at any number of them. SKUs go by their code points ("C"), so that
-- every database pages them alike and their beginning finds them; names by their first characters, in small letters.
create index products_sku_c on backoffice.products (sku collate "C");
create index products_name_c on backoffice.products (left(lower(name), 100) collate "C", sku collate "C");
create index product_approvals_approved_c on bigcommerce.product_approvals (store_code, sku collate "C")
    where is_approved;
create index product_links_state_c on bigcommerce.product_links (store_code, state, sku collate "C");
create index item_problems_sku_c on bigcommerce.item_problems (store_code, item_key collate "C")
    where resolved_at is null and flow in ('approvals', 'links', 'prices', 'stock');

create index approval_imports_newest on bigcommerce.approval_imports (store_code, import_id);
create index approval_imports_file on bigcommerce.approval_imports using hash (file);
