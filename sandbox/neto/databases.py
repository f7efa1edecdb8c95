"""The account's tables. Documents are JSON text in `doc`; columns exist only for what is filtered or sorted."""

from dataclasses import dataclass
from pathlib import Path

from sandbox.memories import Memory, open_database

TABLES = """
create table if not exists keys (key text primary key, username text);
create table if not exists items (
    id integer primary key, sku text not null unique, parent_sku text not null, is_active text not null,
    date_added text not null, date_updated text not null, doc text not null);
create index if not exists items_updated on items (date_updated, id);
-- what is filtered, without the documents
create index if not exists items_walk on items (id, is_active, date_updated, date_added, parent_sku, sku);
create index if not exists items_parent on items (parent_sku);
-- order_id is not unique: whether Neto takes one twice is a setting
create table if not exists orders (
    id integer primary key, order_id text not null, status text not null, sales_channel text not null,
    date_placed text not null, date_updated text not null, doc text not null);
create index if not exists orders_order_id on orders (order_id);
create index if not exists orders_updated on orders (date_updated, id);
create table if not exists order_lines (
    id integer not null, sku text not null, system text not null, reference text not null,
    line_reference text not null, committed integer not null);
create index if not exists order_lines_order on order_lines (id);
create index if not exists order_lines_reference on order_lines (reference);
create index if not exists order_lines_committed on order_lines (sku) where committed > 0;
create table if not exists payments (id integer primary key, order_id text not null, date_paid text not null,
    doc text not null);
create index if not exists payments_order on payments (order_id);
"""
ERASABLE = ("items", "orders", "order_lines", "payments")


@dataclass(kw_only=True)
class Account(Memory):
    """An open account."""


def open_account(folder: Path) -> Account:
    """Open, or create, the account whose state lies in `folder`."""
    return Account(db=open_database(folder / "account.sqlite3", TABLES))


def erase(account: Account) -> None:
    """Forget everything but settings and keys; ids start again."""
    with account.transaction() as db:
        for table in ERASABLE:
            db.execute(f"delete from {table}")
        db.execute("delete from kept where key like 'next:%'")


def put_key(account: Account, key: str, username: str | None) -> None:
    with account.transaction() as db:
        db.execute("insert or replace into keys values (?, ?)", (key, username))
