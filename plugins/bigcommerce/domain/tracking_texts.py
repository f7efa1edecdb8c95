"""What a shipment says beside its items: number, link, carrier; and what is wrong with it.

Source: Orders V2, createOrderShipments, updateOrderShipment.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from bigcommerce.domain.carriers import LISTS, is_published, nearest
from bigcommerce.domain.tracking import Finding

JSON = dict[str, Any]

NUMBER_LENGTH, LINK_LENGTH, SERVICE_LENGTH = 50, 500, 255
SCHEME = re.compile("https?://", re.IGNORECASE)
# What a text may begin and end with and still be the same, and what an empty one may consist of: white space, also
# non-breaking, and what has no width.
BLANKS = "".join(filter(str.isspace, map(chr, range(0x3001)))) + "\u180e\u200b\u200c\u200d\u2060\ufeff"


def read_texts(value: JSON) -> tuple[JSON, list[Finding]]:
    """value: tracking_number, tracking_url, shipping_service, tracking_carrier, shipping_provider, is_mapped.

    Every text is named even where it is empty: left out, shipping_provider means "custom", which has no link.
    """
    number, link = value["tracking_number"].strip(BLANKS), value["tracking_url"].strip(BLANKS)
    findings = [
        *wrong_number(number),
        *wrong_service(value["shipping_service"]),
        *wrong_link(link),
        *wrong_carrier(value),
    ]
    texts = {
        "tracking_number": number,
        "tracking_link": "" if wrong_link(link) else link,
        **{field: value[field] if is_published(field, value[field]) else "" for field in LISTS},
        "shipping_method": value["shipping_service"],
    }
    return texts, findings


def wrong_number(number: str) -> list[Finding]:
    wrong = wrong_text("Tracking number", number, NUMBER_LENGTH)
    return [Finding("invalid_tracking_number", wrong)] if wrong else []


def wrong_service(service: str) -> list[Finding]:
    wrong = wrong_text("Shipping service", service, SERVICE_LENGTH)
    return [Finding("invalid_shipping_service", wrong)] if wrong else []


def wrong_text(name: str, text: str, length: int) -> str | None:
    is_long = len(text) > length
    if not is_long and not has_controls(text):
        return None
    wrong = f"{len(text)} characters, {length} fit" if is_long else "control or invisible characters"
    return f'{name} "{shown(text)}" cannot be sent: {wrong}. Correct it in the back office.'


def wrong_link(link: str) -> list[Finding]:
    if not link or (len(link) <= LINK_LENGTH and not has_controls(link) and SCHEME.match(link)):
        return []
    message = f'The tracking link "{shown(link)}" is left out: no web address of at most {LINK_LENGTH} characters.'
    return [Finding("invalid_tracking_link", message)]


def wrong_carrier(value: JSON) -> list[Finding]:
    """A service without a carrier, or with one that BigCommerce does not publish."""
    service = value["shipping_service"]
    details = {"shipping_service": service}
    if not value["is_mapped"]:
        message = f'"{service}" is no carrier yet, so it goes out without one: add it under Mappings, Carriers.'
        return [Finding("unmapped_carrier", message, details)]
    wrong = {field: value[field] for field in LISTS if not is_published(field, value[field])}
    if not wrong:
        return []
    field, carrier = next(iter(wrong.items()))
    advice = f'Did you mean "{near}"?' if (near := nearest(field, carrier)) else "That page offers those it publishes."
    what = field.replace("_", " ")
    message = (
        f'"{service}" is mapped to the {what} "{carrier}", which BigCommerce does not publish, so it goes out without '
        f"it: correct its row under Mappings, Carriers. {advice}"
    )
    return [Finding("unmapped_carrier", message, details | wrong)]


def differs(request: JSON, texts: JSON) -> bool:
    """Whether a shipment sent as `request` says something else than `texts`. What an old memory of it does not name
    counts as empty only where there is something to say now."""
    return any(request.get(name, "") != text for name, text in texts.items() if name in request or text)


def number_removed(requests: Iterable[JSON], texts: JSON) -> Finding | None:
    """Whether a shipment has a number and the consignment none any more: the shopper keeps it. requests: as sent."""
    number = next((number for request in requests if (number := request.get("tracking_number"))), None)
    if texts["tracking_number"] or not number:
        return None
    message = (
        f'Its number was removed after BigCommerce was told: the shipment keeps "{shown(number)}", and its link and '
        "carrier, until there is a new number. Enter the right one, or close this problem to leave it so."
    )
    return Finding("consignment_changed_after_export", message, {"before": number})


def shown(text: str) -> str:
    """As much of a text as fits into a sentence."""
    return "".join("�" if has_controls(character) else character for character in text[:80])


def has_controls(text: str) -> bool:
    """Control and format characters: none of them shows, and some turn around what follows."""
    return any(unicodedata.category(character) in ("Cc", "Cf") for character in text)
