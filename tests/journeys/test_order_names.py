"""Names that differ on the two sides: an unmapped order waits, and a map row completes it without a request for it."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests.conftest import SandboxStore
from tests.journeys.order_world import OrderWorld

LIST = {"GET /v2/orders": 1}
PAYMENT, SHIPPING = "unmapped_payment_method", "unmapped_shipping_method"
BY_DRONE = {"addresses": [{"city": "Perth", "shipping_method": "Drone"}]}


@pytest.fixture
def world(commerce: psycopg.Connection, sandbox: SandboxStore) -> OrderWorld:
    return OrderWorld(commerce, sandbox)


def status(world: OrderWorld, order_id: int) -> tuple[str, bool]:
    order = world.order(order_id)
    return order["status"], order["needs_attention"]


def names(world: OrderWorld, order_id: int) -> tuple[Any, Any, Any]:
    """Of the order, of its payment, of its delivery."""
    (found,) = world.rows(
        "select o.payment_method, (select p.payment_method from backoffice.order_payments p"
        " where p.order_id = o.order_id and p.kind = 'payment'), (select a.shipping_service"
        " from backoffice.order_shipping_addresses a where a.order_id = o.order_id)"
        " from backoffice.orders o where bigcommerce_order_id = %s",
        order_id,
    )
    return found[0], found[1], found[2]


def details(world: OrderWorld, code: str) -> Any:
    ((found,),) = world.rows(
        "select details from bigcommerce.item_problems where code = %s and resolved_at is null", code
    )
    return found


def map_rows(world: OrderWorld, change: str) -> None:
    """change: what follows the name of a map, of both."""
    for table in ("payment_method_map", "shipping_method_map"):
        world.db.execute(change.format(f"bigcommerce.{table}"))


# --- waiting and completed -----------------------------------------------------------------------------------------
def test_on_hold_an_order_is_received_without_names_and_completed_by_the_rows(world: OrderWorld) -> None:
    order_id = world.place(payment_method="Zip Pay", **BY_DRONE)
    assert world.ingest()["written"] == 1
    assert (status(world, order_id), names(world, order_id)) == (("On Hold", True), (None, None, None))
    assert world.problems() == [(order_id, PAYMENT), (order_id, SHIPPING)]
    world.map("payment", "Zip Pay", "Later")
    assert world.ingest()["operations"] == LIST
    assert (status(world, order_id), names(world, order_id)) == (("On Hold", True), ("Later", "Later", None))
    assert world.problems() == [(order_id, SHIPPING)]
    world.map("shipping", "Drone", "Air")
    run = world.ingest()
    assert (run["operations"], run["written"]) == (LIST, 1)
    assert (status(world, order_id), names(world, order_id)) == (("New", False), ("Later", "Later", "Air"))
    assert world.problems() == [] and world.changes(order_id) == []
    before = world.versions()
    assert world.ingest()["written"] == 0 and world.versions() == before


def test_parked_an_order_is_landed_only_and_received_by_the_rows(world: OrderWorld) -> None:
    world.set_store(unmapped_order_policy="park")
    order_id = world.place(payment_method="Zip Pay", **BY_DRONE)
    run = world.ingest()
    assert (run["written"], run["refused"], world.received()) == (0, 1, [])
    assert world.rows("select count(*) from bigcommerce.raw_orders") == [(1,)]
    assert world.problems() == [(order_id, PAYMENT), (order_id, SHIPPING)]
    world.map("payment", "Zip Pay", "Later")
    again = world.ingest()
    assert (again["written"], again["refused"], world.received()) == (0, 0, [])
    world.map("shipping", "Drone", "Air")
    run = world.ingest()
    assert (run["operations"], run["written"]) == (LIST, 1)
    assert (status(world, order_id), names(world, order_id)) == (("New", False), ("Later", "Later", "Air"))
    assert world.problems() == []


@pytest.mark.parametrize("policy", ["on_hold", "park"])
def test_one_row_completes_every_order_that_waits_for_it_and_asks_for_none_of_them(
    world: OrderWorld, policy: str
) -> None:
    world.set_store(unmapped_order_policy=policy)
    waiting = [world.place(payment_method="Zip Pay") for _ in range(30)]
    other = world.place(payment_method="Afterpay")
    world.ingest()
    # Long ago: none of them is listed again.
    world.db.execute("update bigcommerce.order_watermarks set complete_until = complete_until + interval '1 hour'")
    world.map("payment", "Zip Pay", "Later")
    run = world.ingest()
    assert (run["operations"], run["written"], run["read"]) == (LIST, 30, 0)
    assert all(status(world, order_id) == ("New", False) for order_id in waiting)
    assert world.problems() == [(other, PAYMENT)]
    assert world.ingest()["written"] == 0


@pytest.mark.parametrize("policy", ["on_hold", "park"])
@pytest.mark.parametrize("wrong", ["zip pay", "Zip Pay ", "Zip  Pay", "ZipPay"])
def test_a_row_that_nearly_fits_maps_nothing_and_completes_all_once_it_is_corrected(
    world: OrderWorld, policy: str, wrong: str
) -> None:
    world.set_store(unmapped_order_policy=policy)
    world.map("payment", wrong, "Later")
    ids = [world.place(payment_method="Zip Pay") for _ in range(3)]
    world.ingest()
    assert world.problems() == [(order_id, PAYMENT) for order_id in ids]
    found = world.rows("select details from bigcommerce.item_problems")
    assert found == [({"names": ["Zip Pay"], "near_misses": [wrong]},)] * 3
    world.db.execute(
        "update bigcommerce.payment_method_map set bigcommerce_name = 'Zip Pay' where backoffice_name = 'Later'"
    )
    assert world.ingest()["operations"] == LIST
    assert [names(world, order_id)[:2] for order_id in ids] == [("Later", "Later")] * 3
    assert world.problems() == []


def test_neither_a_twin_in_other_letters_nor_another_stores_row_answers(world: OrderWorld) -> None:
    order_id = world.place(payment_method="Zip Pay", **BY_DRONE)
    world.ingest()
    world.db.execute("insert into bigcommerce.stores (store_code) values ('other')")
    for kind, name, ours in (("payment", "Zip Pay", "Later"), ("shipping", "Drone", "Air")):
        world.map(kind, name.lower(), "Twin")
        world.map(kind, f"{name} ", "Twin")
        world.db.execute(f"insert into bigcommerce.{kind}_method_map values ('other', %s, 'Another')", [name])
        world.map(kind, name, ours)
    world.ingest()
    assert (status(world, order_id), names(world, order_id)) == (("New", False), ("Later", "Later", "Air"))


def test_a_problem_says_each_name_and_what_may_have_been_meant(world: OrderWorld) -> None:
    world.map("shipping", "Drones", "Air")
    world.place(
        lines=[{"name": "Tee", "price": "1.00", "address_no": 1}, {"name": "Cap", "price": "1.00", "address_no": 2}],
        addresses=[{"shipping_method": "Drone"}, {"shipping_method": "standard"}],
    )
    world.ingest()
    near = {"Drone": ["Drones"], "standard": ["Standard"]}
    assert details(world, SHIPPING) == {"names": ["Drone", "standard"], "near_misses": near}


def test_a_default_catches_every_unmapped_name_and_completes_what_waits(world: OrderWorld) -> None:
    first = world.place(payment_method="Zip Pay", **BY_DRONE)
    world.ingest()
    world.set_store(default_payment_method="Other", default_shipping_service="Post")
    second = world.place(payment_method="Afterpay", **BY_DRONE)
    third = world.place()
    free = world.place(lines=[{"name": "E-book", "price": "0", "type": "digital"}], payment_method="")
    world.ingest()
    for order_id in (first, second):
        assert (status(world, order_id), names(world, order_id)) == (("New", False), ("Other", "Other", "Post"))
    assert names(world, third) == ("Card", "Card", "Parcel")
    assert (status(world, free), names(world, free)) == (("New", False), (None, None, None))
    assert world.problems() == []


def test_an_order_with_nothing_to_pay_waits_for_its_delivery_alone(world: OrderWorld) -> None:
    order_id = world.place(lines=[{"name": "Sample", "price": "0"}], shipping_cost=0, payment_method="", **BY_DRONE)
    world.ingest()
    assert (status(world, order_id), world.problems()) == (("On Hold", True), [(order_id, SHIPPING)])
    world.map("shipping", "Drone", "Air")
    world.ingest()
    assert (status(world, order_id), names(world, order_id)) == (("New", False), (None, None, "Air"))


# --- what a map row no longer touches ------------------------------------------------------------------------------
def test_deleting_or_changing_a_row_changes_no_received_order_even_when_it_is_edited_later(world: OrderWorld) -> None:
    deleted, changed = world.place(), world.place()
    world.ingest()
    for order_id, change in (
        (deleted, "delete from {}"),
        (changed, "insert into {} values ('default', 'Standard', 'X')"),
    ):
        map_rows(world, change)
        before = world.versions()
        assert world.ingest()["written"] == 0 and world.versions() == before
        world.edit(order_id, discount="1.00", address={"city": "Perth"})
        world.ingest()
        assert names(world, order_id) == ("Card", "Card", "Parcel")
        assert world.order(order_id)["status"] == "New" and world.problems() == []
    late = world.place()
    world.ingest()
    assert world.problems() == [(late, PAYMENT)]


def test_an_order_edited_to_a_mapped_name_leaves_on_hold(world: OrderWorld) -> None:
    order_id = world.place(payment_method="Zip Pay")
    world.ingest()
    assert (status(world, order_id), world.problems()) == (("On Hold", True), [(order_id, PAYMENT)])
    world.edit(order_id, payment_method="Credit Card")
    world.ingest()
    assert (status(world, order_id), names(world, order_id)) == (("New", False), ("Card", "Card", "Parcel"))
    assert world.problems() == [] and world.changes(order_id) == []


def test_a_received_order_edited_to_an_unmapped_name_asks_for_a_person_and_keeps_its_status(world: OrderWorld) -> None:
    order_id = world.place()
    world.ingest()
    world.edit(order_id, payment_method="Zip Pay")
    world.ingest()
    assert (status(world, order_id), names(world, order_id)) == (("New", True), (None, None, "Parcel"))
    assert world.problems() == [(order_id, PAYMENT)]
    world.map("payment", "Zip Pay", "Later")
    world.ingest()
    assert (status(world, order_id), names(world, order_id)) == (("New", False), ("Later", "Later", "Parcel"))


# --- people --------------------------------------------------------------------------------------------------------
def test_a_problem_closed_by_a_person_holds_the_order_until_it_has_its_names(world: OrderWorld) -> None:
    """requirement: only a name lets an unmapped order go to packing; closing a row is no name."""
    order_id = world.place(payment_method="Zip Pay", **BY_DRONE)
    world.ingest()
    world.db.execute("update bigcommerce.item_problems set resolved_at = now()")
    for kind, name, ours in (("payment", "Zip Pay", "Later"), ("shipping", "Drone", "Air")):
        world.ingest()
        assert status(world, order_id) == ("On Hold", True)
        world.map(kind, name, ours)
    assert world.ingest()["operations"] == LIST
    assert (status(world, order_id), names(world, order_id)) == (("New", False), ("Later", "Later", "Air"))
    assert world.problems() == []


@pytest.mark.parametrize("own", ["Picking", "Cancelled"])
def test_an_order_that_the_back_office_moved_on_itself_keeps_its_status(world: OrderWorld, own: str) -> None:
    order_id, closed = (world.place(payment_method="Zip Pay") for _ in range(2))
    world.ingest()
    world.db.execute("update backoffice.orders set status = %s", [own])
    world.db.execute("update bigcommerce.item_problems set resolved_at = now() where item_key = %s", [str(closed)])
    world.ingest()
    assert (status(world, order_id), status(world, closed)) == ((own, True), (own, False))
    world.map("payment", "Zip Pay", "Later")
    world.ingest()
    assert (status(world, order_id), names(world, order_id)[0]) == ((own, False), "Later")
    assert world.problems() == []


def test_an_order_that_changed_while_it_waited_keeps_its_attention_until_that_is_acknowledged(
    world: OrderWorld,
) -> None:
    order_id = world.place(payment_method="Zip Pay")
    world.ingest()
    world.edit(order_id, discount="1.00")
    world.ingest()
    world.map("payment", "Zip Pay", "Later")
    world.ingest()
    assert (world.order(order_id)["needs_attention"], world.problems()) == (True, [])
    world.db.execute("update backoffice.order_changes set acknowledged_at = now()")
    world.ingest()
    assert status(world, order_id) == ("New", False)


def test_that_an_order_was_found_missing_once_does_not_hold_it(world: OrderWorld) -> None:
    order_id = world.place(payment_method="Zip Pay")
    world.ingest()
    world.db.execute(
        "insert into bigcommerce.item_problems (store_code, flow, item_key, code, message)"
        " values ('default', 'orders', %s, 'order_was_missing', 'It was.')",
        [str(order_id)],
    )
    world.map("payment", "Zip Pay", "Later")
    world.ingest()
    assert (status(world, order_id), world.problems()) == (("New", False), [(order_id, "order_was_missing")])


def test_an_order_that_cannot_be_read_meanwhile_waits_for_its_name_all_the_same(world: OrderWorld) -> None:
    order_id = world.place(payment_method="Zip Pay")
    world.ingest()
    world.edit(order_id, raw={"total_ex_tax": "NaN"})
    world.ingest()
    assert world.problems() == [(order_id, "invalid_order")]
    world.db.execute("update bigcommerce.item_problems set resolved_at = now()")
    world.ingest()
    assert status(world, order_id) == ("On Hold", True)
    world.map("payment", "Zip Pay", "Later")
    world.ingest()
    assert (status(world, order_id), names(world, order_id)[0]) == (("New", False), "Later")


def test_a_parked_order_that_is_cancelled_waits_for_nothing_any_more(world: OrderWorld) -> None:
    world.set_store(unmapped_order_policy="park")
    order_id = world.place(payment_method="Zip Pay")
    world.ingest()
    assert world.problems() == [(order_id, PAYMENT)]
    world.edit(order_id, status_id=5)
    world.ingest()
    assert world.problems() == []
    world.map("payment", "Zip Pay", "Later")
    world.ingest()
    assert world.received() == []
