-- Which products are another's parent: they have options, and neither price nor stock of their own. By code points ("C"),
-- as the panel lists SKUs.
create index products_parent_c on backoffice.products (parent_sku collate "C") where parent_sku <> sku;
