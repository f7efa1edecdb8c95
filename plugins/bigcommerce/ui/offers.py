"""What BigCommerce has to offer to a form. Where it has nothing, the page works all the same and says why."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bigcommerce.connectors.bigcommerce import BigCommerceClient
from bigcommerce.db.stores import Store
from bigcommerce.errors import BadRequest, RateLimited, SyncError, Unreachable
from bigcommerce.hooks.bigcommerce import BigCommerceHook

# A person waits: one try, a few seconds.
READ_SECONDS, WAIT_SECONDS = 10.0, 3.0


def patient_client(store: Store) -> BigCommerceClient:
    """As patient as a person. Raises BadRequest where the connection is not there or not complete."""
    hook = BigCommerceHook(store.connection_id)
    return hook.client(attempts=1, read_timeout=READ_SECONDS, longest_wait=WAIT_SECONDS, reserve=0.0)


class Offers:
    """One page's questions to BigCommerce. missing: a sentence for each that got no answer."""

    def __init__(self, store: Store) -> None:
        self.missing: list[str] = []
        self.client: BigCommerceClient | None = None
        try:
            self.client = patient_client(store)
        except BadRequest as error:
            self.missing.append(f"BigCommerce was not asked for names to choose from. {error}")

    def ask(self, what: str, read: Callable[[BigCommerceClient], Any], otherwise: Any) -> Any:
        """what: in the plural, for the sentence."""
        if self.client is None:
            return otherwise
        try:
            return read(self.client)
        except (Unreachable, RateLimited) as error:
            # What would be asked next would wait as long.
            self.client = None
            self.missing.append(f"BigCommerce did not say its {what}: {error} Reload the page later; typing works.")
        except SyncError as error:
            self.missing.append(f"BigCommerce did not say its {what}: {error}")
        except (KeyError, TypeError, ValueError) as error:
            self.missing.append(f"BigCommerce said its {what} in a way that cannot be read ({type(error).__name__}).")
        return otherwise
