"""A store's hash out of whatever people paste, and nothing else."""

from __future__ import annotations

import pytest

from bigcommerce.domain.api_paths import ApiPath, read_api_path, read_host
from bigcommerce.errors import Invalid

API = "https://api.bigcommerce.com"


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("abc123", ApiPath("abc123")),
        (f"  {API}/stores/abc123/v3/ ", ApiPath("abc123", API)),
        (f"{API}/stores/abc123/v2/orders?limit=1", ApiPath("abc123", API)),
        (f"{API}/stores/abc123", ApiPath("abc123", API)),
        ("/stores/abc123/v3/", ApiPath("abc123")),
        ("stores/abc123", ApiPath("abc123")),
        ("https://store-abc123.mybigcommerce.com/manage/dashboard", ApiPath("abc123")),
        ("http://127.0.0.1:8080/stores/sandbox/v3", ApiPath("sandbox", "http://127.0.0.1:8080")),
    ],
)
def test_a_hash_is_found(text: str, path: ApiPath) -> None:
    assert read_api_path(text) == path


@pytest.mark.parametrize(
    "text",
    ["", " ", "abc/123", "../v2", f"{API}/stores/", f"{API}/stores/a%2Fb/v3/", "hästchen", "x" * 65, API],
)
def test_what_holds_no_hash_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match="no store hash"):
        read_api_path(text)


@pytest.mark.parametrize("text", ["abc 123", f"{API}/stores/abc 123/v3/"])
def test_a_space_within_is_said(text: str) -> None:
    with pytest.raises(Invalid, match="There is a space within this"):
        read_api_path(text)


def test_a_host_is_scheme_and_host_alone() -> None:
    assert read_host(" https://api.bigcommerce.com/ ") == API
    assert read_host("http://127.0.0.1:8080") == "http://127.0.0.1:8080"
    for text in (
        "",
        "api.bigcommerce.com",
        "ftp://x",
        "https://",
        f"{API}/v3",
        "https://a@b",
        "https://x:99999",
        "https://a b",
    ):
        with pytest.raises(Invalid):
            read_host(text)
