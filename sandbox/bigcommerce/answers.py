"""Answers as BigCommerce words them: V2 bare arrays, V3 objects with `data` and `meta`; errors of both."""

import json
from typing import Any

from fastapi import Request
from fastapi.responses import Response

from sandbox.bigcommerce.databases import Store
from sandbox.memories import to_json

STATUS_PAGE = "https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes"
NO_RATE_HEADERS = "x-sandbox-no-rate-headers"  # between a handler and the gate; never leaves the house


class Refused(Exception):
    """A request the store does not accept; worded by `refusal` for the API version of its path."""

    def __init__(self, status: int, message: str, errors: Any = None, **more: Any) -> None:
        super().__init__(message)
        self.status, self.message, self.errors, self.more = status, message, errors, more


def answer(content: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """A JSON answer."""
    return Response(to_json(content), status, headers, media_type="application/json")


def empty() -> Response:
    """204 without a body."""
    return Response(status_code=204)


def v2_list(rows: list[Any]) -> Response:
    """A bare array; 204 without a body when there is nothing."""
    return answer(rows) if rows else empty()


def refusal(path: str, refused: Refused) -> Response:
    """The error body of the path's API version. Fact: V2 answers an array, V3 an object."""
    if refused.more.get("body") is not None:
        content = refused.more["body"]
    elif "/v3/" in path:
        content = {
            "status": refused.status,
            "title": refused.message,
            "type": STATUS_PAGE,
            "errors": refused.errors or {},
        }
    else:
        content = [{"status": refused.status, "message": refused.message}]
        if refused.errors:
            content[0]["details"] = refused.errors
    return answer(content, refused.status, refused.more.get("headers"))


def v3_page(request: Request, rows: list[Any], total: int, page: int, limit: int) -> Response:
    """A V3 list with its `meta.pagination`."""
    return answer({"data": rows, "meta": {"pagination": v3_pagination(request, len(rows), total, page, limit)}})


def v3_pagination(request: Request, count: int, total: int, page: int, limit: int) -> dict[str, Any]:
    """Where a page stands among the others."""
    pages = -(-total // limit) if total else 0
    query = [(name, value) for name, value in request.query_params.multi_items() if name not in ("page", "limit")]
    links = {"current": _link(query, page, limit)}
    if page < pages:
        links["next"] = _link(query, page + 1, limit)
    if page > 1:
        links["previous"] = _link(query, page - 1, limit)
    return {
        "total": total,
        "count": count,
        "per_page": limit,
        "current_page": page,
        "total_pages": pages,
        "links": links,
    }


def _link(query: list[tuple[str, str]], page: int, limit: int) -> str:
    return "?" + "&".join(f"{name}={value}" for name, value in [*query, ("page", page), ("limit", limit)])


def paging(request: Request, default: int = 50, most: int = 250) -> tuple[int, int]:
    """`page` and `limit` of a list. V2 refuses a limit above `most` with 400, V3 with 413; setting `over_limit`."""
    page, limit = integer(request, "page", 1), integer(request, "limit", default)
    if page < 1 or limit < 1:
        raise Refused(400, "The fields 'page' and 'limit' must be positive.")
    if limit > most:
        if store_of(request).settings["over_limit"] == "refuse":
            raise Refused(413 if "/v3/" in request.url.path else 400, f"The maximum 'limit' is {most}.")
        limit = most
    return page, limit


def integer(request: Request, name: str, default: int) -> int:
    """A whole number from the query string."""
    text = request.query_params.get(name)
    if text is None or text == "":
        return default
    try:
        return int(text)
    except ValueError as error:
        raise Refused(400, f"The field '{name}' is invalid.") from error


def integers(text: str) -> list[int]:
    """`1,2,3` → [1, 2, 3]."""
    try:
        return [int(part) for part in text.split(",") if part.strip()]
    except ValueError as error:
        raise Refused(422, f"'{text[:60]}' is not a list of whole numbers.") from error


def words(text: str) -> list[str]:
    """`a,b` → ["a", "b"]; there is no way to write a comma inside a value."""
    return [part.strip() for part in text.split(",") if part.strip()]


def body_of(request: Request) -> Any:
    """The request's JSON body, which the gate has already read. 400 when it is not JSON."""
    try:
        return json.loads(request.scope["sandbox.body"] or b"null")
    except ValueError as error:
        raise Refused(400, "The request body is not valid JSON.") from error


def store_of(request: Request) -> Store:
    """The store this application serves."""
    store: Store = request.app.state.store
    return store
