"""What a rollback does with a SKU, in words."""

from __future__ import annotations

OUTCOMES = {
    "rolled_back": "Restored to the price before that run",
    "first_sent": "Left as it is: first sent by that run, so there is no price to go back to",
    "restored": "Left as it is: its price is the one from before that run already",
    "changed_since": "Left as it is: its price was changed since, in the back office or by a later run",
    "same": "Left as it is: that run sent the price it had before",
    "unapproved": "Left as it is: not approved any more, so nothing is sent for it",
    "inactive": "Left as it is: not active in the back office any more, so no price is sent for it",
    "unlinked": "Left as it is: not linked to exactly one product of BigCommerce any more",
    "list_not_mapped": "Left as it is: on a price list that the set-up does not name any more",
}


def outcome_sentence(outcome: str) -> str:
    return OUTCOMES.get(outcome, outcome)
