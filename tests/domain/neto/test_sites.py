"""A site's address out of what people paste."""

from __future__ import annotations

import pytest

from bigcommerce.domain.neto.sites import read_site
from bigcommerce.errors import Invalid


@pytest.mark.parametrize(
    ("pasted", "site"),
    [
        ("https://www.shop.com.au", "https://www.shop.com.au"),
        (" www.shop.com.au/ ", "https://www.shop.com.au"),
        ("https://shop.neto.com.au/_cpanel?module=1#x", "https://shop.neto.com.au"),
        ("http://127.0.0.1:8800/do/WS/NetoAPI", "http://127.0.0.1:8800"),
    ],
)
def test_the_host_is_kept(pasted: str, site: str) -> None:
    assert read_site(pasted) == site


@pytest.mark.parametrize(
    "pasted",
    [
        "",
        "ftp://shop.com.au",
        "https://",
        "https://u:p@shop.com.au",
        "https://a b.com",
        "shop:port",
        "<b>",
        "https://[::1",
    ],
)
def test_what_is_no_address_is_refused(pasted: str) -> None:
    with pytest.raises(Invalid):
        read_site(pasted)
