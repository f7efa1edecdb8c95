"""Texts as Neto holds them: cut to its limits, and what was cut is said in full on a sticky note."""

from __future__ import annotations

from typing import Any

from bigcommerce.domain.fields import text

JSON = dict[str, Any]

# Characters. Source: Neto AddOrder.
NOTE_TITLE, NOTE = 150, 5000
ADDRESS_LIMITS = {
    **dict.fromkeys(("FirstName", "LastName", "Company", "Street1", "Street2", "City", "State"), 50),
    "PostCode": 15,
    "ContactPhone": 30,
    "Country": 2,
}
# Neto's name ← ours.
ADDRESS_FIELDS = {
    **{"FirstName": "first_name", "LastName": "last_name", "Company": "company", "Street1": "street_1"},
    **{"Street2": "street_2", "City": "city", "State": "state", "PostCode": "postcode", "ContactPhone": "phone"},
    "Country": "country_code",
}


class Cutter:
    """Fits texts and remembers what it cut: {Neto's field: the text in full}."""

    def __init__(self) -> None:
        self.cut: dict[str, str] = {}

    def fit(self, field: str, value: Any, limit: int) -> str:
        whole = text(value) or ""
        if len(whole) > limit:
            self.cut[field] = whole
        return whole[:limit]

    def address(self, kind: str, address: JSON) -> JSON:
        """kind: Bill or Ship. A field that the address lacks is sent empty: Neto's table calls some required."""
        return {
            kind + name: self.fit(kind + name, address.get(ADDRESS_FIELDS[name]), limit)
            for name, limit in ADDRESS_LIMITS.items()
        }

    def notes(self) -> list[JSON]:
        if not self.cut:
            return []
        texts = [f"{field}: {value}" for field, value in self.cut.items()]
        return [note("Longer than Neto holds", "Cut to Neto's limits. In full:\n" + "\n".join(texts))]


def note(title: str, description: str) -> JSON:
    return {"Title": title[:NOTE_TITLE], "Description": description[:NOTE]}


def billing_address(billing: JSON | None) -> JSON:
    """BigCommerce's billing address by our names."""
    found = billing or {}
    return found | {"postcode": found.get("zip"), "country_code": found.get("country_iso2")}
