"""Uploads that no person sends: bombs, programs, pictures, bodies that lie about their length. Nothing stays."""

from __future__ import annotations

import gzip
import io
import os
import socket
import stat
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

import httpx
import psycopg
import pytest

from bigcommerce.ui.body_limits import MOST_BYTES
from tests.ui import import_shop
from tests.ui.every_page import PANEL
from tests.ui.import_shop import PATH, kept, send, uploaded

folder, shop = import_shop.folder, import_shop.shop
Browse = Callable[..., Any]
MIB = 1 << 20
BOUNDARY = {"content-type": "multipart/form-data; boundary=b"}
HEAD = b'--b\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\nSKU\n'


@pytest.fixture(autouse=True)
def one_mib(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BIGCOMMERCE_UPLOAD_MIB", "1")


def zipped(**files: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, one in files.items():
            archive.writestr(name, one)
    return content.getvalue()


def zip_bomb() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive, archive.open("a", "w") as one:
        fill(one)
    return content.getvalue()


def gzip_bomb() -> bytes:
    content = io.BytesIO()
    with gzip.open(content, "wb", compresslevel=1) as packed:
        fill(packed)
    return content.getvalue()


def fill(file: IO[bytes]) -> None:
    """300 MiB of rows."""
    file.write(b"SKU\n")
    for _ in range(300):
        file.write(b"A" * (MIB - 1) + b"\n")


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"MZ\x90\x00\x03\x00\x00\x00" + b"\0" * 200, "setup.exe"),
        (b"\x7fELF\x02\x01\x01\0" + b"\0" * 200, "program.csv"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0" * 100, "photo.csv"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0" + b"\xfe" * 100, "photo.jpg"),
        (zipped(a=b"SKU\nA\n", b=b"SKU\nB\n"), "two.zip"),
        (zipped(), "none.zip"),
        (zipped(**{"../../a.csv": b"\0\0\0"}), "out.zip"),
        (gzip.compress(b"SKU\nA\n", mtime=0)[:-9], "cut.csv.gz"),
        (b"", "empty.csv"),
        (b" ", ""),
    ],
)
def test_what_is_no_list_is_refused_with_a_sentence(
    browse: Browse, shop: psycopg.Connection, folder: Path, content: bytes, name: str
) -> None:
    answer = send(browse("olga"), content, name)
    assert 400 <= answer.status_code < 500 and 'class="error"' in answer.text and kept(folder) == []


@pytest.mark.parametrize("bomb", [gzip_bomb, zip_bomb])
def test_a_bomb_does_not_go_off(
    browse: Browse, shop: psycopg.Connection, folder: Path, bomb: Callable[[], bytes]
) -> None:
    content, client = bomb(), browse("olga")
    with little_memory():
        answer = send(client, content, "a.csv.gz")
        if answer.status_code == 303:
            choice = {"sku_column": "SKU", "value": "Y"}
            answer = client.get(f"{answer.headers['location']}/preview", params=choice)
    assert 400 <= answer.status_code < 500 and 'class="error"' in answer.text and on_disk() == 0


@contextmanager
def little_memory() -> Iterator[None]:
    """Less than 80 MiB more than before, at the peak. Only Linux says."""
    status = Path("/proc/self/status")
    if not status.exists():
        yield
        return
    # Linux: the peak begins anew.
    Path("/proc/self/clear_refs").write_text("5")
    before = peak(status)
    yield
    assert peak(status) - before < 80 << 10


def peak(status: Path) -> int:
    """In KiB."""
    (line,) = [line for line in status.read_text().splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1])


def on_disk() -> int:
    """Bytes of the files without a name that this process has open: that is how an unfinished upload is kept, once it
    is large. Pytest has small ones."""
    found = 0
    for descriptor in Path("/dev/fd").iterdir():
        with suppress(OSError):
            file = os.fstat(int(descriptor.name))
            is_upload = stat.S_ISREG(file.st_mode) and file.st_nlink == 0 and file.st_size > MIB // 2
            found += file.st_size if is_upload else 0
    return found


def pieces(count: int, most: list[int]) -> Iterator[bytes]:
    """A form whose file has so many MiB. most: how much the server had on its disk meanwhile."""
    yield HEAD
    for _ in range(count):
        most.append(on_disk())
        yield b"A" * (MIB - 1) + b"\n"
    yield b"\r\n--b--\r\n"


