"""One walk over a window of orders: page by page, resumed where it was cut off, and kept as proof."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from bigcommerce.connectors.rows import iso
from bigcommerce.db.order_walks import OrderWalk, begin_walk, save_walk
from bigcommerce.domain.fields import moment
from bigcommerce.domain.windows import Window
from bigcommerce.errors import Invalid, SyncError, UnexpectedAnswer
from bigcommerce.operators.order_intake import OrderIntake

log = logging.getLogger(__name__)

# Whether BigCommerce includes its bounds is undocumented; it keeps whole seconds.
MARGIN = timedelta(seconds=1)


def walk(intake: OrderIntake, window: Window, purpose: str) -> OrderWalk:
    """Takes in every order of the window. Its began_at is BigCommerce's clock when the walk began.

    No upper bound is sent: one that is edited meanwhile either comes up later in this walk or is in the next window.
    Raises SyncError with the store and the window in its sentence.
    """
    run = intake.run
    run.window_from, run.window_to = window.start, window.end
    done = begin_walk(intake.connection, run.store, purpose, window)
    if done.is_resumed:
        log.info("going on after order %d with the walk that began at %s", done.last_order_id, done.began_at)
    try:
        take_pages(intake, done)
    except SyncError as error:
        error.args = (f"Store {run.store}, orders {window}: {error}", *error.args[1:])
        raise
    with intake.connection.transaction():
        save_walk(intake.connection, done, is_finished=True)
    run.window_to = window.end or done.began_at
    return done


def take_pages(intake: OrderIntake, done: OrderWalk) -> None:
    column = {"modified": "date_modified", "placed": "date_created"}[done.window.by]
    bounds = {
        f"min_{column}": done.window.start and done.window.start - MARGIN,
        f"max_{column}": done.window.end and done.window.end + MARGIN,
    }
    filters = {name: iso(bound) for name, bound in bounds.items() if bound}
    for answer in intake.client.order_pages(done.last_order_id, **filters):
        done.began_at = done.began_at or answer.date
        if done.began_at is None:
            raise UnexpectedAnswer("BigCommerce's answer has no Date header, so how far this reaches is not known.")
        if answer.body:
            done.last_order_id = int(answer.body[-1]["id"])
        intake.take_page([payload for payload in answer.body if in_window(payload, column, done.window)], done)


def in_window(payload: dict[str, Any], column: str, window: Window) -> bool:
    """BigCommerce is asked for a little more, so the bounds are applied here. An unreadable date is said later."""
    try:
        when: datetime | None = moment(payload.get(column), column)
    except Invalid:
        return True
    return when is None or window.holds(when)
