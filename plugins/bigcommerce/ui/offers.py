"""What a remote system has to offer to a form. Where it has nothing, the page works all the same and says why."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from bigcommerce.connectors.bigcommerce import BigCommerceClient
from bigcommerce.db.stores import Store
from bigcommerce.errors import BadRequest, NotAuthorised, RateLimited, SyncError, Unreachable
from bigcommerce.hooks.bigcommerce import BigCommerceHook
from bigcommerce.ui.credentials import read_credentials

# A person waits: one try, a few seconds.
READ_SECONDS, WAIT_SECONDS = 10.0, 3.0

Client = TypeVar("Client")


def patient_client(store: Store) -> BigCommerceClient:
    """As patient as a person. Raises BadRequest where the connection is not there or not complete."""
    return patient(BigCommerceHook(store.connection_id))


def patient(hook: BigCommerceHook) -> BigCommerceClient:
    return hook.client(attempts=1, read_timeout=READ_SECONDS, longest_wait=WAIT_SECONDS, reserve=0.0)


class Questions(Generic[Client]):
    """One page's questions to a remote system. missing: a sentence for each that got no answer."""

    def __init__(self, whom: str, open_client: Callable[[], Client | None]) -> None:
        """open_client: gives None where there is nobody to ask yet and the page says so itself."""
        self.whom = whom
        self.missing: list[str] = []
        self.client: Client | None = None
        try:
            self.client = open_client()
        except BadRequest as error:
            self.missing.append(f"{whom} was not asked for names to choose from. {error}")

    def ask(self, what: str, read: Callable[[Client], Any], otherwise: Any) -> Any:
        """what: in the plural, for the sentence."""
        if self.client is None:
            return otherwise
        try:
            return read(self.client)
        except (Unreachable, RateLimited) as error:
            # What would be asked next would wait as long.
            self.client = None
            self.missing.append(f"{self.whom} did not say its {what}: {error} Reload the page later; typing works.")
        except NotAuthorised as error:
            if error.status == 401:
                # Nor would anything else be said.
                self.client = None
            self.missing.append(f"{self.whom} did not say its {what}, as {refusal(error)}. Typing works.")
        except SyncError as error:
            self.missing.append(f"{self.whom} did not say its {what}: {error}")
        except (KeyError, TypeError, ValueError) as error:
            self.missing.append(f"{self.whom} said its {what} in a way that cannot be read ({type(error).__name__}).")
        return otherwise


def refusal(error: NotAuthorised) -> str:
    if error.status == 403:
        return "the account has no scope for that: its test says which"
    return "it refused the account: test that first"


class Offers(Questions[BigCommerceClient]):
    """Those to BigCommerce. Before the account is entered the frame of the step asks for that."""

    def __init__(self, store: Store) -> None:
        has_account = read_credentials(store.connection_id).has_token
        super().__init__("BigCommerce", lambda: patient_client(store) if has_account else None)
