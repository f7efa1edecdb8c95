"""What the tests of the wizard share: a store's forms as a browser fills and sends them."""

from __future__ import annotations

from typing import Any

from tests.ui.html_pages import Page

PATH = "/bigcommerce/stores/default/set-up"


def fields_of(html: str) -> dict[str, list[str]]:
    """What a browser would send of a step's form, untouched."""
    return {name: values for form in Page(html).forms for name, values in form.values.items()}


def submit(browser: Any, step: str, *, shown: str | None = None, path: str = PATH, **changes: Any) -> Any:
    """Send a step's form as it is shown, but for the changes: a text, a list, or None to leave a field out.

    shown: the page as it was at some earlier time. A name's __ stands for -.
    """
    fields = fields_of(shown or browser.get(f"{path}/{step}").text)
    for name, value in changes.items():
        fields.pop(name.replace("__", "-"), None)
        if value is not None:
            fields[name.replace("__", "-")] = value if isinstance(value, list) else [value]
    return browser.post(f"{path}/{step}", data=fields)
