"""`make up SETUP=1`: a back office and a store at BigCommerce, and nothing that joins them yet."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from sandbox import seed, settings, world
from sandbox.__main__ import welcome
from sandbox.settings import Settings
from sandbox.world import World


def count(commerce: psycopg.Connection, table: str) -> int:
    row = commerce.execute(f"select count(*) from {table}").fetchone()
    assert row
    return int(row[0])


def test_the_back_office_is_there_and_no_store(commerce: psycopg.Connection, commerce_dsn: str) -> None:
    assert seed.seed(commerce_dsn, None)
    assert all(count(commerce, f"backoffice.{table}") for table in ("products", "product_prices", "stock"))
    assert not any(count(commerce, f"bigcommerce.{table}") for table in ("stores", *seed.MAPS))
    assert not seed.seed(commerce_dsn, None)


def test_it_says_what_to_enter() -> None:
    kept = Settings(ui_port=8080, store_port=8123)
    said = welcome(replace(kept, sets_up=True))
    assert "http://127.0.0.1:8123/stores/sandbox/v3/" in said and kept.store_token in said
    assert kept.store_token not in welcome(kept)
    given = replace(kept, sets_up=True, given=(world.STORE,))
    assert kept.store_token not in welcome(given)


def test_a_store_that_is_set_up_is_not_taken_apart(tmp_path: Path) -> None:
    settings.keep(tmp_path, Settings())
    kept = (tmp_path / "settings.json").read_text()
    with pytest.raises(SystemExit, match="set up already"):
        world.up(World(tmp_path, {}, with_setup=True))
    assert (tmp_path / "settings.json").read_text() == kept and len(list(tmp_path.iterdir())) == 1
