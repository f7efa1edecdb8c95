"""Approvals as Neto is told of them, and what it says of those it does not take."""

from __future__ import annotations

import pytest

from bigcommerce.domain.neto.approvals import Approval, approval_patch, is_so_already, refused, words_about
from bigcommerce.domain.neto.items import ImportRules
from tests.domain.neto_items import channel, neto_item

CHANNEL = ImportRules(approvals_live_in="sales_channel")
MISC = ImportRules(approvals_live_in="misc", misc_field="Misc01")
YES, NO = Approval("A", True), Approval("A", False)


def test_every_channel_is_named_and_only_ours_changes() -> None:
    others = [channel("1", "eBay", "True"), channel("3", "Catch", "n")]
    item = neto_item("A", SalesChannels=[*others, channel("12", "BigCommerce", "True")])
    assert approval_patch(item, NO, CHANNEL, None) == {
        "SKU": "A",
        "SalesChannels": {
            "SalesChannel": [
                {"SalesChannelID": "1", "IsApproved": "True"},
                {"SalesChannelID": "3", "IsApproved": "False"},
                {"SalesChannelID": "12", "IsApproved": "False"},
            ]
        },
    }
    without = approval_patch(neto_item("A", SalesChannels=others[:1]), YES, CHANNEL, "12")
    assert without["SalesChannels"]["SalesChannel"][-1] == {"SalesChannelID": "12", "IsApproved": "True"}


def test_a_field_gets_a_letter() -> None:
    assert approval_patch(neto_item("A"), YES, MISC, None) == {"SKU": "A", "Misc01": "Y"}
    assert approval_patch(neto_item("A"), NO, MISC, None) == {"SKU": "A", "Misc01": "N"}


def test_what_neto_says_already_is_known_by_its_meaning() -> None:
    assert is_so_already(neto_item("A", Misc01="yes"), YES, MISC)
    assert not is_so_already(neto_item("A", Misc01="perhaps"), NO, MISC)
    assert not is_so_already(neto_item("A", Misc01=""), NO, MISC)
    assert is_so_already(neto_item("A"), YES, CHANNEL) and not is_so_already(neto_item("A"), NO, CHANNEL)


@pytest.mark.parametrize(
    ("sentence", "is_about"),
    [
        ("Cannot find Item A-1", True),
        ("Item 'A-1': name is missing.", True),
        ("Cannot find Item A-10", False),
        ("Cannot find Item XA-1", False),
        ("Cannot find Item B-A-1", False),
    ],
)
def test_a_warning_names_its_sku_whole(sentence: str, is_about: bool) -> None:
    assert words_about("A-1", [sentence]) == ([sentence] if is_about else [])


def test_a_refusal_is_a_problem_that_remembers_the_value() -> None:
    unknown = refused(YES, ["Cannot find Item A"])
    assert (unknown.code, unknown.details) == ("neto_unknown_sku", {"is_approved": True})
    other = refused(NO, ["Item A is locked."])
    assert other.code == "neto_rejected" and 'SKU "A": Item A is locked. It is' in other.message
    assert "it did not say why" in refused(YES, []).message
