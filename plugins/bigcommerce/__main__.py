"""Commands around the pipelines: `python -m bigcommerce migrate`, `… erase jane@example.com`, `… explain SKU-1`…"""

from __future__ import annotations

import argparse
import logging
import os
import sys

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
    arguments = parser.parse_args()
    # Outside a task Airflow looks for connections in its database only for its own servers' processes; this is one.
    os.environ.setdefault("_AIRFLOW_PROCESS_CONTEXT", "server")
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    try:
        if arguments.command == "skus":
            return print_skus(arguments.which, arguments.store)
        if arguments.command == "rejects":
            return print_rejects(arguments.import_id)
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


if __name__ == "__main__":
    sys.exit(main())
