"""An order that a person enters at Neto while a push is about to send it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from bigcommerce.db.neto.pushes import insert_intents
from bigcommerce.db.order_stories import accept_by_hand

ORDER = {"order_id": 1, "bigcommerce_order_id": 7}


def by_hand(db: psycopg.Connection) -> bool:
    return accept_by_hand(db, "default", ORDER, "olga")


def by_push(db: psycopg.Connection) -> bool:
    with db.transaction():
        return insert_intents(db, {1: "BC7"}) == {1}


@pytest.mark.parametrize(("first", "second"), [(by_hand, by_push), (by_push, by_hand)])
def test_it_is_entered_or_sent_and_never_both(
    commerce: psycopg.Connection,
    commerce_dsn: str,
    first: Callable[[psycopg.Connection], bool],
    second: Callable[[psycopg.Connection], bool],
) -> None:
    commerce.execute("insert into bigcommerce.stores (store_code) values ('default')")
    commerce.execute(
        "insert into backoffice.orders (order_id, store_code, bigcommerce_order_id) values (1, 'default', 7)"
    )

    def later() -> bool:
        with psycopg.connect(commerce_dsn, autocommit=True) as other:
            return second(other)

    with ThreadPoolExecutor(1) as pool:
        with commerce.transaction():
            assert first(commerce)
            waiting = pool.submit(later)
            with pytest.raises(TimeoutError):
                waiting.result(0.5)
        assert not waiting.result(10)


def test_what_a_push_had_begun_it_may_send_again(commerce: psycopg.Connection) -> None:
    commerce.execute("insert into bigcommerce.stores (store_code) values ('default')")
    commerce.execute(
        "insert into backoffice.orders (order_id, store_code, bigcommerce_order_id) values (1, 'default', 7)"
    )
    assert by_push(commerce) and not by_hand(commerce)
    commerce.execute("update backoffice.orders set accepted_at = now()")
    assert by_push(commerce)
