"""Why there was no answer, as requests itself says it of addresses that give none."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest
import requests

from bigcommerce.connectors.unanswered import never_sent, why
from tests.conftest import free_port


def failure(url: str, **given: object) -> requests.RequestException:
    with requests.Session() as session:
        session.trust_env = False
        with pytest.raises(requests.RequestException) as error:
            session.get(url, timeout=(1, 0.2), **given)  # type: ignore[arg-type]
    return error.value


@pytest.fixture
def hangs_up() -> Iterator[str]:
    """An address that reads what was sent and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            caller, _ = server.accept()
            caller.recv(1000)
            caller.close()

        threading.Thread(target=serve, daemon=True).start()
        yield f"127.0.0.1:{server.getsockname()[1]}"


def test_where_nobody_listens_nothing_was_sent() -> None:
    error = failure(f"http://127.0.0.1:{free_port()}")
    assert (why(error), never_sent(error)) == ("nobody listens at that address", True)


def test_a_name_that_nobody_has() -> None:
    error = failure("http://nobody.invalid")
    assert (why(error), never_sent(error)) == ("there is no host of that name", True)


def test_a_proxy_that_is_not_there() -> None:
    error = failure("http://nobody.invalid", proxies={"http": f"http://127.0.0.1:{free_port()}"})
    assert why(error) == "the proxy did not let it through"


def test_a_host_that_hangs_up_may_have_done_it(hangs_up: str) -> None:
    error = failure(f"http://{hangs_up}")
    assert (why(error), never_sent(error)) == ("the connection was cut", False)


def test_a_host_that_speaks_no_tls(hangs_up: str) -> None:
    error = failure(f"https://{hangs_up}")
    assert why(error) == "no secure connection could be made there (TLS, or its certificate)"


def test_a_host_that_takes_too_long() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        error = failure(f"http://127.0.0.1:{server.getsockname()[1]}")
    assert (why(error), never_sent(error)) == ("it took too long", False)


def test_a_connection_that_was_not_made_in_time_was_not_used() -> None:
    assert never_sent(requests.ConnectTimeout())
