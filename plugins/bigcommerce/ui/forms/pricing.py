"""Which price goes up, and how far it may move."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar

from wtforms import BooleanField, FieldList, FormField, HiddenField, RadioField, SelectField
from wtforms.validators import ValidationError

from bigcommerce.db.stores import Store
from bigcommerce.ui.fingerprints import fingerprint
from bigcommerce.ui.forms.fields import Form, NumberField, SettingsForm, choices

COLUMNS = (
    "prices_managed_in",
    "price_group",
    "empty_price_policy",
    "promotion_pricing_enabled",
    "prices_include_tax",
    "tax_rate",
    "max_price_change_percent",
)
SIDES = choices(
    ("backoffice", "the back office: prices are sent"), ("bigcommerce", "BigCommerce: no price is ever sent")
)


# No list has a longer one.
ID = re.compile(r"[0-9]{1,10}")


class PriceListForm(Form):
    """One of BigCommerce's price lists."""

    number = HiddenField()
    price_group = SelectField("Price group", coerce=lambda value: value or None)


class NewPriceListForm(Form):
    """One that BigCommerce did not offer."""

    number = NumberField("Number of another price list", least=1)
    price_group = SelectField("Price group", coerce=lambda value: value or None)

    def validate_price_group(self, field: Any) -> None:
        if self.number.data is not None and field.data is None:
            raise ValidationError("Choose the group whose prices this list receives.")


class PricingForm(SettingsForm):
    EMPTY: ClassVar[Mapping[str, str]] = {"max_price_change_percent": "no limit"}

    prices_managed_in = RadioField("Prices are managed in", choices=SIDES, description="Default: the back office.")
    price_group = SelectField(
        "Price group",
        coerce=lambda value: value or None,
        description="Whose prices this store shows. Default: the default group.",
    )
    empty_price_policy = RadioField(
        "Where the group has no price for a product",
        choices=choices(
            ("skip", "send nothing, and open a problem"),
            ("default_group", "use the default group's price and promotion"),
            ("rrp", "use the recommended retail price"),
        ),
        description="Missing, 0 and less are no price; 0 is never sent. Default: send nothing.",
    )
    promotion_pricing_enabled = BooleanField(
        "Enable promotion pricing",
        description="On: while a promotion runs, its price is BigCommerce's sale price. Default: off, sale prices made "
        "there stay.",
    )
    prices_include_tax = RadioField(
        "Product prices in BigCommerce",
        choices=choices(("yes", "include tax"), ("no", "exclude tax")),
        description="As the store itself is set. Default: they include tax.",
    )
    tax_rate = NumberField(
        "Tax rate (%)",
        most=100,
        places=4,
        is_needed=True,
        description="Converts between prices with and without tax where the two sides differ. Default: 10.",
    )
    max_price_change_percent = NumberField(
        "A price may move by at most (%)",
        most=1_000_000,
        places=4,
        description="A larger change waits for somebody to approve it. Default: empty, no limit.",
    )

    lists = FieldList(FormField(PriceListForm))
    more = FormField(NewPriceListForm)

    @classmethod
    def of(
        cls,
        store: Store,
        lists: Mapping[int, str],
        offered: Mapping[int, str],
        groups: Sequence[Mapping[str, Any]],
        data: Any = None,
    ) -> PricingForm:
        """lists: {price list id: group} as saved; offered: {id: name} of BigCommerce's; groups: the back office's."""
        rows = [{"number": str(number), "price_group": lists.get(number)} for number in sorted({*lists, *offered})]
        form = cls(data, data=settings(store, {}) | {"lists": rows}, as_read=fingerprint(settings(store, lists)))
        for row in (*form.lists, form.more):
            row.price_group.choices = choices(
                ("", "receives no prices from here"), *group_choices(groups, *lists.values())
            )
        default = next((f"the default group ({group['name']})" for group in groups if group["is_default"]), None)
        # Once is enough, unless somebody chose the default group by its code.
        others = [group for group in groups if not group["is_default"] or group["code"] == store.price_group]
        form.price_group.choices = choices(
            ("", default or "the default group (there is none yet)"),
            *group_choices(others, store.price_group),
        )
        return form

    def price_lists(self) -> dict[int, str | None]:
        """{price list id: group}, None for those that receive no prices."""
        rows = {int(row.number.data): row.price_group.data for row in self.lists if ID.fullmatch(row.number.data)}
        return rows if self.more.number.data is None else rows | {self.more.number.data: self.more.price_group.data}

    def chosen(self) -> dict[str, Any]:
        """As `settings`."""
        return {name: self.data[name] for name in COLUMNS} | list_values(self.price_lists())


def settings(store: Store, lists: Mapping[int, str]) -> dict[str, Any]:
    """As the form shows it, and by `Price list ID` for each list."""
    values = {name: getattr(store, name) for name in COLUMNS}
    return {
        **values,
        "prices_include_tax": "yes" if store.prices_include_tax else "no",
        "tax_rate": plain(store.tax_rate * 100),
        "max_price_change_percent": plain(store.max_price_change_percent),
        **list_values(lists),
    }


def columns(chosen: Mapping[str, Any]) -> dict[str, Any]:
    """The same as bigcommerce.stores keeps it: the rate as a fraction."""
    return {
        **chosen,
        "prices_include_tax": chosen["prices_include_tax"] == "yes",
        "tax_rate": chosen["tax_rate"] / 100,
    }


def list_values(lists: Mapping[int, str | None]) -> dict[str, str | None]:
    return {f"Price list {number}": group for number, group in sorted(lists.items())}


def plain(value: Decimal | None) -> Decimal | None:
    """10.0000 and 10 are one value, and shown alike."""
    return None if value is None else value.normalize()


def group_choices(groups: Sequence[Mapping[str, Any]], *chosen: str | None) -> list[tuple[str, str]]:
    """Those there are, and those that are chosen though they are not there."""
    known = {group["code"]: named(group) for group in groups}
    return [*known.items()] + [
        (code, f"{code} (not in the back office)") for code in chosen if code and code not in known
    ]


def named(group: Mapping[str, Any]) -> str:
    return group["code"] if group["name"] == group["code"] else f"{group['name']} ({group['code']})"