@pytest.fixture
def over_a_socket(browse: Browse, airflow_server: str) -> Callable[..., httpx.Response]:
    """Sends as it goes, without saying how much it will be."""

    def post(path: str, content: Iterator[bytes], person: str | None = "olga") -> httpx.Response:
        headers = BOUNDARY | {"accept": "text/html"}
        cookies = dict(browse(person).cookies)
        return httpx.post(airflow_server + path, content=content, headers=headers, cookies=cookies, timeout=60)

    return post


@pytest.mark.slow
def test_a_body_is_measured_where_it_says_no_length(
    over_a_socket: Callable[..., httpx.Response], shop: psycopg.Connection, folder: Path
) -> None:
    most = [0]
    with little_memory():
        answer = over_a_socket(PATH, pieces(200, most))
    assert answer.status_code == 413 and "The file is larger than 1 MiB" in answer.text
    assert max(most) <= 2 * MIB and kept(folder) == [] and on_disk() == 0


@pytest.mark.parametrize("length", [40, 99_999_999_999])
def test_a_length_is_not_believed(
    browse: Browse, airflow_server: str, shop: psycopg.Connection, folder: Path, length: int
) -> None:
    """Too short: the form is cut. Too long: it never ends, and the sender goes."""
    host, port = airflow_server.removeprefix("http://").split(":")
    cookie = f"_token={browse('olga').cookies['_token']}"
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        lines = [f"POST {PATH} HTTP/1.1", "Host: x", f"Cookie: {cookie}", f"Content-Length: {length}"]
        lines += [f"{name}: {value}" for name, value in BOUNDARY.items()]
        connection.sendall("\r\n".join([*lines, "", ""]).encode() + HEAD + b"A\n" * 50_000)
    deadline = time.monotonic() + 10
    while on_disk() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert kept(folder) == [] and on_disk() == 0


@pytest.mark.parametrize(
    "name", ["..", ".htaccess", "../../x.csv", "a\0.csv", "x" * 300 + ".csv", "con", "\u202egpj.csv"]
)
def test_a_name_is_only_a_name(browse: Browse, shop: psycopg.Connection, folder: Path, name: str) -> None:
    client = browse("olga")
    assert client.get(uploaded(client, name=name)).status_code == 200
    (file,) = kept(folder)
    assert file.parent.parent == folder and not file.name.startswith(".") and len(file.name) <= 60


@pytest.mark.slow
@pytest.mark.parametrize("person", ["olga", None])
@pytest.mark.parametrize(
    "path",
    [
        *("default/problems/prices/empty_price", "default/guarded-prices", "default/mappings/payment/add"),
        # Looks like an upload until its steps are read.
        *("default/backfill", "default~2Fproblems~2Fprices/imports"),
    ],
)
def test_no_other_form_takes_as_much(
    over_a_socket: Callable[..., httpx.Response], shop: psycopg.Connection, path: str, person: str | None
) -> None:
    """FastAPI reads some forms before the guard is asked; a file in one would fill the disk."""
    most = [0]
    with suppress(httpx.NetworkError):  # The server may hang up on the rest.
        answer = over_a_socket(f"{PANEL}/stores/{path}", pieces(60, most), person)
        assert answer.status_code in (303, 413)
    assert max(most) <= MOST_BYTES and on_disk() == 0


@pytest.mark.parametrize("path", ["runs/start/export", "problems/prices/empty_price"])
@pytest.mark.parametrize("encoding", ["data", "files"])
def test_a_field_beyond_its_limit_is_said_in_our_words(
    browse: Browse, shop: psycopg.Connection, path: str, encoding: str
) -> None:
    """The one form is read by the page, the other by FastAPI."""
    text = "A" * ((1 << 20) + 1)
    sent: dict[str, Any] = {"data": {"sure": text}} if encoding == "data" else {"files": {"sure": (None, text)}}
    answer = browse("olga").post(f"{PANEL}/stores/default/{path}", headers={"accept": "text/html"}, **sent)
    assert answer.status_code == 413 and "A field of this form is larger than 1 MiB" in answer.text
