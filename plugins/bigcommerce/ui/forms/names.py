"""BigCommerce's names beside the back office's. The names themselves are kept exactly: case, spaces and all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from wtforms import FieldList, FormField, HiddenField
from wtforms.validators import ValidationError

from bigcommerce.ui.fingerprints import fingerprint
from bigcommerce.ui.forms.fields import Form, SettingsForm, TextField

BLANK_ROWS = 2


class NameForm(Form):
    """A name that is known."""

    name = HiddenField()
    backoffice_name = TextField("In the back office")


class NewNameForm(Form):
    """A name that somebody types."""

    name = TextField("Another name, spelled exactly as orders carry it")
    backoffice_name = TextField("In the back office")

    def validate_backoffice_name(self, field: Any) -> None:
        if self.name.data and not field.data:
            raise ValidationError("Enter what it is called in the back office.")

    def validate_name(self, field: Any) -> None:
        if self.backoffice_name.data and not field.data:
            raise ValidationError("Enter BigCommerce's name for it.")


class NamesForm(SettingsForm):
    rows = FieldList(FormField(NameForm))
    more = FieldList(FormField(NewNameForm), min_entries=BLANK_ROWS)

    @classmethod
    def of(cls, names: Iterable[str], saved: Mapping[str, str], choices: Sequence[str], data: Any = None) -> NamesForm:
        """names: BigCommerce's, in the order shown; saved: {BigCommerce's: back office's}; choices: the latter's."""
        rows = [{"name": name, "backoffice_name": saved.get(name)} for name in names]
        form = cls(data, data={"rows": rows}, as_read=fingerprint(saved))
        for row in (*form.rows, *form.more):
            row.backoffice_name.options = choices
        return form

    def chosen(self) -> dict[str, str | None]:
        """{BigCommerce's name: back office's, None where it is not mapped}."""
        return {row.form.name.data: row.backoffice_name.data for row in (*self.rows, *self.more) if row.form.name.data}
