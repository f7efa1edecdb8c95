"""One row of a map: what BigCommerce says, and what the back office calls it."""

from __future__ import annotations

from typing import Any

from wtforms import Form, HiddenField, SelectField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from bigcommerce.domain.carriers import is_published, nearest
from bigcommerce.domain.tracking_texts import has_controls
from bigcommerce.ui.forms.fields import choices

LONGEST_NAME = 250


def no_controls(form: Form, field: Any) -> None:
    if has_controls(field.data or ""):
        raise ValidationError("It holds a character that no name has: type it anew.")


def name_checks(sentence: str) -> list[Any]:
    return [
        InputRequired(sentence),
        Length(max=LONGEST_NAME, message=f"Names have at most {LONGEST_NAME} characters."),
        no_controls,
    ]


class NameForm(Form):
    """BigCommerce's name is taken to the letter, outer spaces included: so it is compared."""

    bigcommerce_name = StringField(
        "Name at BigCommerce",
        name_checks("Type the name as BigCommerce writes it."),
        description="Exactly as orders have it: capitals, spaces and accents count.",
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    backoffice_name = StringField(
        "Name in the back office",
        name_checks("Choose or type the back office's name."),
        description="The back office's own names are offered; another may be typed.",
        render_kw={"autocomplete": "off", "spellcheck": "false", "list": "offered"},
    )
    fingerprint = HiddenField()

    def validate_backoffice_name(self, field: Any) -> None:
        if not (field.data or "").strip():
            raise ValidationError("Choose or type the back office's name.")


def published(form: Form, field: Any) -> None:
    """Of no carrier that BigCommerce does not know would a shopper get a link."""
    field.data = (field.data or "").strip()
    if is_published(field.name, field.data):
        return
    near = nearest(field.name, field.data)
    advice = f'Did you mean "{near}"?' if near else "Choose one that is offered, or leave it empty."
    raise ValidationError(f'BigCommerce publishes no "{field.data[:60]}". {advice}')


class CarrierForm(Form):
    shipping_service = StringField(
        "Shipping service of the back office",
        name_checks("Type the shipping service as consignments have it."),
        description="Exactly as consignments have it; in a pattern, % stands for any text and _ for one character.",
        render_kw={"autocomplete": "off", "spellcheck": "false", "list": "services"},
    )
    match_kind = SelectField(
        "It is",
        choices=choices(("exact", "the exact name"), ("pattern", "a pattern")),
        description="Exact names come first, then the longest pattern that fits.",
    )
    tracking_carrier = StringField(
        "Tracking carrier",
        [no_controls, published],
        description="BigCommerce's word for who tracks the parcel, as in australia-post: it makes the shopper's link.",
        render_kw={"autocomplete": "off", "spellcheck": "false", "list": "tracking-carriers"},
    )
    shipping_provider = StringField(
        "Shipping provider",
        [no_controls, published],
        description="BigCommerce's word for who takes the parcel, as in auspost. Empty: none.",
        render_kw={"autocomplete": "off", "spellcheck": "false", "list": "shipping-providers"},
    )
    fingerprint = HiddenField()

    def validate_shipping_service(self, field: Any) -> None:
        data = field.data or ""
        if (len(data) - len(data.rstrip("\\"))) % 2 and self.match_kind.data == "pattern":
            raise ValidationError("A pattern cannot end in a single backslash.")
