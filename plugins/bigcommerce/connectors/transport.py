"""One request to a remote system: time-outs, pacing, retries, counts. Shared by every connector.

Repeating is safe for reads and for writes that set an absolute value. A write that creates something is never
repeated after an unclear end (`repeatable=False`): the caller looks first.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import requests
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt

from bigcommerce.connectors.answers import Answer, read_answer
from bigcommerce.connectors.pacing import HeaderPacing, Pacing, back_off
from bigcommerce.connectors.unanswered import never_sent, why
from bigcommerce.counts import RequestCounts
from bigcommerce.errors import RateLimited, Unreachable

log = logging.getLogger(__name__)

CONNECT_TIMEOUT, READ_TIMEOUT = 10.0, 60.0
ATTEMPTS = 5
# A longer wait is Airflow's retry, not ours: a sleeping task holds a worker.
LONGEST_OBEYED_WAIT = 120.0


@dataclass(frozen=True)
class Call:
    """One request, as often as it is tried. name: for messages, "GET /v2/orders". is_write: counted as one."""

    name: str
    method: str
    path: str
    params: Mapping[str, Any] | None
    body: Any
    headers: Mapping[str, str] | None
    is_write: bool


class Transport:
    """Requests to one address over one session.

    session: carries the credentials. base_url: what every path is appended to. hint: what to do about a refused
    credential, given the path. pacing: how the remote side's quota is kept; absent: by BigCommerce's headers, with
    `reserve` as the share left for others. sleep: seconds → None. attempts and longest_wait (seconds): fewer where a
    person waits for the answer.
    """

    def __init__(
        self,
        session: requests.Session,
        base_url: str,
        *,
        counts: RequestCounts | None = None,
        hint: Callable[[str], str] = lambda path: "",
        pacing: Pacing | None = None,
        reserve: float = 0.05,
        read_timeout: float = READ_TIMEOUT,
        attempts: int = ATTEMPTS,
        longest_wait: float = LONGEST_OBEYED_WAIT,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.session = session
        self.base_url = base_url.rstrip("/")
        self.counts = counts or RequestCounts()
        self.hint = hint
        self.pacing = pacing or HeaderPacing(reserve)
        self.read_timeout = read_timeout
        self.attempts = attempts
        self.longest_wait = longest_wait
        self.sleep = sleep

    def request(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, Any] | None = None,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        name: str = "",
        is_write: bool | None = None,
        repeatable: bool = True,
        attempts: int | None = None,
    ) -> Answer:
        """The answer, after as many tries as are safe. attempts: instead of the transport's own number.

        name and is_write: what the request is, where method and path do not say; headers: added to the session's.
        Raises RateLimited, Unreachable(.maybe_done), NotAuthorised, NotFound, Rejected, UnexpectedAnswer.
        """

        def worth_repeating(error: BaseException) -> bool:
            if isinstance(error, RateLimited):
                return error.retry_after <= self.longest_wait
            return isinstance(error, Unreachable) and (repeatable or not error.maybe_done)

        retrying = Retrying(
            retry=retry_if_exception(worth_repeating),
            wait=seconds_to_wait,
            stop=stop_after_attempt(attempts or self.attempts),
            sleep=self.pause,
            before_sleep=say_why,
            reraise=True,
        )
        is_write = method != "GET" if is_write is None else is_write
        return retrying(self.attempt, Call(name or f"{method} {path}", method, path, params, body, headers, is_write))

    def attempt(self, call: Call) -> Answer:
        self.wait_for_quota(call.name)
        self.counts.requests += 1
        self.counts.writes += call.is_write
        try:
            response = self.session.request(
                call.method,
                self.base_url + call.path,
                params=call.params,
                json=call.body,
                headers=call.headers,
                timeout=(CONNECT_TIMEOUT, self.read_timeout),
                allow_redirects=False,
                # A connection may ask for streams; a cut body would then show only after this try.
                stream=False,
            )
        except requests.RequestException as error:
            self.pacing.lost()
            raise Unreachable(f"{call.name} got no answer: {why(error)}.", maybe_done=not never_sent(error)) from error
        if response.status_code == 429:
            raise RateLimited(f"{call.name} was refused (429): quota used up.", self.pacing.refused(response.headers))
        self.pacing.answered(response.headers)
        return read_answer(response, call.name, self.hint(call.path))

    def wait_for_quota(self, name: str) -> None:
        seconds = self.pacing.before_next()
        if seconds > self.longest_wait:
            raise RateLimited(f"{name} was not sent: the quota comes back in {seconds:.0f} s.", seconds)
        self.pause(seconds)

    def pause(self, seconds: float) -> None:
        if seconds > 0:
            self.counts.waited_seconds += seconds
            self.sleep(seconds)


def seconds_to_wait(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    if isinstance(error, RateLimited) and error.retry_after:
        return error.retry_after
    return back_off(state.attempt_number)


def say_why(state: RetryCallState) -> None:
    error = state.outcome.exception() if state.outcome else None
    log.info("try %d failed: %s Again in %.1f s", state.attempt_number, error, state.upcoming_sleep)
