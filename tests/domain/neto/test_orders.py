"""A received order as Neto's AddOrder takes it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bigcommerce.domain.neto.orders import OrderToPush, fingerprint, is_ours, order_body, why_not
from bigcommerce.domain.neto.texts import ADDRESS_LIMITS
from tests.domain.neto.order_samples import ADDRESS, line, order


def body(it: OrderToPush) -> dict[str, Any]:
    return order_body(it, "BC", "BigCommerce")


def titles(found: dict[str, Any]) -> list[str]:
    return [note["Title"] for note in found["StickyNotes"]["StickyNote"]]


def test_an_order_as_neto_documents_it() -> None:
    found = body(order(line(discounted_total_inc_tax=Decimal(22)), total_inc_tax=Decimal("27.5")))
    assert {name: found[name] for name in found if not name.startswith(("Bill", "Ship"))} == {
        "OrderID": "BC100245",
        "OrderType": "sales",
        "OrderStatus": "New",
        "SalesChannel": "BigCommerce",
        "PurchaseOrderNumber": "100245",
        "Email": "jo@example.com",
        "DatePlacedUTC": "2026-03-02 01:12:09",
        "PaymentMethod": "Card",
        "TaxInclusive": "True",
        "TaxFreeShipping": "False",
        "CurrencyCode": "AUD",
        "InternalOrderNotes": "",
        "OrderLine": [
            {
                **{"SKU": "TEE-1", "Quantity": "2", "UnitPrice": "11.00", "TaxFree": "False"},
                **{"ItemDescription": "Tee", "ItemNotes": "", "ExternalSystemIdentifier": "BigCommerce"},
                **{"ExternalOrderReference": "100245", "ExternalOrderLineReference": "701"},
            }
        ],
        "StickyNotes": {"StickyNote": []},
    }
    assert (found["ShippingMethod"], found["ShippingCost"], found["ShipInstructions"]) == ("Express", "5.50", "")
    assert found["BillStreet1"] == found["ShipStreet1"] == "1 High St"
    assert (found["BillPostCode"], found["ShipCountry"], found["BillCompany"]) == ("6000", "AU", "")


def test_a_discount_is_in_the_price_and_said() -> None:
    (sent,) = body(order())["OrderLine"]
    assert (sent["UnitPrice"], sent["ItemNotes"]) == ("10.00", "Discount 2.00, from 11.00 a unit")


def test_what_is_no_line_goes_into_shipping_and_is_said() -> None:
    costs = {name: Decimal(value) for name, value in {"shipping": 5, "handling": 2, "wrapping": 0, "fees": 1}.items()}
    found = body(order(costs=costs, costs_tax=Decimal(0), total_inc_tax=Decimal(28), staff_notes="Gift"))
    assert (found["ShippingCost"], found["TaxFreeShipping"]) == ("8.00", "True")
    assert found["InternalOrderNotes"] == "Gift\nThe shipping cost includes handling 2.00, fees 1.00."


def test_what_is_not_taxed_is_marked() -> None:
    free = line(total_inc_tax=Decimal(20), total_ex_tax=Decimal(20))
    assert [row["TaxFree"] for row in body(order(free, line(2), total_inc_tax=Decimal("45.5")))["OrderLine"]] == [
        *("True", "False")
    ]


def test_names_that_are_not_mapped_hold_the_order() -> None:
    found = body(order(hold=("Paid by X.", "Ships by Y."), payment_method=None))
    assert (found["OrderStatus"], found["OnHoldType"]) == ("On Hold", "On Hold")
    assert "PaymentMethod" not in found
    (note,) = found["StickyNotes"]["StickyNote"]
    assert note == {"Title": "On hold: names are not mapped", "Description": "Paid by X. Ships by Y."}


def test_an_order_to_several_addresses_is_held_with_all_of_them() -> None:
    found = body(order(addresses=(ADDRESS, ADDRESS | {"city": "Hobart"})))
    (note,) = found["StickyNotes"]["StickyNote"]
    assert found["OrderStatus"] == "On Hold" and "2. Jo Lee 1 High St Hobart WA 6000 AU" in note["Description"]


def test_units_refunded_before_the_order_came_hold_it() -> None:
    found = body(order(line(quantity_refunded=1)))
    (note,) = found["StickyNotes"]["StickyNote"]
    assert found["OrderStatus"] == "On Hold" and "1 × TEE-1" in note["Description"]


def test_the_status_is_the_one_it_was_received_with() -> None:
    assert [body(order(status=status))["OrderStatus"] for status in ("Pick", None, "On Hold")] == [
        *("Pick", "New", "On Hold")
    ]


def test_a_digital_order_is_shipped_to_whoever_pays() -> None:
    found = body(order(addresses=()))
    assert found["ShipStreet1"] == "1 High St" and "ShippingMethod" not in found


def test_nothing_known_of_a_person_is_sent_empty() -> None:
    found = body(order(billing_address=None, addresses=(), customer_email=None, placed_at=None))
    assert (found["BillCompany"], found["ShipCity"], found["Email"]) == ("", "", "")
    assert "DatePlacedUTC" not in found


def test_what_is_longer_than_neto_holds_is_cut_and_on_a_note() -> None:
    engraved = [{"display_name": "Engraving", "display_value": "E" * 300}]
    found = body(order(line(options=engraved), addresses=(ADDRESS | {"street_1": "S" * 51, "postcode": "9" * 16},)))
    assert (found["ShipStreet1"], found["ShipPostCode"]) == ("S" * 50, "9" * 15)
    (note,) = found["StickyNotes"]["StickyNote"]
    assert note["Title"] == "Longer than Neto holds"
    assert note["Description"].splitlines()[1:] == [
        f"Line 1 ItemNotes: Engraving: {'E' * 300}; Discount 2.00, from 11.00 a unit",
        f"ShipStreet1: {'S' * 51}",
        f"ShipPostCode: {'9' * 16}",
    ]


@given(st.fixed_dictionaries({name: st.text(max_size=80) for name in ADDRESS}), st.text(max_size=300))
def test_texts_fit_and_what_was_cut_is_on_a_note_in_full(address: dict[str, str], name: str) -> None:
    found = body(order(line(name=name), addresses=(address,)))
    notes = " ".join(note["Description"] for note in found["StickyNotes"]["StickyNote"])
    for field, limit in ADDRESS_LIMITS.items():
        assert len(found[f"Ship{field}"]) <= limit
    assert len(found["OrderLine"][0]["ItemDescription"]) <= 255
    for value in (address["street_1"], name):
        assert len(value) <= (50 if value == address["street_1"] else 255) or value in notes
    assert fingerprint(found) == fingerprint(body(order(line(name=name), addresses=(address,))))


@given(st.integers(1, 60), st.integers(1, 400), st.integers(0, 500_00))
def test_any_order_adds_up_at_neto(count: int, units: int, off: int) -> None:
    paid = Decimal(max(count * 7919 - off, 0)) / 100
    lines = tuple(
        line(number, quantity=units, discounted_total_inc_tax=Decimal(7919) / 100) for number in range(1, count + 1)
    )
    found = body(order(*lines, total_inc_tax=paid + Decimal("5.5")))
    goods = sum(Decimal(row["UnitPrice"]) * int(row["Quantity"]) for row in found["OrderLine"])
    total = goods + Decimal(found["ShippingCost"]) + Decimal(found.get("OrderRounding", 0))
    assert total == paid + Decimal("5.5")


def test_an_unknown_sku_keeps_the_order_here() -> None:
    it = order(line(1), line(2, sku="tee-1"), line(3, sku=None, name="Voucher"), line(4, sku="X" * 26))
    problem = why_not(it, "BC", {"TEE-1"})
    assert problem and (problem.item_key, problem.code) == ("100245", "neto_unknown_sku")
    assert 'Neto has no product "tee-1", but "TEE-1"' in problem.message
    assert 'the line "Voucher" has no SKU' in problem.message
    assert "longer than the 25 characters" in problem.message
    assert problem.message.endswith("say so on its page here, or give the product a SKU in BigCommerce.")
    named = why_not(order(line(1, sku="HAT")), "BC", {"TEE-1"})
    assert named and "Add the product to Neto with exactly this SKU" in named.message
    assert why_not(order(), "BC", {"TEE-1"}) is None


def test_what_else_neto_cannot_hold() -> None:
    many = order(*[line(number) for number in range(1, 257)])
    for it, words in (
        (replace(order(), bigcommerce_order_id=10**14), "longer than 15 characters"),
        (replace(order(), lines=()), "no line"),
        (many, "256 lines"),
    ):
        problem = why_not(it, "BC", it.skus)
        assert problem and problem.code == "neto_rejected" and words in problem.message


def test_an_order_is_known_by_its_number_or_its_references() -> None:
    seven = replace(order(), bigcommerce_order_id=7, customer_email="Jo@Example.com")
    line_reference = str(seven.lines[0].bigcommerce_order_product_id)
    references = {"ExternalSystemIdentifier": "BigCommerce", "ExternalOrderReference": "7"}
    jo, other = {"Email": "jo@example.com"}, {"Email": "other@example.com"}

    def is_it(name: str, email: dict[str, str], **line: str) -> bool:
        return is_ours({"OrderID": name, **email, **({"OrderLine": [line]} if line else {})}, seven, "BC")

    # Its lines refer to it: whatever its number.
    assert is_it("N9", other, **references) and is_it(
        "N9", other, **references, ExternalOrderLineReference=line_reference
    )
    # To an order of another store with the same number; to the same one, whose lines were edited.
    assert not is_it("BC7", other, **references, ExternalOrderLineReference="999")
    assert is_it("BC7", jo, **references, ExternalOrderLineReference="999")
    assert not is_it("N9", jo, **references, ExternalOrderLineReference="999")
    # To nothing: its number and its buyer tell.
    assert is_it("BC7", jo) and not is_it("BC7", other) and not is_it("BC7", {}) and not is_it("BC71", jo)
    assert not is_it("N9", jo, **references | {"ExternalSystemIdentifier": "eBay"})
