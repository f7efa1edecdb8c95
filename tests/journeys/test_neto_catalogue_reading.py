"""How much of Neto's catalogue is read: what changed since by its clock, what was sold, everything once it is due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from bigcommerce.errors import BadRequest
from bigcommerce.operators.neto.catalogue_reading import OVERLAP
from tests.journeys.neto_catalogue_world import NetoWorld, item
from tests.neto_account import NetoAccount

COUNTED = "select distinct counted_at from backoffice.stock"


@pytest.fixture
def world(commerce: psycopg.Connection, neto_sandbox: NetoAccount) -> NetoWorld:
    return NetoWorld(commerce, neto_sandbox)


def changed_now() -> dict[str, str]:
    return {"DateUpdatedUTC": f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S}"}


def test_how_far_it_was_read_is_of_the_first_page(world: NetoWorld) -> None:
    """What changes during a long walk may be of a page that was read before."""
    world.bulk(450)
    later = {"method": "PATCH", "path": "settings", "json": {"clock_offset_seconds": 240}}
    world.account.before("GetItem", later, nth=2)
    before = datetime.now(UTC)
    assert world.import_catalogue()["read"] == 450
    ((until,),) = world.rows("select read_until from neto.catalogue_reading")
    assert until + OVERLAP < before + timedelta(seconds=120)


def test_everything_is_read_again_once_it_is_due(world: NetoWorld) -> None:
    world.put(item("A"))
    world.import_catalogue()
    world.put(item("A", Name="Changed without a date"))
    assert world.import_catalogue()["read"] == 0
    world.db.execute("update neto.catalogue_reading set read_whole_at = read_whole_at - interval '24 hours'")
    assert world.import_catalogue()["written"] == 1
    assert world.import_catalogue()["requests"] == {"GetItem": 1}


def test_what_was_sold_is_counted_anew_though_its_date_did_not_move(world: NetoWorld) -> None:
    world.put(item("A"), item("B"), item("C"))
    world.import_catalogue()
    world.db.execute("update backoffice.stock set counted_at = now() - interval '1 minute'")
    world.db.execute("update neto.catalogue_reading set read_whole_at = now() - interval '2 minutes'")
    world.db.execute(
        "insert into backoffice.orders (order_id, store_code, bigcommerce_order_id, accepted_at) values"
        " (1, 'default', 1, now()), (2, 'default', 2, null), (3, 'default', 3, now() - interval '90 seconds')"
    )
    world.db.execute("insert into backoffice.order_lines (order_id, line_no, sku) values (1, 1, 'A'), (2, 1, 'B')")
    world.db.execute("insert into backoffice.order_lines (order_id, line_no, sku) values (3, 1, 'C'), (1, 2, 'GONE')")
    run = world.import_catalogue()
    assert (run["read"], run["written"], run["requests"]) == (1, 0, {"GetItem": 3})
    counted = "select sku from backoffice.stock where counted_at > now() - interval '30 seconds'"
    assert world.rows(counted) == [("A",)]
    world.db.execute("update backoffice.orders set accepted_at = accepted_at - interval '10 seconds'")
    assert world.import_catalogue()["requests"] == {"GetItem": 1}


def test_other_settings_are_a_reason_to_read_everything(world: NetoWorld) -> None:
    world.put(item("A"))
    world.import_catalogue()
    world.choose(warehouses=["Overflow"])
    run = world.import_catalogue()
    assert (run["written"], run["requests"]) == (1, {"GetWarehouse": 1, "GetItem": 2})
    assert world.rows("select warehouse, available_quantity from backoffice.stock") == [("Overflow", 4)]
    world.choose(warehouses=["Nowhere"])
    with pytest.raises(BadRequest, match="no warehouse"):
        world.import_catalogue()


def test_rows_that_shift_from_page_to_page_are_not_taken_for_gone(world: NetoWorld) -> None:
    world.bulk(450)
    world.import_catalogue()
    for shift in (-30, 30):
        world.account.set(page_shift=shift, last_page_repeats=shift > 0)
        run = world.import_catalogue(full=True)
        assert run["written"] == 0 and run["refused"] == 0
        assert set(world.products().values()) == {True}


def test_a_clock_of_another_zone_or_hour_is_said(world: NetoWorld) -> None:
    world.put(item("A"))
    for settings in ({"current_time_zone_hours": 10}, {"clock_offset_seconds": 3600}, {"clock_offset_seconds": -3600}):
        world.account.set(**{"current_time_zone_hours": 0, "clock_offset_seconds": 0} | settings)
        world.import_catalogue(full=True)
        assert world.problems() == [("clock", "neto_clock_differs")], settings
        ((counted_at,),) = world.rows(COUNTED)
        ((read_until,),) = world.rows("select read_until from neto.catalogue_reading")
        assert read_until < counted_at <= datetime.now(UTC), settings
    world.account.set(clock_offset_seconds=0)
    world.import_catalogue(full=True)
    assert world.problems() == []
    world.account.set(clock_offset_seconds=240)
    world.import_catalogue(full=True)
    ((counted_at,),) = world.rows(COUNTED)
    assert world.problems() == [] and counted_at > datetime.now(UTC) + timedelta(minutes=3)
