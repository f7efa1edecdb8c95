"""How Neto is reached, and what it is for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime, time
from typing import Any

from wtforms import PasswordField, RadioField, SelectField
from wtforms.validators import ValidationError

from bigcommerce.db.neto.settings import NetoSettings
from bigcommerce.domain.neto.sites import read_site
from bigcommerce.errors import BadRequest, Invalid
from bigcommerce.hooks.addresses import refuse_plain_http
from bigcommerce.ui.fingerprints import fingerprint
from bigcommerce.ui.forms.accounts import NO_AUTOFILL, refuse_odd_characters
from bigcommerce.ui.forms.fields import (
    Checkboxes,
    DayField,
    Form,
    NumberField,
    SettingsForm,
    TextField,
    choices,
    needed,
)
from bigcommerce.ui.neto_account import NetoAccount

DEFAULT = NetoSettings(
    connection_id="neto_default", store_code="default", sales_channel="BigCommerce", approvals_live_in="here",
    approval_misc_field=None, warehouses=None, order_id_prefix="BC", full_import_every_hours=24,
)  # fmt: skip
MISC_FIELD = re.compile(r"Misc(0[1-9]|[1-4]\d|5[0-2])")
# Of Neto's 15 characters for an order id; the rest is BigCommerce's number.
LONGEST_PREFIX = 6
LONGEST_PAUSE_HOURS = 24 * 31


class NetoAccountForm(SettingsForm):
    """The key is never filled in: an empty one keeps the former."""

    site = TextField(
        "Site address",
        [needed("Enter the address of the Neto store.")],
        description="The store's own address, such as https://www.myshop.com.au. Only the host of it is kept.",
        render_kw=NO_AUTOFILL,
    )
    user_name = TextField(
        "API user name",
        description="Of the staff user that the key belongs to. Empty for a global key.",
        render_kw=NO_AUTOFILL,
    )
    api_key = PasswordField("API key", render_kw={"autocomplete": "new-password"})

    former: NetoAccount

    @classmethod
    def of(cls, former: NetoAccount, data: Any = None) -> NetoAccountForm:
        """data: what was posted, or None to show what is kept."""
        form = cls(data, prefix="account-", site=former.site, user_name=former.user_name, as_read=former.as_read)
        form.former = former
        form.api_key.description = (
            "A key is kept; leave empty to keep it." if former.has_key else "It goes in and is never shown again."
        )
        return form

    @property
    def key(self) -> str | None:
        return (self.api_key.data or "").strip() or None

    @property
    def values(self) -> dict[str, str]:
        return {"site": read_site(self.site.data or ""), "user_name": self.user_name.data or ""}

    def validate_site(self, field: Any) -> None:
        try:
            refuse_plain_http(read_site(field.data), self.former.extra, self.former.conn_id, "API key")
        except (Invalid, BadRequest) as error:
            raise ValidationError(str(error)) from None

    def validate_user_name(self, field: Any) -> None:
        if field.data and not re.fullmatch(r"[!-~]+", field.data):
            raise ValidationError("No API user name holds a space or a special character: copy it again.")

    def validate_api_key(self, field: Any) -> None:
        if self.key is None and not self.former.has_key:
            raise ValidationError("Enter the API key.")
        if self.key is None and self.moves():
            raise ValidationError("The address changes, so enter the key again: the kept one stays with the old.")
        if self.key is None and not self.former.is_sealed:
            raise ValidationError("The kept key was not entered here for this address, so enter it again.")
        refuse_odd_characters(self.key, "key")

    def moves(self) -> bool:
        try:
            return self.former.exists and read_site(self.site.data or "") != self.former.site
        except Invalid:
            return False


class NetoSettingsForm(SettingsForm):
    store_code = SelectField("Store", description="Whose orders go to Neto, and whose approvals may live there.")
    sales_channel = TextField(
        "Sales channel",
        [needed("Enter what Neto calls the sales channel.")],
        description="As Neto calls it, spelled exactly so: orders carry its first 15 characters. Default: BigCommerce.",
    )
    approvals_live_in = RadioField(
        "Approvals live",
        choices=choices(
            ("here", "here: the panel says which products are approved"),
            ("sales_channel", "in Neto, in the sales channel's own mark on each product"),
            ("misc", "in Neto, in a field of each product"),
        ),
        description="Default: here. In Neto: they are read with the products, and what is approved here goes there.",
    )
    approval_misc_field = TextField(
        "Field for approvals", description="Only for the last choice: Misc01 to Misc52. Y in it means approved."
    )
    warehouses = Checkboxes(
        "Warehouses",
        description="Stock of the ticked ones, less what is committed. Default: none ticked, which takes what Neto "
        "says is available to sell.",
    )
    order_id_prefix = TextField(
        "Prefix of order ids",
        [needed("Enter the letters that begin an order's id in Neto.")],
        description="Letters only, followed by BigCommerce's order number: at most 15 characters in all. Another for "
        "each store, and another than Neto's own. Default: BC.",
    )
    full_import_every_hours = NumberField(
        "Full import every (hours)",
        least=1,
        most=LONGEST_PAUSE_HOURS,
        is_needed=True,
        description="In between, only products that changed are read. Default: 24.",
    )

    # Where Neto did not say its warehouses; else None.
    kept_warehouses: list[str] | None

    @classmethod
    def of(
        cls,
        former: NetoSettings | None,
        stores: Iterable[str],
        channels: list[str],
        warehouses: Mapping[str, str] | None,
        data: Any = None,
    ) -> NetoSettingsForm:
        """stores: all codes; channels, warehouses: Neto's, the latter with a label each and None where Neto did not
        say them: then the chosen ones stay."""
        shown = settings(former or DEFAULT)
        form = cls(data, prefix="settings-", data=shown, as_read=fingerprint(former and shown))
        form.store_code.choices = choices(*((code, code) for code in stores))
        form.sales_channel.options = channels
        kept = (former and former.warehouses) or []
        form.kept_warehouses = kept if warehouses is None else None
        named = dict.fromkeys(kept) if warehouses is None else warehouses
        absent = [name for name in kept if name not in named]
        form.warehouses.choices = choices(
            *((name, label or name) for name, label in named.items()),
            *((name, f"{name} (Neto did not name it now)") for name in absent),
        )
        if warehouses is None:
            form.warehouses.description = "Neto did not say its warehouses, so the ticked ones stay as they are."
        return form

    def validate_warehouses(self, field: Any) -> None:
        if self.kept_warehouses is not None and set(field.data) != set(self.kept_warehouses):
            field.data = self.kept_warehouses
            raise ValidationError("They stay as they are until Neto says its warehouses again: save once more.")

    def chosen(self) -> dict[str, Any]:
        values = {name: value for name, value in self.data.items() if name != "as_read"}
        is_misc = values["approvals_live_in"] == "misc"
        return values | {
            "approval_misc_field": values["approval_misc_field"] if is_misc else None,
            "warehouses": sorted(values["warehouses"]) or None,
        }

    def validate_approval_misc_field(self, field: Any) -> None:
        if self.approvals_live_in.data == "misc" and not MISC_FIELD.fullmatch(field.data or ""):
            raise ValidationError("Enter the field that holds the approvals, Misc01 to Misc52.")

    def validate_order_id_prefix(self, field: Any) -> None:
        if not re.fullmatch(f"[A-Za-z]{{1,{LONGEST_PREFIX}}}", field.data):
            raise ValidationError(
                f"Use letters only, one to {LONGEST_PREFIX}: Neto's order ids have at most 15 characters, and "
                "BigCommerce's number follows."
            )


def settings(row: NetoSettings) -> dict[str, Any]:
    """By the names of the form's fields."""
    values = asdict(row)
    del values["connection_id"]
    return values | {"warehouses": sorted(row.warehouses or []) or None}


class OldOrdersForm(Form):
    before = DayField(
        "Do not send orders placed before",
        [needed("Enter the day.")],
        description="The day begins at 00:00 UTC.",
    )

    @property
    def moment(self) -> datetime | None:
        return datetime.combine(self.before.data, time(), UTC) if self.before.data else None

    def validate_before(self, field: Any) -> None:
        if field.data and self.moment and self.moment > datetime.now(UTC):
            raise ValidationError("Choose today at the latest.")
