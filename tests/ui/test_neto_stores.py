"""Which orders go to Neto when it is switched on, or connected with another store."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape
from typing import Any

import psycopg

from tests.neto_account import NetoAccount
from tests.ui import neto_shop
from tests.ui.neto_page import PAGE, go_on, send
from tests.ui.neto_shop import accepted, place, saved
from tests.ui.panel_rows import insert

Browse = Callable[..., Any]
neto = neto_shop.neto


def test_the_store_that_it_leaves_is_said_with_what_is_left_to_do(
    browse: Browse, neto: NetoAccount, commerce: psycopg.Connection
) -> None:
    ada = browse("ada")
    send(ada, "settings")
    assert "orders stays on" not in ada.get(PAGE).text
    question = send(ada, "settings", store_code="outlet")
    assert "no order of store default is sent to Neto any more" in question.text and saved(commerce)[0] == "default"
    assert go_on(ada, question).status_code == 303 and saved(commerce)[0] == "outlet"
    page = ada.get(PAGE).text
    assert (
        "No order of store default is sent to Neto any more. My back office confirms orders stays on for store" in page
    )


def test_orders_that_wait_are_said_first_and_old_ones_left_out(
    browse: Browse, neto: NetoAccount, commerce: psycopg.Connection
) -> None:
    for number, days in ((1, 60), (2, 20), (3, 1)):
        place(commerce, number, days)
    place(commerce, 4, 50, store_code="outlet")
    place(commerce, 5, 50, cancelled_at="2026-01-01T00:00:00Z")
    place(commerce, 6, 50)
    begun = commerce.execute("select order_id from backoffice.orders where bigcommerce_order_id = 6").fetchone()
    assert begun
    insert(commerce, "neto.order_pushes", order_id=begun[0], neto_order_id="BC6")
    ada = browse("ada")
    question = send(ada, "settings", order_id_prefix="AU")
    text = " ".join(unescape(question.text).split())
    assert "3 orders of store default are here and not accepted yet." in text
    assert "Placed more than a week ago: 2" in text
    assert "<button>Switch Neto on and send 3 orders</button>" in text
    assert "Placed more than 30 days ago: 1" in text
    assert saved(commerce) is None
    assert go_on(ada, question, old__before="tomorrow").status_code == 400
    assert go_on(ada, question, old__before="").status_code == 400
    ahead = go_on(ada, question, old__before="2999-01-01")
    assert (ahead.status_code, "Choose today at the latest." in ahead.text) == (400, True)
    day = commerce.execute("select (now() - interval '10 days')::date").fetchone()
    assert day
    sure = go_on(ada, question, old__before=str(day[0]))
    assert "2 orders of store default, placed before" in sure.text
    assert "Switch Neto on, leave out 2 and send 1 order" in sure.text
    assert (saved(commerce), accepted(commerce)) == (None, [])
    answer = go_on(ada, sure)
    assert answer.status_code == 303
    assert saved(commerce)[5] == "AU"
    assert accepted(commerce) == [1, 2]
    assert "2 older orders will not be sent to Neto." in ada.get(PAGE).text
    # It is on now: what waits was asked about.
    assert send(ada, "settings", order_id_prefix="AU").status_code == 303
    # Another store has orders of its own.
    moved = go_on(ada, send(ada, "settings", store_code="outlet"))
    assert "1 order of store outlet is here" in " ".join(moved.text.split())


def test_a_prefix_that_another_stores_orders_have_is_refused(
    browse: Browse, neto: NetoAccount, commerce: psycopg.Connection
) -> None:
    ada = browse("ada")
    send(ada, "settings")
    place(commerce, 7, 1, accepted_at="2026-03-03T00:00:00Z")
    commerce.execute(
        "insert into neto.order_pushes (order_id, neto_order_id, state)"
        " select order_id, 'BC7', 'accepted' from backoffice.orders"
    )
    answer = send(ada, "settings", store_code="outlet")
    assert answer.status_code == 400 and "Orders of store default are at Neto under BC already" in answer.text
    assert saved(commerce)[0] == "default"
    assert send(ada, "settings").status_code == 303
    assert go_on(ada, send(ada, "settings", store_code="outlet", order_id_prefix="OUT")).status_code == 303
    assert saved(commerce)[0] == "outlet"


def test_all_may_be_sent(browse: Browse, neto: NetoAccount, commerce: psycopg.Connection) -> None:
    place(commerce, 1, 60)
    ada = browse("ada")
    assert go_on(ada, send(ada, "settings")).status_code == 303
    assert saved(commerce)
    assert accepted(commerce) == []
