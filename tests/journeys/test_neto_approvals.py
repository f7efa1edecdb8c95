"""Approvals that live in Neto: made there they arrive here, made here they arrive there, and nothing goes round."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from airflow.sdk.exceptions import AirflowSkipException

from bigcommerce.errors import BadRequest
from tests.journeys.neto_catalogue_world import NetoWorld, item
from tests.neto_account import NetoAccount

OURS = {"SalesChannelID": "12"}


@pytest.fixture
def world(commerce: psycopg.Connection, neto_sandbox: NetoAccount) -> NetoWorld:
    return NetoWorld(commerce, neto_sandbox, approvals_live_in="sales_channel")


def approved(sku: str, is_approved: str, *others: dict[str, str]) -> dict[str, Any]:
    return item(sku, SalesChannels=[*others, OURS | {"IsApproved": is_approved}])


def settle(world: NetoWorld) -> None:
    """Both ways once more: nobody has anything to say."""
    before = world.versions("bigcommerce.product_approvals", "neto.items")
    written = world.account.writes()
    for _ in range(2):
        assert world.import_catalogue(full=True)["announced"] in ([], ["catalogue"])
        run = world.push_approvals()
        assert (run["requests"], run["written"]) == ({}, 0)
    assert world.versions("bigcommerce.product_approvals", "neto.items") == before
    assert world.account.writes() == 0 or written


def test_approvals_of_the_channel_arrive(world: NetoWorld) -> None:
    world.put(approved("A", "True"), approved("B", "False"), item("C", SalesChannels=[]))
    run = world.import_catalogue()
    assert run["announced"] == ["catalogue", "approvals"]
    assert world.approvals() == {"A": (True, "neto"), "B": (False, "neto")}
    settle(world)
    world.put(approved("A", "False"), approved("B", "True"), approved("C", "True"))
    assert world.import_catalogue(full=True)["announced"] == ["approvals"]
    assert world.approvals() == {"A": (False, "neto"), "B": (True, "neto"), "C": (True, "neto")}
    world.put(item("B", SalesChannels=[]))
    world.import_catalogue(full=True)
    assert world.approvals()["B"] == (False, "neto")


def test_approvals_made_here_are_written_there_once_and_other_channels_stay(world: NetoWorld) -> None:
    # An account that forgets the channels that are left out.
    world.account.set(sales_channels_update="remove")
    website = {"SalesChannelID": "1", "IsApproved": "True"}
    world.put(approved("A", "False", website), approved("B", "True", website), item("C", SalesChannels=[website]))
    world.import_catalogue()
    for sku, is_approved in (("A", True), ("B", False), ("C", True)):
        world.approve(sku, is_approved)
    # An import before the push leaves what people decided.
    world.import_catalogue(full=True)
    assert {sku: row[0] for sku, row in world.approvals().items()} == {"A": True, "B": False, "C": True}
    run = world.push_approvals()
    assert (run["written"], run["requests"]) == (3, {"GetItem": 2, "UpdateItem": 1})
    assert world.at_neto("A") == world.at_neto("C") == {"Website": "True", "BigCommerce": "True"}
    assert world.at_neto("B") == {"Website": "True", "BigCommerce": "False"}
    # An answer from before that would say nothing of them.
    assert world.rows("select from neto.items where written_at is null") == []
    settle(world)
    assert world.approvals() == {"A": (True, "panel"), "B": (False, "panel"), "C": (True, "panel")}


def test_there_and_back_again_ends_where_people_left_it(world: NetoWorld) -> None:
    world.put(approved("A", "False"))
    world.import_catalogue()
    for is_approved in (True, False, True):
        world.approve("A", is_approved)
        world.push_approvals()
        assert world.at_neto("A")["BigCommerce"] == str(is_approved)
    world.put(approved("A", "False"))
    world.db.execute("update neto.items set written_at = written_at - interval '1 minute'")
    world.import_catalogue(full=True)
    assert world.approvals() == {"A": (False, "neto")}
    settle(world)


def test_what_neto_says_already_is_not_written(world: NetoWorld) -> None:
    world.put(approved("A", "True"))
    world.approve("A")
    run = world.push_approvals()
    assert (run["read"], run["unchanged"], run["requests"]) == (1, 1, {"GetItem": 2})
    settle(world)


def test_an_approval_that_neto_cannot_hold_is_said_once(world: NetoWorld) -> None:
    world.put(approved("A", "False"))
    world.import_catalogue()
    world.approve("nobody's", source="bulk")
    world.approve("A", source="bulk")
    run = world.push_approvals()
    assert (run["written"], run["refused"]) == (1, 1)
    assert world.problems() == [("nobody's", "neto_unknown_sku")]
    assert world.push_approvals()["requests"] == {}
    # An order's problem is another's, whatever its number looks like.
    world.db.execute(
        "insert into bigcommerce.item_problems (store_code, flow, item_key, code)"
        " values ('default', 'neto', 'A', 'neto_unknown_sku')"
    )
    # Somebody adds the item: the import closes the problem, and the next push writes.
    world.put(approved("nobody's", "False"))
    world.import_catalogue(full=True)
    assert world.problems() == [("A", "neto_unknown_sku")]
    assert world.approvals()["nobody's"] == (True, "bulk")
    assert world.push_approvals()["written"] == 1
    settle(world)


def test_a_problem_ends_with_the_approval(world: NetoWorld) -> None:
    world.approve("nobody's")
    world.push_approvals()
    world.approve("nobody's", False)
    assert world.push_approvals()["requests"] == {} and world.problems() == []


def test_of_a_refused_batch_only_the_bad_one_is_said(world: NetoWorld) -> None:
    skus = [f"S{number}" for number in range(6)]
    world.put(*(approved(sku, "False") for sku in skus))
    world.import_catalogue()
    for sku in skus:
        world.approve(sku)
    # Six, then three, then the single one: refused; the others go through.
    for _ in range(3):
        world.account.fault("ack_error", "UpdateItem", message="Item is locked")
    run = world.push_approvals()
    assert (run["written"], run["refused"]) == (5, 1)
    assert world.problems() == [("S0", "neto_rejected")]
    assert world.push_approvals()["requests"] == {}
    world.db.execute("update bigcommerce.item_problems set resolved_at = now()")
    assert world.push_approvals()["written"] == 1
    settle(world)


@pytest.mark.parametrize("kind", ["lost_answer", "cut", "error500"])
def test_a_lost_answer_repeats_the_same_value(world: NetoWorld, kind: str) -> None:
    world.put(approved("A", "False"))
    world.import_catalogue()
    world.approve("A")
    world.account.fault(kind, "UpdateItem")
    run = world.push_approvals()
    assert (run["written"], run["requests"]) == (1, {"GetItem": 2, "UpdateItem": 2})
    assert world.at_neto("A")["BigCommerce"] == "True"
    settle(world)


def test_a_hundred_and_more_go_in_batches(world: NetoWorld) -> None:
    world.bulk(120)
    world.import_catalogue()
    changed = world.rows("select sku, not is_approved from bigcommerce.product_approvals")
    for sku, is_approved in changed:
        world.approve(sku, is_approved)
    run = world.push_approvals()
    assert (run["written"], run["requests"]) == (120, {"GetItem": 4, "UpdateItem": 3})
    assert all(world.at_neto(sku)["BigCommerce"] == str(is_approved) for sku, is_approved in changed[:9])
    settle(world)


def test_a_field_holds_approvals_too(world: NetoWorld) -> None:
    world.choose(approval_misc_field="Misc01")
    world.choose(approvals_live_in="misc")
    world.put(item("A", Misc01="Yes"), item("B", Misc01="n"), item("C"))
    world.import_catalogue()
    assert world.approvals() == {"A": (True, "neto"), "B": (False, "neto")}
    world.approve("A", False)
    world.approve("C")
    assert world.push_approvals()["written"] == 2
    assert [world.account.item(sku)["Misc01"] for sku in "ABC"] == ["N", "n", "Y"]
    settle(world)


def test_a_channel_that_nothing_names_is_said(world: NetoWorld) -> None:
    world.choose(sales_channel="BigCommerse")
    world.put(approved("A", "True"))
    world.approve("A", source="neto")
    world.import_catalogue()
    assert world.approvals() == {"A": (True, "neto")}
    assert world.problems() == [("BigCommerse", "neto_no_sales_channel")]
    world.approve("A")
    with pytest.raises(BadRequest, match='names the sales channel "BigCommerse"'):
        world.push_approvals()
    world.choose(sales_channel="BigCommerce")
    world.import_catalogue()
    assert world.problems() == [] and world.push_approvals()["written"] == 0


def test_what_was_said_of_another_channel_says_nothing_of_this_one(world: NetoWorld) -> None:
    world.put(approved("A", "True", {"SalesChannelID": "1", "IsApproved": "False"}))
    world.import_catalogue()
    world.choose(sales_channel="Website")
    world.approve("A")
    world.import_catalogue()
    assert world.approvals() == {"A": (True, "panel")}
    assert world.push_approvals()["written"] == 1
    assert world.at_neto("A") == {"Website": "True", "BigCommerce": "True"}
    settle(world)


def test_where_approvals_live_here_neto_is_not_asked(world: NetoWorld) -> None:
    world.choose(approvals_live_in="here")
    world.put(approved("A", "True"))
    world.approve("B")
    world.import_catalogue()
    assert world.approvals() == {"B": (True, "panel")}
    with pytest.raises(AirflowSkipException, match="live here"):
        world.push_approvals()
    assert world.db.execute("select from bigcommerce.sync_runs where error is not null").fetchall() == []
