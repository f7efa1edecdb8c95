"""Commands around the pipelines: `python -m bigcommerce migrate`, `… erase jane@example.com`, `… explain SKU-1`…"""

from __future__ import annotations

import argparse
import getpass
import logging
import os
import sys
from typing import get_args

from bigcommerce.domain.product_filters import LinkState, ProductFilter
from bigcommerce.errors import BadRequest, SyncError


def main() -> int:
    parser = argparse.ArgumentParser(prog="bigcommerce", description="Commands around the BigCommerce pipelines.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("migrate", help="create or upgrade the schemas in the database of connection commerce_db")
    erase = commands.add_parser("erase", help="take a customer's data out of the tables; money and goods stay")
    erase.add_argument("email")
    explain = commands.add_parser("explain", help="why this price and this stock, and what will be sent")
    explain.add_argument("sku")
    explain.add_argument("--store", default="default", help="a store_code of bigcommerce.stores")
    explain.add_argument("--offline", action="store_true", help="do not ask BigCommerce what it holds")
    skus = commands.add_parser("skus", help="a CSV of SKUs to start approvals from, on the standard output")
    skus.add_argument("--from", dest="which", required=True, help="backoffice, bigcommerce, or one of them with _only")
    skus.add_argument("--store", default="default", help="a store_code of bigcommerce.stores")
    rejects = commands.add_parser("rejects", help="a CSV of an import's rejected rows, on the standard output")
    rejects.add_argument("import_id", type=int)
    for name, help_text in (("approve", "approve all products that match"), ("unapprove", "the opposite")):
        bulk = commands.add_parser(name, help=f"{help_text}; without --confirm it only counts")
        bulk.add_argument("--store", default="default", help="a store_code of bigcommerce.stores")
        bulk.add_argument("--sku", dest="skus", action="append", help="this one; several times: each of them")
        bulk.add_argument("--prefix", help="whose SKU starts exactly so")
        bulk.add_argument("--link", choices=get_args(LinkState), help="whose last look-up in BigCommerce ended so")
        bulk.add_argument("--confirm", type=int, metavar="NUMBER", help="apply, if exactly so many products change")
    arguments = parser.parse_args()
    # Outside a task Airflow looks for connections in its database only for its own servers' processes; this is one.
    os.environ.setdefault("_AIRFLOW_PROCESS_CONTEXT", "server")
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    try:
        if arguments.command == "skus":
            return print_skus(arguments.which, arguments.store)
        if arguments.command == "rejects":
            return print_rejects(arguments.import_id)
        if arguments.command in ("approve", "unapprove"):
            wanted = ProductFilter(
                skus=None if arguments.skus is None else tuple(arguments.skus),
                sku_prefix=arguments.prefix,
                link_state=arguments.link,
            )
            approve = arguments.command == "approve"
            return set_approvals(arguments.store, wanted, approve=approve, confirmed=arguments.confirm)
        if arguments.command == "explain":
            return explain_sku(arguments.sku, arguments.store, offline=arguments.offline)
        return migrate_schemas() if arguments.command == "migrate" else erase_customer(arguments.email)
    except SyncError as error:
        print(error, file=sys.stderr)
        return 1


def migrate_schemas() -> int:
    from bigcommerce.db.migrate import migrate
    from bigcommerce.hooks.commerce_db import commerce_db

    with commerce_db() as connection:
        applied = migrate(connection)
    print(f"Applied {', '.join(applied)}." if applied else "The schemas are up to date.")
    return 0


def erase_customer(email: str) -> int:
    from bigcommerce.db.erasures import erase_customer
    from bigcommerce.hooks.commerce_db import commerce_db

    if "@" not in email:
        raise BadRequest(f'"{email}" is not an e-mail address.')
    with commerce_db() as connection:
        erased = erase_customer(connection, email)
    if not erased.order_ids:
        print("No order names this e-mail address: nothing was erased.")
        return 0
    numbers = ", ".join(f"{store} {order_id}" for store, order_id in erased.order_ids)
    print(
        f"Erased names, addresses, contacts, notes and messages from {len(erased.order_ids)} orders ({numbers}): "
        f"{erased.addresses} delivery addresses, {erased.payloads} payloads, {erased.changes} address changes. Money, "
        "lines and payments stay. BigCommerce still has the customer: erase the data there too, or the next change of "
        "such an order brings it back."
    )
    return 0


def explain_sku(sku: str, store_code: str, *, offline: bool) -> int:
    from bigcommerce.db.stores import read_store
    from bigcommerce.explain import explain
    from bigcommerce.hooks.bigcommerce import BigCommerceHook
    from bigcommerce.hooks.commerce_db import commerce_db

    with commerce_db() as connection:
        store = read_store(connection, store_code)
        client = None if offline else BigCommerceHook(store.connection_id).client()
        for heading, sentences in explain(connection, client, store_code, sku).items():
            print(heading)
            for sentence in sentences:
                print(f"  {sentence}")
    return 0


def print_skus(which: str, store_code: str) -> int:
    from bigcommerce.db.stores import read_store
    from bigcommerce.downloads import sku_list
    from bigcommerce.hooks.bigcommerce import BigCommerceHook
    from bigcommerce.hooks.commerce_db import commerce_db

    with commerce_db() as connection:
        store = read_store(connection, store_code)
        client = None if which == "backoffice" else BigCommerceHook(store.connection_id).client()
        sys.stdout.writelines(sku_list(connection, client, which))
    return 0


def print_rejects(import_id: int) -> int:
    from bigcommerce.downloads import reject_list
    from bigcommerce.hooks.commerce_db import commerce_db

    with commerce_db() as connection:
        sys.stdout.writelines(reject_list(connection, import_id))
    return 0


def set_approvals(store_code: str, wanted: ProductFilter, *, approve: bool, confirmed: int | None) -> int:
    from bigcommerce.db.stores import read_store
    from bigcommerce.hooks.commerce_db import commerce_db
    from bigcommerce.selections import apply_selection, preview_selection

    with commerce_db() as connection:
        read_store(connection, store_code)
        if confirmed is None:
            outcomes = preview_selection(connection, store_code, wanted, approve=approve)
        else:
            outcomes = apply_selection(
                connection, store_code, wanted, approve=approve, changed_by=getpass.getuser(), confirmed=confirmed
            )
    changed, matching = outcomes.changed_count, outcomes.changed_count + outcomes.unchanged
    done = ("would be " if confirmed is None else "are now ") + ("approved" if approve else "unapproved")
    print(f"{changed:,} of the {matching:,} products that match {done}, {outcomes.unchanged:,} were so already.")
    if outcomes.rejected_count:
        first = ", ".join(sku for _, sku in outcomes.examples["unknown_sku"])
        print(f"SKUs that the back office has no product of: {outcomes.rejected_count:,}, first of all {first}.")
    if confirmed is None and changed:
        print(f"Nothing was changed yet: the same command with CONFIRM={changed} does it.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
