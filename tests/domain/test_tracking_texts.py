"""What a shipment says beside its items: trimmed, checked, and said where it cannot be sent so."""

from __future__ import annotations

from typing import Any

import pytest

from bigcommerce.domain.tracking_texts import differs, read_texts


def value(**changes: Any) -> dict[str, Any]:
    texts = {"tracking_number": "AB1", "tracking_url": "", "shipping_service": "Express", "shipping_provider": ""}
    return texts | {"tracking_carrier": "star-track", "is_mapped": True} | changes


def codes(findings: Any) -> list[str]:
    return [finding.code for finding in findings]


@pytest.mark.parametrize("around", [" ", "\n", "\u00a0", "\u2007", "\u202f", "\u200b", "\u2060", "\ufeff"])
def test_a_number_is_trimmed_and_keeps_its_inner_spaces(around: str) -> None:
    texts, findings = read_texts(value(tracking_number=f"{around} AB 12{around}"))
    assert texts["tracking_number"] == "AB 12" and findings == []
    assert read_texts(value(tracking_number=around))[0]["tracking_number"] == ""


@pytest.mark.parametrize(
    "number", ["x" * 51, "AB\x001", "AB\n12", "AB\x7f", "AB\x85C", "AB\u202e1", "A\u200bB", "\u202e"]
)
def test_a_number_too_long_or_with_control_characters_is_refused(number: str) -> None:
    assert codes(read_texts(value(tracking_number=number))[1]) == ["invalid_tracking_number"]


@pytest.mark.parametrize("service", ["x" * 256, "Express\t1", "\u202eExpress"])
def test_a_service_too_long_or_with_control_characters_is_refused(service: str) -> None:
    (finding,) = read_texts(value(shipping_service=service))[1]
    assert finding.code == "invalid_shipping_service" and finding.message.startswith('Shipping service "')
    assert read_texts(value(shipping_service="x" * 255))[1] == []


def test_fifty_characters_fit() -> None:
    assert read_texts(value(tracking_number="é" * 50 + "  "))[1] == []


def test_an_unmapped_service_is_said_and_sent_without_carrier() -> None:
    texts, findings = read_texts(value(is_mapped=False, tracking_carrier=""))
    assert codes(findings) == ["unmapped_carrier"] and texts["tracking_carrier"] == ""


@pytest.mark.parametrize("link", ["https://t.example/" + "x" * 483, "javascript:alert(1)", "https://a\nb"])
def test_a_link_that_is_none_is_left_out_and_said(link: str) -> None:
    texts, findings = read_texts(value(tracking_url=link))
    assert texts["tracking_link"] == "" and codes(findings) == ["invalid_tracking_link"]
    assert f'"{link[:80]}"'.replace("\n", "�") in findings[0].message


@pytest.mark.parametrize("link", ["https://t.example/1", "HTTPS://T.EXAMPLE/1", "Http://t.example"])
def test_a_link_is_sent_as_it_is(link: str) -> None:
    texts, findings = read_texts(value(tracking_url=f" {link} "))
    assert texts["tracking_link"] == link and findings == []


@pytest.mark.parametrize(
    ("field", "carrier", "advice"),
    [
        ("tracking_carrier", "Australia-Post", 'mean "australia-post"'),
        ("tracking_carrier", "star-track ", 'mean "star-track"'),
        ("shipping_provider", "carrier_x", "That page offers those it publishes."),
    ],
)
def test_a_carrier_that_is_not_published_is_left_out_and_said(field: str, carrier: str, advice: str) -> None:
    texts, (finding,) = read_texts(value(**{field: carrier}))
    assert texts[field] == "" and finding.code == "unmapped_carrier" and advice in finding.message
    assert finding.details == {"shipping_service": "Express", field: carrier}


def test_the_other_value_of_the_row_is_sent_all_the_same() -> None:
    texts, _ = read_texts(value(tracking_carrier="no-such", shipping_provider="auspost"))
    assert (texts["tracking_carrier"], texts["shipping_provider"]) == ("", "auspost")


def test_only_what_says_something_else_is_a_difference() -> None:
    texts = read_texts(value())[0]
    assert not differs(texts, texts) and differs(texts | {"tracking_carrier": ""}, texts)
    assert not differs({"tracking_number": "AB1"}, {"tracking_number": "AB1", "tracking_link": ""})
    assert differs({"tracking_number": "AB1"}, {"tracking_number": "AB1", "tracking_link": "https://t.example"})
