"""What every answer of the panel tells the browser: run and load only what the panel itself serves, keep nothing."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import Message, Scope, Send

# Pico's arrows and ticks are images written into its style sheet, as data.
POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        # Airflow's own UI shows the panel in a frame.
        "frame-ancestors 'self'",
    ]
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
}
# Customers' names must not stay on a shared computer; the style sheet and the scripts may.
UNKEPT = {"cache-control": "no-store"}
# A page that answers a form, say a question, has to be kept: going back to it, the browser would offer to send the form
# again. None of them holds a customer's name.
UNSHARED = {"cache-control": "private, no-cache"}


def with_headers(scope: Scope, send: Send) -> Send:
    is_static = scope["path"].removeprefix(scope.get("root_path", "")).startswith("/static/")
    headers = HEADERS if is_static else HEADERS | (UNSHARED if scope["method"] == "POST" else UNKEPT)

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(headers)
        await send(message)

    return sending
