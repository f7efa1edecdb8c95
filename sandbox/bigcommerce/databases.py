"""The store's tables. Documents are JSON text in `doc`; columns exist only for what is filtered or sorted."""

import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sandbox.memories import Memory, open_database

TABLES = """
create table if not exists tokens (token text primary key, scopes text not null);
create table if not exists orders (
    id integer primary key, status_id integer not null, customer_id integer not null, email text not null,
    date_created integer not null, date_modified integer not null, total real not null, payment_method text not null,
    channel_id integer not null, external_order_id text, cart_id text not null, is_deleted integer not null,
    doc text not null);
create index if not exists orders_modified on orders (date_modified, id);
create index if not exists orders_created on orders (date_created, id);
create index if not exists orders_status on orders (status_id, id);
create table if not exists shipments (id integer primary key, order_id integer not null, doc text not null);
create index if not exists shipments_order on shipments (order_id);
create table if not exists transactions (id integer primary key, order_id integer not null, doc text not null);
create index if not exists transactions_order on transactions (order_id);
create table if not exists refunds (
    id integer primary key, order_id integer not null, created integer not null, doc text not null);
create index if not exists refunds_order on refunds (order_id);
create table if not exists products (
    id integer primary key, sku text not null, sku_key text not null, name text not null, name_key text not null,
    tracking text not null, date_modified integer not null, price real not null, calculated_price real not null,
    is_visible integer not null, doc text not null);
create index if not exists products_sku on products (sku_key);
create index if not exists products_name on products (name_key);
create index if not exists products_modified on products (date_modified, id);
create table if not exists variants (
    id integer primary key, product_id integer not null, sku text not null, sku_key text not null,
    is_base integer not null, doc text not null);
create index if not exists variants_product on variants (product_id, id);
create index if not exists variants_sku on variants (sku_key);
-- variant_id 0: the level belongs to the product as a whole
create table if not exists stock (
    product_id integer not null, variant_id integer not null, location_id integer not null,
    on_hand integer not null, is_set integer not null default 1, safety_stock integer not null default 0,
    warning_level integer not null default 0, is_in_stock integer not null default 1, bin text not null default '',
    primary key (product_id, variant_id, location_id)) without rowid;
-- what a stock level can be kept for: variants of products tracked by variant, else the product as a whole
create view if not exists stock_units as
    select p.id as product_id, v.id as level_id, v.id as variant_id, v.sku, v.sku_key
    from products p join variants v on v.product_id = p.id where p.tracking = 'variant'
    union all
    select p.id, 0, v.id, p.sku, p.sku_key
    from products p left join variants v on v.product_id = p.id and v.is_base where p.tracking = 'product';
create table if not exists stock_pending (
    seq integer primary key autoincrement, due_ms integer not null, product_id integer not null,
    variant_id integer not null, location_id integer not null, quantity integer not null, is_relative integer not null);
create table if not exists price_lists (id integer primary key, doc text not null);
create table if not exists price_records (
    id integer primary key autoincrement, price_list_id integer not null, variant_id integer not null,
    currency text not null, product_id integer not null, sku text not null, date_modified integer not null,
    doc text not null, unique (price_list_id, variant_id, currency));
"""
ERASABLE = (
    "orders",
    "shipments",
    "transactions",
    "refunds",
    "products",
    "variants",
    "stock",
    "stock_pending",
    "price_lists",
    "price_records",
)


@dataclass(kw_only=True)
class Store(Memory):
    """An open store. The fields beside its memory live and die with the process."""

    store_hash: str
    upserting: threading.Lock = field(default_factory=threading.Lock)
    mails: list[dict[str, Any]] = field(default_factory=list)


def open_store(folder: Path, store_hash: str) -> Store:
    """Open, or create, the store whose state lies in `folder`."""
    return Store(db=open_database(folder / "store.sqlite3", TABLES), store_hash=store_hash)


def erase(store: Store) -> None:
    """Forget everything but settings and tokens; ids start again."""
    with store.transaction() as db:
        for table in ERASABLE:
            db.execute(f"delete from {table}")
        db.execute("delete from kept where key like 'next:%'")
    store.mails.clear()
