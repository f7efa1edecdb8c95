"""`python -m sandbox.bigcommerce`: one pretend store on the loopback, its state in a folder."""

import argparse
import logging
import os
from pathlib import Path

import uvicorn

from sandbox.bigcommerce import scopes, seeds, settings
from sandbox.bigcommerce.apps import create_app
from sandbox.bigcommerce.databases import open_store
from sandbox.bigcommerce.published_specs import Checker

log = logging.getLogger("sandbox.bigcommerce")


def read_arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m sandbox.bigcommerce", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--state", type=Path, required=True, help="folder of the store's state, made if missing")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--seed", choices=seeds.SEEDS, default="demo", help="what a new store starts with")
    parser.add_argument("--token", default="sandbox-token", help="a token with every scope")
    parser.add_argument("--store-hash", default="sandbox")
    parser.add_argument(
        "--openapi",
        type=Path,
        default=os.environ.get("BIGCOMMERCE_OPENAPI_DIR") or None,
        help="folder of the published OpenAPI files, against which requests are checked",
    )
    return parser.parse_args()


def main() -> None:
    """Open the state, seed it if new, serve until told to stop."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    arguments = read_arguments()
    store = open_store(arguments.state, arguments.store_hash)
    settings.load(store)
    scopes.put_token(store, arguments.token, scopes.EVERY_SCOPE)
    if store.kept("seed") is None:
        seeds.sow(store, arguments.seed)
    checker = None
    if arguments.openapi and Path(arguments.openapi).is_dir():
        checker = Checker(Path(arguments.openapi))
    else:
        log.info("no folder of OpenAPI files: requests are not checked against the published specs")
    log.info("store %s on http://%s:%s", arguments.store_hash, arguments.host, arguments.port)
    uvicorn.run(
        create_app(store, checker),
        host=arguments.host,
        port=arguments.port,
        log_level="warning",
        access_log=False,
        date_header=False,  # the store's own clock tells the date
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=2,
    )


if __name__ == "__main__":
    main()
