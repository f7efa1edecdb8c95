"""Which carrier at BigCommerce a shipping service of the back office means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from wtforms import BooleanField, FieldList, FormField, HiddenField, SelectField
from wtforms.validators import ValidationError

from bigcommerce.db.stores import Store
from bigcommerce.domain.carriers import is_published, nearest, published
from bigcommerce.ui.fingerprints import fingerprint
from bigcommerce.ui.forms.fields import Form, SettingsForm, TextField, choices
from bigcommerce.ui.forms.names import BLANK_ROWS

COLUMNS = ("consignment_sync_enabled", "ship_without_tracking_number")
MATCHES = choices(("", "not mapped"), ("exact", "exactly this name"), ("pattern", "a pattern: % stands for anything"))


class CarrierForm(Form):
    """A service that is known."""

    shipping_service = HiddenField()
    match_kind = SelectField("Matches", choices=MATCHES, default="")
    tracking_carrier = TextField("Tracking carrier")
    shipping_provider = TextField("Shipping provider")

    def validate_tracking_carrier(self, field: Any) -> None:
        value = field.data or ""
        if not is_published(field.short_name, value):
            near = nearest(field.short_name, value)
            advice = f"did you mean {near}?" if near else "choose one of the list, or leave it empty."
            raise ValidationError(f"BigCommerce publishes no {field.label.text.lower()} {value}: {advice}")

    validate_shipping_provider = validate_tracking_carrier

    @property
    def kind(self) -> str:
        """A row with a carrier is meant, whatever stands beside it."""
        is_filled = self.tracking_carrier.data or self.shipping_provider.data
        return self.match_kind.data or ("exact" if is_filled else "")

    def row(self) -> dict[str, str]:
        """As read_carriers gives it."""
        return {
            "shipping_service": self.shipping_service.data,
            "match_kind": self.kind,
            "tracking_carrier": self.tracking_carrier.data or "",
            "shipping_provider": self.shipping_provider.data or "",
        }


class NewCarrierForm(CarrierForm):
    """A service or pattern that somebody types."""

    shipping_service = TextField("Another shipping service, or a pattern")

    def validate_shipping_service(self, field: Any) -> None:
        if not field.data and self.kind:
            raise ValidationError("Enter the shipping service.")


class CarriersForm(SettingsForm):
    consignment_sync_enabled = BooleanField(
        "Enable consignment sync", description="Default: on. Off: no tracking number is sent."
    )
    ship_without_tracking_number = BooleanField(
        "Send parcels without a tracking number",
        description="BigCommerce mails the shopper for them, too. Default: on. The number follows once it is there.",
    )
    rows = FieldList(FormField(CarrierForm))
    more = FieldList(FormField(NewCarrierForm), min_entries=BLANK_ROWS)

    @classmethod
    def of(
        cls, store: Store, services: Iterable[str], saved: Sequence[Mapping[str, str]], data: Any = None
    ) -> CarriersForm:
        """services: the back office's, in the order shown; saved: as read_carriers gives them."""
        kept = {row["shipping_service"]: row for row in saved}
        rows = [kept.get(service, {"shipping_service": service, "match_kind": ""}) for service in services]
        switches = {name: getattr(store, name) for name in COLUMNS}
        form = cls(data, data=switches | {"rows": rows}, as_read=fingerprint(settings(store, saved)))
        for row in (*form.rows, *form.more):
            row.tracking_carrier.options = CARRIERS
            row.shipping_provider.options = PROVIDERS
        return form

    def carriers(self) -> list[dict[str, str]]:
        rows = [row.form.row() for row in (*self.rows, *self.more) if row.form.shipping_service.data]
        return list({row["shipping_service"]: row for row in rows}.values())

    def chosen(self) -> dict[str, Any]:
        """As `settings`, None for a service that is not mapped."""
        switches = {name: self.data[name] for name in COLUMNS}
        return switches | {row["shipping_service"]: in_words(row) for row in self.carriers()}


CARRIERS = sorted(published("tracking_carrier"))
PROVIDERS = sorted(published("shipping_provider"))


def settings(store: Store, saved: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """By column, and by shipping service."""
    switches = {name: getattr(store, name) for name in COLUMNS}
    return switches | {row["shipping_service"]: in_words(row) for row in saved}


def in_words(row: Mapping[str, str]) -> str | None:
    if not row["match_kind"]:
        return None
    carrier = ", ".join(filter(None, (row["tracking_carrier"], row["shipping_provider"]))) or "no carrier, on purpose"
    return f"{carrier} (pattern)" if row["match_kind"] == "pattern" else carrier
