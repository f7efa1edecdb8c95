"""What the forms share: their sentences, and fields that HTML has and WTForms has not."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from wtforms import DateField, Field, Form, HiddenField, SelectChoice, SelectMultipleField, StringField
from wtforms.validators import StopValidation
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

LONGEST_TEXT = 200
LARGEST_INT = 2**31 - 1
PLAIN = re.compile(r"[+-]?\d+(\.\d+)?|\.\d+", re.ASCII)
GROUPED = re.compile(r"\d{1,3}(,\d{3})+", re.ASCII)
CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class SettingsForm(Form):
    """A form whose values other people may save meanwhile. as_read: the mark of what it showed. EMPTY: {field: what it
    means where nothing is entered}, for sentences."""

    EMPTY: ClassVar[Mapping[str, str]] = {}
    as_read = HiddenField()


class Checkboxes(SelectMultipleField):
    """Several of a list, as checkboxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class TextField(StringField):
    """A line of text, or None where nothing is entered. options: to choose from, though typing stays possible."""

    options: Sequence[str] = ()

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = (str(valuelist[0]).strip() or None) if valuelist else None

    def pre_validate(self, form: Any) -> None:
        if self.data and len(self.data) > LONGEST_TEXT:
            raise StopValidation(f"At most {LONGEST_TEXT} characters.")
        if self.data and CONTROL.search(self.data):
            raise StopValidation("This holds a tab or another character that cannot be seen: type it again.")


class NumberField(Field):
    """A number or None. places: decimals that are kept; 0 reads a whole number."""

    widget = TextInput()
    options: Sequence[tuple[str, str]] = ()

    def __init__(
        self,
        *args: Any,
        least: int = 0,
        most: int = LARGEST_INT,
        places: int = 0,
        is_needed: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.least, self.most, self.places, self.is_needed = least, most, places, is_needed
        self.entered: str | None = None

    def _value(self) -> str:
        if self.entered is not None:
            return self.entered
        return "" if self.data is None else f"{self.data:f}" if isinstance(self.data, Decimal) else str(self.data)

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.entered, self.data = (str(valuelist[0]).strip() if valuelist else ""), None
        if not self.entered and not self.is_needed:
            return
        if self.places and GROUPED.fullmatch(self.bare):
            raise ValueError(
                f"{self.bare} can be read in two ways: write {self.bare.replace(',', '')}, without a comma."
            )
        if not PLAIN.fullmatch(self.plain):
            raise ValueError(self.sentence)
        number = Decimal(self.plain)
        if not self.least <= number <= self.most or number != round(number, self.places):
            raise ValueError(self.sentence)
        self.data = number.normalize() if self.places else int(number)

    @property
    def bare(self) -> str:
        return (self.entered or "").removesuffix("%").strip()

    @property
    def plain(self) -> str:
        """A comma sets thousands apart in a whole number, and is a decimal one elsewhere."""
        if self.places:
            return self.bare.replace(",", ".")
        return self.bare.replace(",", "") if GROUPED.fullmatch(self.bare) else self.bare

    @property
    def sentence(self) -> str:
        kind = f"number with at most {self.places} decimals" if self.places else "whole number"
        return f"Enter a {kind} from {self.least:,} to {self.most:,}."


class DayField(DateField):
    """A date, or None where nothing is entered."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data, self.raw_data = None, valuelist
        if not valuelist or not str(valuelist[0]).strip():
            return
        try:
            self.data = date.fromisoformat(str(valuelist[0]).strip())
        except ValueError:
            raise ValueError("Enter a date, such as 2026-03-01.") from None


def choices(*pairs: tuple[Any, str]) -> list[SelectChoice]:
    """Of a select, radio buttons or checkboxes: value, label."""
    return [SelectChoice(value, label) for value, label in pairs]


def needed(sentence: str) -> Callable[[Any, Any], None]:
    """A validator: something must be entered."""

    def validate(form: Any, field: Any) -> None:
        if field.data in (None, "", []):
            raise StopValidation(sentence)

    return validate
