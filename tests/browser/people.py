"""A person at the panel, signed in to Airflow: their page, and everything the browser complained about."""

from __future__ import annotations

import itertools
from typing import Any
from urllib.parse import unquote

from playwright.sync_api import BrowserContext, Frame, FrameLocator, Page, Request, expect

from sandbox import world as worlds
from sandbox.settings import Settings

PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS)


class Visitor:
    """page: where they look. complaints: console errors, exceptions, requests that failed or were answered 5xx."""

    def __init__(self, context: BrowserContext, kept: Settings, name: str) -> None:
        self.context, self.name = context, name
        self.url, self.password = worlds.url(kept), kept.passwords[name]
        self.complaints: list[str] = []
        context.set_default_timeout(PATIENCE_MS)
        self.page = context.new_page()
        listen(self.page, self.complaints)
        self.documents: list[tuple[str, str]] = []
        self.page.on("request", self.note)

    def note(self, request: Request) -> None:
        if request.resource_type == "document":
            self.documents.append((request.method, unquote(request.url)))

    def loaded_twice(self) -> list[str]:
        """Pages of the panel that were asked for again at once, perhaps spelled otherwise."""
        pairs = itertools.pairwise(self.documents)
        return [now[1] for before, now in pairs if before == now and now[0] == "GET" and "/bigcommerce/" in now[1]]

    def leave(self) -> None:
        """The browser's window is closed, and its traffic written."""
        self.context.close()

    def sign_in(self) -> None:
        """By Airflow's own page."""
        self.page.goto(f"{self.url}/auth/login")
        self.page.get_by_label("Username").fill(self.name)
        self.page.get_by_label("Password").fill(self.password)
        self.page.get_by_role("button", name="Sign in").click()
        self.page.wait_for_url(f"{self.url}/")

    def use(self, token: str) -> None:
        """Signed in without that page: a token of Airflow's, as its page would keep it."""
        self.context.add_cookies([{"name": "_token", "value": token, "url": self.url, "httpOnly": True}])

    def follow_navigation(self) -> FrameLocator:
        """From Airflow's page to the panel in its frame."""
        self.page.get_by_role("link", name="BigCommerce", exact=True).click()
        return self.page.frame_locator("iframe")

    def open(self, path: str = "/") -> Page:
        """A page of the panel by itself: path as in links.py, below /bigcommerce."""
        self.page.goto(f"{self.url}/bigcommerce{path}")
        return self.page

    def open_inside(self) -> Frame:
        """The panel within Airflow's own page, as its navigation shows it."""
        self.page.goto(f"{self.url}/plugin/bigcommerce")
        self.page.frame_locator("iframe").get_by_role("main").wait_for()
        frame = self.page.frame(url=f"{self.url}/bigcommerce/")
        assert frame
        return frame


def listen(page: Page, complaints: list[str]) -> None:
    """Whatever goes wrong in this page's browser is added. A request that the person left behind is no failure."""

    def failed(request: Any) -> None:
        if request.failure != "net::ERR_ABORTED":
            complaints.append(f"{request.method} {request.url}: {request.failure}")

    def answered(response: Any) -> None:
        if response.status >= 500:
            complaints.append(f"{response.status} {response.url}")

    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", failed)
    page.on("response", answered)
