"""The address of a Neto store, out of whatever people paste."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from bigcommerce.domain.api_paths import read_host
from bigcommerce.errors import Invalid

SITE = re.compile(r"https?://[\w.-]+(:\d+)?", re.ASCII)


def read_site(text: str) -> str:
    """scheme://host[:port] of "www.shop.com.au", or of any page's address. https where no scheme is given.

    Raises Invalid.
    """
    text = text.strip()
    try:
        url = urlsplit(text if "://" in text else f"https://{text}")
        site = read_host(f"{url.scheme}://{url.netloc}")
    except (Invalid, ValueError):
        site = ""
    if not SITE.fullmatch(site):
        raise Invalid("This is no address of a site: enter it as https://www.myshop.com.au.", field="site")
    return site
