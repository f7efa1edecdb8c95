"""One request: its person, its database connection, and the ways to answer it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import quote, unquote

import psycopg
from fastapi import Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from bigcommerce.db.stores import Store, list_stores, read_store
from bigcommerce.errors import BadRequest
from bigcommerce.hooks.commerce_db import commerce_db
from bigcommerce.ui.guard import Person, person
from bigcommerce.ui.links import panel_path
from bigcommerce.ui.templates import TEMPLATES

# What the last page has to say on the next one.
SAID = "bigcommerce_said"


@dataclass(frozen=True)
class Visit:
    request: Request
    db: psycopg.Connection
    person: Person

    def show(self, template: str, status: int = 200, **values: Any) -> HTMLResponse:
        """The page, with what was said on the way to it."""
        said = read_said(self.request)
        store = values.get("store")
        values |= {
            "person": self.person,
            "said": said,
            "stores": list_stores(self.db),
            "store_code": store.store_code if isinstance(store, Store) else None,
        }
        answer = TEMPLATES.TemplateResponse(self.request, template, values, status_code=status)
        if said:
            answer.delete_cookie(SAID, path=panel_path(self.request))
        return answer

    def ask(
        self, title: str, question: str, action: str, fields: dict[str, Any], button: str, back: str, **values: Any
    ) -> HTMLResponse:
        """Before what cannot be undone: the same form once more, with `sure=yes`. button: says what it does."""
        values |= {"title": title, "question": question, "action": action, "button": button, "back": back}
        return self.show("confirm.html", fields=fields, **values)

    def go(self, path: str, said: str | None = None, **query: Any) -> Response:
        """After a change: another page, by GET, so that reloading repeats nothing. said: a sentence shown there."""
        answer = RedirectResponse(panel_path(self.request, path, **query), 303)
        if said:
            value = quote(json.dumps(said))
            answer.set_cookie(SAID, value, path=panel_path(self.request), httponly=True, samesite="lax")
        return answer


def read_said(request: Request) -> str | None:
    try:
        said = json.loads(unquote(request.cookies.get(SAID, "null")))
    except ValueError:
        return None
    return said if isinstance(said, str) else None


def visit(request: Request, person: Annotated[Person, Depends(person)]) -> Iterator[Visit]:
    with commerce_db() as connection:
        yield Visit(request, connection, person)


def store_of(visit: Annotated[Visit, Depends(visit)], store_code: str) -> Store:
    """The store named in the path."""
    try:
        return read_store(visit.db, store_code)
    except BadRequest as error:
        raise HTTPException(404, str(error)) from None


# What a page asks for: def page(visit: InVisit, store: OfStore) -> Response
InVisit = Annotated[Visit, Depends(visit)]
OfStore = Annotated[Store, Depends(store_of)]
