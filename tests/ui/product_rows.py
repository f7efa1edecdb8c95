"""Products by the thousand: one in ten unapproved, missing, with a problem, or never looked up, each its own tenth;
one in ten is the parent of four others."""

from __future__ import annotations

import psycopg

FILL = (
    "insert into bigcommerce.stores (store_code, is_enabled) values ('default', true)",
    "insert into backoffice.products (sku, name, parent_sku) select 'S' || lpad(i::text, 7, '0'),"
    " (array['Red shirt', 'Blue shoe', 'Green hat', 'Grey sock'])[i %% 4 + 1] || ' ' || i,"
    " case when i %% 10 > 5 then 'S' || lpad((i - i %% 10 + 4)::text, 7, '0') end"
    " from generate_series(1, %(count)s) i",
    "insert into backoffice.stock (sku, available_quantity) select sku, 9 from backoffice.products",
    "insert into bigcommerce.product_approvals (store_code, sku, is_approved)"
    " select 'default', sku, true from backoffice.products where sku !~ '1$'",
    "insert into bigcommerce.product_links (store_code, sku, state, product_id)"
    " select 'default', sku, case when sku ~ '2$' then 'missing' else 'linked' end, 1"
    " from backoffice.products where sku !~ '3$'",
    "insert into bigcommerce.item_problems (store_code, flow, item_key, code)"
    " select 'default', 'prices', sku, 'empty_price' from backoffice.products where sku ~ '4$'",
    "insert into bigcommerce.price_exports (store_code, target, sku, price)"
    " select 'default', 'catalog', sku, 9 from backoffice.products",
    "insert into bigcommerce.stock_exports (store_code, location_id, sku, quantity)"
    " select 'default', 1, sku, 9 from backoffice.products",
    "insert into bigcommerce.price_history (store_code, sku, price) select 'default', sku, 9 from backoffice.products",
    "insert into bigcommerce.approval_imports (store_code, file, rejected_count)"
    " select 'default', '/srv/' || i || '.csv', 0 from generate_series(1, %(count)s / 100) i",
    "insert into bigcommerce.approval_import_rejects"
    " select (select min(import_id) from bigcommerce.approval_imports), n, 'X' || n, 'unknown_sku'"
    " from generate_series(1, %(count)s) n",
)

# The lists as their addresses narrow them; {middle}: the key of a page in the middle.
LISTS = {
    "all": "",
    "from the middle on": 'after=["", "{middle}"]',
    "by SKU": "q=S000",
    "by SKU, from the middle on": 'q=s0&after=["{small middle}", "{middle}"]',
    "by SKU, approved": "q=s&approved=yes",
    "by name": "q=blue&by=name",
    "approved": "approved=yes",
    "not approved": "approved=no",
    "linked": "link=linked",
    "missing": "link=missing",
    "never looked up": "link=none",
    "ambiguous": "link=ambiguous",
    "with a problem": "problem=yes",
    "without a problem": "problem=no",
    "parents with options": "parent=yes",
    "parents with options, from the middle on": 'parent=yes&after=["", "{middle}"]',
    "without options": "parent=no",
    "approved parents with a problem": "approved=yes&problem=yes&parent=yes",
    "approved, linked, with a problem, by name": "q=gr&by=name&approved=yes&link=linked&problem=yes",
    "nothing matches": "approved=no&link=none&problem=no",
}


def fill_products(connection: psycopg.Connection, count: int) -> None:
    for statement in FILL:
        connection.execute(statement, {"count": count})
    connection.execute("vacuum analyze")


def address(narrowed: str, count: int) -> str:
    middle = f"S{count // 2:07}"
    return narrowed.replace("{middle}", middle).replace("{small middle}", middle.lower())
