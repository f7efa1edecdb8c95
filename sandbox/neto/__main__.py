"""`python -m sandbox.neto`: one pretend account on the loopback, its state in a folder."""

import argparse
import logging
from pathlib import Path

import uvicorn

from sandbox.neto import seeds, settings
from sandbox.neto.apps import create_app
from sandbox.neto.databases import open_account, put_key

log = logging.getLogger("sandbox.neto")


def read_arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m sandbox.neto", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--state", type=Path, required=True, help="folder of the account's state, made if missing")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--seed", choices=seeds.SEEDS, default="demo", help="what a new account starts with")
    parser.add_argument("--username", default="sandbox-user")
    parser.add_argument("--key", default="sandbox-key", help="the API key of that user")
    return parser.parse_args()


def main() -> None:
    """Open the state, seed it if new, serve until told to stop."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    arguments = read_arguments()
    account = open_account(arguments.state)
    settings.load(account)
    put_key(account, arguments.key, arguments.username)
    if account.kept("seed") is None:
        seeds.sow(account, arguments.seed)
    log.info("account of %s on http://%s:%s", arguments.username, arguments.host, arguments.port)
    uvicorn.run(
        create_app(account),
        host=arguments.host,
        port=arguments.port,
        log_level="warning",
        access_log=False,
        date_header=False,  # the account's own clock tells the date
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=2,
    )


if __name__ == "__main__":
    main()
