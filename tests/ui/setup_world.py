"""What the tests of the wizard share: a store's forms as a browser fills and sends them."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

PATH = "/bigcommerce/stores/default/set-up"


class Form(HTMLParser):
    """The fields of a page's forms by name, with what a browser would send untouched."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self.select: str | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, value = given.get("name"), given.get("value") or ""
        if tag == "select":
            self.select = name
        elif tag == "option" and self.select and ("selected" in given or self.select not in self.fields):
            self.fields[self.select] = [value]
        elif tag == "input" and name and (given.get("type") not in ("checkbox", "radio") or "checked" in given):
            self.fields.setdefault(name, []).append(value or ("y" if given.get("type") == "checkbox" else ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.select = None


def submit(browser: Any, step: str, *, shown: str | None = None, path: str = PATH, **changes: Any) -> Any:
    """Send a step's form as it is shown, but for the changes: a text, a list, or None to leave a field out.

    shown: the page as it was at some earlier time. A name's __ stands for -.
    """
    fields = Form(shown or browser.get(f"{path}/{step}").text).fields
    for name, value in changes.items():
        fields.pop(name.replace("__", "-"), None)
        if value is not None:
            fields[name.replace("__", "-")] = value if isinstance(value, list) else [value]
    return browser.post(f"{path}/{step}", data=fields)
