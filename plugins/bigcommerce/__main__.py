"""Commands around the pipelines: `python -m bigcommerce migrate`."""

from __future__ import annotations

import argparse
import logging
import sys

from bigcommerce.errors import SyncError


def main() -> int:
    parser = argparse.ArgumentParser(prog="bigcommerce", description="Commands around the BigCommerce pipelines.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("migrate", help="create or upgrade the schemas in the database of connection commerce_db")
    parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    try:
        return migrate_schemas()
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


if __name__ == "__main__":
    sys.exit(main())
