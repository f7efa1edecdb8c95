"""Who may do what: asked of Airflow's auth manager, whichever it is, and once for the whole panel.

Viewers look (whoever may see DAGs), operators change (whoever may edit Airflow's pools: its Op role), admins set up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar
from urllib.parse import urlsplit

from airflow.api_fastapi.app import get_auth_manager
from airflow.api_fastapi.core_api.security import get_user
from fastapi import Depends, HTTPException, Request

SAFE = {"GET", "HEAD", "OPTIONS"}
Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])


def only_looks(endpoint: Endpoint) -> Endpoint:
    """Marks a question that is sent by POST, since in an address its words would end up in logs. It changes nothing,
    so viewers may ask it."""
    endpoint.only_looks = True  # type: ignore[attr-defined]
    return endpoint


@dataclass(frozen=True)
class Person:
    """Who is signed in, by name, and what they may do here."""

    name: str
    may_look: bool
    may_operate: bool
    may_administer: bool


def same_site(request: Request) -> None:
    """Refuse what another site sent. The session's cookie is SameSite=Lax: this is the second lock."""
    if request.method in SAFE:
        return
    site = request.headers.get("sec-fetch-site")
    sender = request.headers.get("origin") or request.headers.get("referer")
    if site not in (None, "same-origin", "none") or (sender and urlsplit(sender).netloc not in hosts(request)):
        raise HTTPException(403, "This was sent from another site, so nothing was changed.")


def hosts(request: Request) -> set[str]:
    """What the browser may call this host: a proxy in front says its own name beside ours."""
    return {request.headers.get("host", ""), request.headers.get("x-forwarded-host", "")} - {""}


def person(user: Annotated[Any, Depends(get_user)]) -> Person:
    manager = get_auth_manager()
    may_operate = manager.is_authorized_pool(method="PUT", user=user)
    return Person(
        name=str(user.get_name()),
        may_look=manager.is_authorized_dag(method="GET", user=user),
        may_operate=may_operate,
        may_administer=may_operate and is_admin(manager, user),
    )


def is_admin(manager: Any, user: Any) -> bool:
    """Airflow has no question for it that all managers answer. Its simple manager knows roles by name; the others are
    asked whether this person may edit users."""
    role = getattr(user, "role", None)
    if isinstance(role, str):
        return role.lower() == "admin"
    return bool(manager.is_authorized_custom_view(method="PUT", resource_name="Users", user=user))


def guard(request: Request, person: Annotated[Person, Depends(person)]) -> None:
    """Looking for viewers, everything else for operators."""
    if not person.may_look:
        raise HTTPException(403, "You may not look at this: ask an administrator of Airflow for a role.")
    changes = request.method not in SAFE and not getattr(request.scope.get("endpoint"), "only_looks", False)
    if changes and not person.may_operate:
        raise HTTPException(403, "You may look but not change anything: ask for the role Op.")


def admins_only(person: Annotated[Person, Depends(person)]) -> None:
    """Set-up shows how the store is reached, and changes it."""
    if not person.may_administer:
        raise HTTPException(403, "Set-up is for administrators: ask for the role Admin.")
