"""Names that differ on the two sides: compared exactly, or not at all."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bigcommerce.domain.mappings import map_name, near_misses

NFC, NFD = unicodedata.normalize("NFC", "Crédit"), unicodedata.normalize("NFD", "Crédit")


@pytest.mark.parametrize(
    "name",
    ["credit card", "Credit Card ", " Credit Card", "Credit  Card", "Credit\u00a0Card", "Credit Card\u200b", NFD],
)
def test_a_name_is_mapped_only_where_it_is_exactly_the_same(name: str) -> None:
    names = {"Credit Card": "Card", NFC: "Card"}
    assert map_name("Credit Card", names, None).name == "Card"
    assert map_name(NFC, names, None).name == "Card"
    assert map_name(name, names, None).is_unmapped
    assert map_name(name, names, "Other").name == "Other"


@given(name=st.text(min_size=1), other=st.text(min_size=1))
def test_no_other_name_ever_answers(name: str, other: str) -> None:
    mapped = map_name(name, {other: "Card"}, None)
    assert (mapped.name == "Card") == (name == other)
    assert mapped.is_unmapped == (name != other)


@pytest.mark.parametrize("name", [None, ""])
def test_an_absent_name_needs_no_mapping_and_takes_no_default(name: str | None) -> None:
    mapped = map_name(name, {}, "Card")
    assert (mapped.name, mapped.is_unmapped) == (None, False)


@pytest.mark.parametrize("nothing", [None, ""])
def test_a_map_row_without_our_name_maps_nothing(nothing: str | None) -> None:
    assert map_name("Credit Card", {"Credit Card": nothing}, None).is_unmapped
    assert map_name("Credit Card", {"Credit Card": nothing}, "Other").name == "Other"


def test_what_was_meant_is_suggested_and_not_taken() -> None:
    assert near_misses("credit card ", ["Credit Card", "PayPal"]) == ["Credit Card"]
    assert near_misses("Drone", ["Credit Card", "PayPal"]) == []


def test_names_that_differ_only_in_case_spaces_or_unicode_form_suggest_each_other() -> None:
    short_nfd = unicodedata.normalize("NFD", "Café")
    assert near_misses(short_nfd, ["café", "Cafe"]) == ["café", "Cafe"]
    assert near_misses("A  B\u00a0C", ["a b c"]) == ["a b c"]
    assert near_misses("CARD", ["Card", "card"]) == ["Card", "card"]
