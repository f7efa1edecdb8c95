"""The published values: a list with source and date, spelled exactly."""

from __future__ import annotations

import re

import pytest

from bigcommerce.domain.carriers import FOLDER, LISTS, is_published, nearest, published

# Those of Australia and New Zealand.
OURS = """australia-post star-track couriers-please fastway-au fastway-nz sendle toll-ipec toll-priority toll-nz
toll-webhook tnt-au tnt dhl dhl-supply-chain-au bondscouriers directcouriers dtdc-au interparcel-au interparcel-nz
new-zealand-post newzealand-couriers courierpost alliedexpress ubi-logistics fedex ups usps"""


@pytest.mark.parametrize("field", LISTS)
def test_each_list_names_its_source_and_date_and_holds_each_value_once(field: str) -> None:
    text = (FOLDER / f"{LISTS[field]}.txt").read_text()
    comments = "\n".join(line for line in text.splitlines() if line.startswith("#"))
    assert "Source: github.com/bigcommerce/docs" in comments and re.search(r"20\d\d-\d\d-\d\d", comments)
    values = [word for line in text.splitlines() if not line.startswith("#") for word in line.split()]
    assert len(values) == len(set(values)) and set(values) == published(field)
    assert all(re.fullmatch(r"[a-z0-9-]+", value) for value in values)


def test_the_lists_are_whole() -> None:
    assert len(published("tracking_carrier")) == 859 and set(OURS.split()) <= published("tracking_carrier")
    assert {"auspost", "royalmail"} <= published("shipping_provider")
    assert "royal-mail" not in published("tracking_carrier")


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("tracking_carrier", "sendle", True),
        ("tracking_carrier", "", True),
        ("tracking_carrier", "Sendle", False),
        ("tracking_carrier", "auspost", False),
        ("tracking_carrier", "carrier_7", False),
        ("shipping_provider", "auspost", True),
        ("shipping_provider", "carrier_7", True),
        ("shipping_provider", "carrier_", False),
        ("shipping_provider", "carrier_7x", False),
        ("shipping_provider", "sendle", False),
        ("shipping_provider", "#", False),
    ],
)
def test_a_value_is_taken_only_as_published(field: str, value: str, expected: bool) -> None:
    assert is_published(field, value) is expected


def test_what_was_probably_meant_is_named() -> None:
    assert nearest("tracking_carrier", "AustraliaPost") == "australia-post"
    assert nearest("tracking_carrier", "zzzzzzzz") is None
