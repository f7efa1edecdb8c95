"""A page of the panel as a browser reads it: its elements, and its forms with their fields."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Field:
    """values: what a browser would send untouched. kind: text, hidden, checkbox, select…"""

    kind: str
    values: list[str] = field(default_factory=list)


@dataclass
class Form:
    action: str
    method: str
    fields: dict[str, Field] = field(default_factory=dict)

    @property
    def values(self) -> dict[str, list[str]]:
        return {name: one.values for name, one in self.fields.items() if one.values}


class Page(HTMLParser):
    """elements: (tag, attributes) in their order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.forms: list[Form] = []
        self.select: Field | None = None
        self.typed: Field | None = None
        self.feed(html)

    @property
    def links(self) -> list[str]:
        return [given["href"] for tag, given in self.elements if tag == "a" and "href" in given]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.elements.append((tag, given))
        if tag == "form":
            self.forms.append(Form(given.get("action", ""), given.get("method", "get")))
        if not self.forms:
            return
        fields, name = self.forms[-1].fields, given.get("name", "")
        if tag == "select" and name:
            self.select = fields.setdefault(name, Field("select"))
        elif tag == "option" and self.select and ("selected" in given or not self.select.values):
            self.select.values = [given.get("value", "")]
        elif tag == "textarea" and name:
            self.typed = fields.setdefault(name, Field("textarea", [""]))
        elif tag in ("input", "button") and name:
            self.take(fields, tag, name, given)

    def take(self, fields: dict[str, Field], tag: str, name: str, given: dict[str, str]) -> None:
        """A form is sent by its first button."""
        kind = "button" if tag == "button" else given.get("type", "text")
        one = fields.setdefault(name, Field(kind))
        if kind == "button":
            one.values = one.values or [given.get("value", "")]
        elif kind not in ("checkbox", "radio"):
            one.values.append(given.get("value", ""))
        elif "checked" in given:
            one.values.append(given.get("value", "y"))

    def handle_data(self, data: str) -> None:
        if self.typed:
            self.typed.values[0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.select = None
        elif tag == "textarea":
            self.typed = None
