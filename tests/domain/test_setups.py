"""How much of the orders the maps cover, in words."""

from __future__ import annotations

from decimal import Decimal

from bigcommerce.domain.mappings import Coverage, coverage
from bigcommerce.domain.setups import coverage_sentence, name_words


def test_coverage_is_rounded_down_and_orders_without_a_name_need_none() -> None:
    assert coverage({"a": 2999, "b": 1, None: 0}, {"a": "A"}, None) == Coverage(Decimal("99.9"), {"b": 1})
    assert coverage({"a": 1, None: 1}, {}, None) == Coverage(Decimal("50.0"), {"a": 1}, has_maps=False)
    assert coverage({"a": 1, None: 1}, {"b": "B"}, None) == Coverage(Decimal("50.0"), {"a": 1})
    assert coverage({"a": 1, "b": 1}, {"a": ""}, "Other") == Coverage(Decimal("100.0"), {})
    assert coverage({}, {"a": "A"}, None) == Coverage(None, {})


def test_the_sentence_names_the_first_few() -> None:
    assert coverage_sentence(Coverage(None, {}), "the last 90 days' orders").startswith("None of the last 90 days' ord")
    missing = dict.fromkeys("abcdefg", 1)
    said = coverage_sentence(Coverage(Decimal("99.6"), missing), "the last 90 days' orders")
    assert said == (
        "These maps cover 99.6 % of the last 90 days' orders; missing: a (1), b (1), c (1), d (1), e (1) and 2 more."
    )


def test_nothing_mapped_is_no_share_of_the_orders() -> None:
    where = "the store's 198 newest orders"
    cover = coverage({"Visa": 120, "Cash": 76, None: 2}, {"Visa": ""}, None)
    said = "No name is mapped yet; of the store's 198 newest orders, missing: Visa (120), Cash (76)."
    assert coverage_sentence(cover, where) == said
    assert name_words({}, cover, where) == [said]
    none_needed = coverage({None: 2}, {}, None)
    assert coverage_sentence(none_needed, where).startswith("No name is mapped yet, and")
    assert name_words({}, coverage({}, {}, None), where) == ["No name is mapped."]
    by_default = name_words({}, coverage({"Visa": 1}, {}, "Card"), where)
    assert by_default == ["No name is mapped.", "These maps cover 100 % of the store's 198 newest orders."]
