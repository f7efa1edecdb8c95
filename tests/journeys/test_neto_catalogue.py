"""Neto's catalogue in the back office: in few requests, only what changed, and one bad item stops no other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from copy import copy
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest

from bigcommerce.connectors.neto import NetoClient
from bigcommerce.connectors.neto_answers import NetoAnswer
from bigcommerce.errors import UnexpectedAnswer
from tests.journeys.neto_catalogue_world import IMPORTED, NetoWorld, item
from tests.neto_account import NetoAccount

COUNTED = "select distinct counted_at from backoffice.stock"


@pytest.fixture
def world(commerce: psycopg.Connection, neto_sandbox: NetoAccount) -> NetoWorld:
    return NetoWorld(commerce, neto_sandbox)


def changed_now() -> dict[str, str]:
    return {"DateUpdatedUTC": f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S}"}


def test_everything_arrives_and_the_second_time_nothing_changes(world: NetoWorld) -> None:
    world.put(item("A"), item("B", Virtual="True", IsActive="False"), item("C", PriceGroups=[]))
    first = world.import_catalogue()
    assert (first["read"], first["written"], first["requests"]) == (3, 3, {"GetItem": 2})
    assert first["announced"] == ["catalogue"]
    assert world.products() == {"A": True, "B": False, "C": True}
    prices = world.rows("select price_group, price::float from backoffice.product_prices where sku = 'A' order by 1")
    assert prices == [("2", 27.0), ("default", 29.95)]
    groups = world.rows("select code, name, is_default from backoffice.price_groups order by 1")
    assert groups == [("2", "BigCommerce", False), ("default", None, True)]
    stock = world.rows("select sku, warehouse, available_quantity from backoffice.stock order by 1")
    assert stock == [("A", "main", 10), ("C", "main", 10)]
    before = world.versions()
    again = world.import_catalogue()
    assert (again["read"], again["written"], again["requests"]) == (0, 0, {"GetItem": 1})
    assert again["announced"] == [] and world.versions() == before


def test_an_item_with_variants_has_no_stock_of_its_own(world: NetoWorld) -> None:
    stock = "select sku from backoffice.stock order by 1"
    world.put(item("TEE"), item("TEE-S", ParentSKU="TEE"), item("CAP"), item("ODD", ParentSKU="ODD"))
    world.import_catalogue()
    assert world.rows(stock) == [("CAP",), ("ODD",), ("TEE-S",)]
    # It may get variants later, on another page than its own.
    world.put(item("CAP-S", ParentSKU="CAP", **changed_now()))
    world.import_catalogue(skus=["CAP-S"])
    assert world.rows(stock) == [("CAP-S",), ("ODD",), ("TEE-S",)]
    assert world.import_catalogue(full=True)["written"] == 0
    assert world.rows(stock) == [("CAP-S",), ("ODD",), ("TEE-S",)]


def test_what_changed_in_neto_changes_here_alone(world: NetoWorld) -> None:
    world.put(item("A"), item("B"))
    world.import_catalogue()
    before = world.rows("select xmin, sku from backoffice.product_prices where sku = 'B'")
    world.put(item("A", DefaultPrice="5.950", **changed_now()))
    run = world.import_catalogue()
    assert (run["read"], run["written"], run["announced"]) == (1, 1, ["catalogue"])
    prices = "select price::text from backoffice.product_prices where sku = 'A' and price_group = 'default'"
    assert world.rows(prices) == [("5.9500",)]
    assert world.rows("select xmin, sku from backoffice.product_prices where sku = 'B'") == before
    # The overlap shows it once more; nobody need look at prices that are the same.
    again = world.import_catalogue()
    assert (again["read"], again["written"], again["announced"]) == (1, 0, [])


def test_a_full_run_moves_only_when_stock_was_counted(world: NetoWorld) -> None:
    world.bulk(450)
    assert world.import_catalogue()["requests"] == {"GetItem": 4}
    kept = [table for table in IMPORTED if table != "backoffice.stock"]
    before, began = world.versions(*kept, "neto.items"), datetime.now(UTC).replace(microsecond=0)
    run = world.import_catalogue(full=True)
    assert (run["read"], run["written"], run["unchanged"], run["announced"]) == (450, 0, 450, [])
    assert world.versions(*kept, "neto.items") == before
    moments = [moment for (moment,) in world.rows(COUNTED)]
    assert len(moments) <= 3 and all(began <= moment <= datetime.now(UTC) for moment in moments)


def test_what_is_gone_is_asked_for_once_more_and_then_inactive(world: NetoWorld) -> None:
    world.put(item("A"), item("B"))
    world.db.execute("insert into backoffice.products (sku) values ('theirs')")
    world.import_catalogue()
    world.account.control("DELETE", "items/A")
    run = world.import_catalogue(full=True)
    assert (run["read"], run["written"], run["announced"]) == (2, 1, ["catalogue"])
    assert run["requests"] == {"GetItem": 3}
    assert world.products() == {"A": False, "B": True, "theirs": True}
    assert world.import_catalogue(full=True)["requests"] == {"GetItem": 2}
    world.put(item("A", **changed_now()))
    world.import_catalogue()
    assert world.products()["A"]


def test_named_skus_are_read_alone(world: NetoWorld) -> None:
    world.put(item("A"), item("B"), item("C"))
    world.import_catalogue()
    world.put(item("A", Name="New"), item("B", Name="New"))
    world.account.control("DELETE", "items/C")
    reading = "select read_until, read_whole_at from neto.catalogue_reading"
    before = world.rows(reading)
    run = world.import_catalogue(skus=["A", "C", "nobody's", " "])
    assert run["written"] == 2 and world.rows(reading) == before
    assert world.products() == {"A": True, "B": True, "C": False}
    names = world.rows("select name from backoffice.products where sku in ('A', 'B') order by sku")
    assert names == [("New",), ("Red tee",)]


BAD: list[dict[str, Any]] = [
    {"sku": "PRICE", "DefaultPrice": "ask us"},
    {"sku": "X" * 26},
    {"sku": "DATE", "PromotionExpiryDateUTC": "soon"},
    {"sku": "UNSURE", "Virtual": "perhaps"},
]


def test_a_bad_item_is_said_until_it_is_mended_or_gone(world: NetoWorld) -> None:
    world.put(item("A"), *(item(**bad) for bad in BAD), item("Z"))
    run = world.import_catalogue()
    assert (run["written"], run["refused"]) == (2, 4) and list(world.products()) == ["A", "Z"]
    assert world.problems() == [(key, "neto_invalid_item") for key in sorted(bad["sku"] for bad in BAD)]
    (message,) = world.db.execute(
        "select message from bigcommerce.item_problems where item_key = 'PRICE'"
    ).fetchone() or ("",)
    assert "DefaultPrice is not an amount: 'ask us'. Correct it in Neto" in message
    # Not seen, it stays; seen, it is mended; looked for in vain, it is gone.
    world.import_catalogue()
    assert len(world.problems()) == 4
    world.put(item("PRICE", **changed_now()), item("UNSURE"))
    world.import_catalogue()
    assert "PRICE" in world.products() and len(world.problems()) == 3
    world.account.control("DELETE", "items/DATE")
    world.import_catalogue(full=True)
    assert world.problems() == [("X" * 26, "neto_invalid_item")]


def test_an_item_without_a_sku_is_called_by_netos_number(world: NetoWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    call = NetoClient.call

    def without_sku(client: NetoClient, action: str, body: dict[str, Any], **named: Any) -> NetoAnswer:
        answer = call(client, action, body, **named)
        for row in answer.rows("Item"):
            row["SKU"] = "" if row["SKU"] == "NAMELESS" else row["SKU"]
        return answer

    world.put(item("NAMELESS"), item("A"))
    number = world.account.item("NAMELESS")["InventoryID"]
    with monkeypatch.context() as patch:
        patch.setattr(NetoClient, "call", without_sku)
        assert world.import_catalogue()["refused"] == 1
    assert list(world.products()) == ["A"]
    assert world.problems() == [(f"InventoryID {number}", "neto_invalid_item")]
    world.put(item("NAMELESS", **changed_now()))
    world.import_catalogue()
    assert world.problems() == [] and list(world.products()) == ["A", "NAMELESS"]


def test_a_known_item_that_turns_bad_keeps_what_it_had(world: NetoWorld) -> None:
    world.put(item("A"))
    world.import_catalogue()
    before = world.versions(*IMPORTED)
    world.put(item("A", DefaultPrice="ask us"))
    assert world.import_catalogue(full=True)["refused"] == 1
    assert world.versions(*IMPORTED) == before and world.problems() == [("A", "neto_invalid_item")]


def test_an_account_that_shows_nothing_retires_nothing(world: NetoWorld) -> None:
    world.put(item("A"))
    world.import_catalogue()
    world.account.control("DELETE", "items/A")
    before = world.versions()
    with pytest.raises(UnexpectedAnswer, match="no item at all"):
        world.import_catalogue(full=True)
    assert world.versions() == before


@pytest.mark.parametrize("kind", ["error500", "cut", "lost_answer", "empty"])
def test_a_broken_answer_is_read_again(world: NetoWorld, kind: str) -> None:
    world.bulk(450)
    world.import_catalogue()
    wanted = world.state()
    world.db.execute("truncate backoffice.products, backoffice.product_prices, backoffice.stock")
    world.account.fault(kind, "GetItem", after=1, times=2)
    run = world.import_catalogue(full=True)
    assert run["requests"] == {"GetItem": 6} and world.state() == wanted


def test_another_default_group_is_said_and_hinders_nothing(world: NetoWorld) -> None:
    world.db.execute("insert into backoffice.price_groups (code, name, is_default) values ('retail', 'Retail', true)")
    world.put(item("A"))
    assert world.import_catalogue()["written"] == 1
    assert world.problems() == [("default", "neto_other_default_group")]
    world.db.execute("update backoffice.price_groups set is_default = false")
    world.import_catalogue(full=True)
    assert world.problems() == []
    assert world.rows("select code from backoffice.price_groups where is_default") == [("default",)]


def test_two_at_once_read_one_after_the_other(world: NetoWorld, commerce_dsn: str) -> None:
    world.bulk(450)

    def work(run_id: str) -> None:
        with psycopg.connect(commerce_dsn, autocommit=True) as connection:
            another = copy(world)
            another.db = connection
            another.import_catalogue(run_id, full=True)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, ["one", "two"]))
    written = world.rows("select items_written, items_unchanged from bigcommerce.sync_runs order by 1")
    assert written == [(0, 450), (450, 0)]
