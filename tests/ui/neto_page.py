"""What the tests of the Neto page share: its forms as a browser fills and sends them."""

from __future__ import annotations

from typing import Any

from tests.ui.html_pages import Page

PAGE = "/bigcommerce/neto"


def fields_of(html: str, action: str) -> dict[str, list[str]]:
    """What a browser would send of the page's form with this address, untouched."""
    (form,) = (form for form in Page(html).forms if form.action == action)
    return dict(form.values)


def send(browser: Any, what: str, *, shown: str | None = None, **changes: Any) -> Any:
    """Send the form of `account` or `settings` as it is shown, but for the changes: a text, a list, or None to leave a
    field out. shown: the page as it was at some earlier time."""
    address = f"{PAGE}/{what}"
    fields = fields_of(shown or browser.get(PAGE).text, address)
    for name, value in changes.items():
        fields.pop(f"{what}-{name}", None)
        if value is not None:
            fields[f"{what}-{name}"] = value if isinstance(value, list) else [value]
    return browser.post(address, data=fields)


def go_on(browser: Any, question: Any, **changes: str) -> Any:
    """Answer the question on a page between: the first form that asks for what is changed, as it is shown, but for the
    changes. A name's __ stands for -."""
    assert question.status_code in (200, 400), question.text
    answers = {name.replace("__", "-"): [value] for name, value in changes.items()}
    posted = [form for form in Page(question.text).forms if form.method == "post"]
    form = next(form for form in posted if answers.keys() <= form.values.keys())
    return browser.post(form.action, data={**form.values, **answers})
