"""Which files may be imported, and that the bytes read are those of one moment."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import IO, Any

import fsspec
import pytest
from airflow.sdk.io import attach

from bigcommerce.errors import BadRequest
from bigcommerce.hooks import import_files
from bigcommerce.hooks.import_files import import_places, open_import

CONTENT = b"SKU\nA\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An allowed folder with a.csv, beside one that is not allowed."""
    allowed = tmp_path / "imports"
    allowed.mkdir()
    (allowed / "a.csv").write_bytes(CONTENT)
    (tmp_path / "secret.csv").write_bytes(CONTENT)
    (tmp_path / "imports-old").mkdir()
    (tmp_path / "imports-old" / "a.csv").write_bytes(CONTENT)
    monkeypatch.setenv("BIGCOMMERCE_IMPORT_PATHS", str(allowed))
    return allowed


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> str:
    """An allowed prefix of an object store, with a.csv."""
    memory = fsspec.filesystem("memory")
    attach("memory", fs=memory)
    memory.store.clear()
    memory.pipe("/bucket/approvals/a.csv", CONTENT)
    memory.pipe("/bucket/approvals-old/a.csv", CONTENT)
    monkeypatch.setenv("BIGCOMMERCE_IMPORT_PATHS", "memory://bucket/approvals")
    return "memory://bucket/approvals"


def read(file: str | None, max_bytes: int = 1000) -> bytes:
    with open_import(file, max_bytes) as opened:
        content = opened.content.read()
        assert opened.sha256 == hashlib.sha256(content).hexdigest()
    return content


def sentence(file: str | None, max_bytes: int = 1000) -> str:
    with pytest.raises(BadRequest) as error:
        read(file, max_bytes)
    return str(error.value)


def test_a_path_may_be_relative_absolute_or_a_file_url(folder: Path) -> None:
    (folder / "b c.csv").write_bytes(b"B")
    assert read("a.csv") == read(f"{folder}/a.csv") == read(f"file://{folder}/a.csv") == CONTENT
    assert read(f"file://localhost{folder}/b%20c.csv") == read("b c.csv") == b"B"


def test_a_link_that_stays_inside_is_followed(folder: Path) -> None:
    (folder / "newest.csv").symlink_to("a.csv")
    assert read("newest.csv") == CONTENT


def test_the_allowed_folder_may_itself_be_a_link(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder.parent / "link").symlink_to(folder)
    monkeypatch.setenv("BIGCOMMERCE_IMPORT_PATHS", f"{folder.parent}/link")
    assert read("a.csv") == read(f"{folder}/a.csv") == CONTENT


@pytest.mark.parametrize("file", ["../secret.csv", "sub/../a.csv", "{}/../secret.csv", "file://{}/%2e%2e/secret.csv"])
def test_two_dots_are_refused(folder: Path, file: str) -> None:
    assert sentence(file.format(folder)).endswith('is refused: write the path without "..".')


def test_a_place_outside_is_refused_however_it_is_named(folder: Path) -> None:
    outside = folder.parent / "secret.csv"
    (folder / "link.csv").symlink_to(outside)
    (folder / "up").symlink_to(folder.parent)
    (folder / "loop").symlink_to("loop")
    for file in (str(outside), f"{folder}-old/a.csv", "link.csv", "up/secret.csv", "/etc/passwd", f"file://{outside}"):
        assert "is in none of the folders imports may come from" in sentence(file)
    assert "cannot be read" in sentence("loop")


@pytest.mark.parametrize(
    "file",
    ["s3://bucket/a.csv", "https://example.com/a.csv", "memory://bucket/a.csv"],
)
def test_a_url_that_is_not_listed_is_refused(folder: Path, file: str) -> None:
    assert "is under none of the places imports may come from" in sentence(file)


def test_a_chain_of_storage_libraries_is_only_an_odd_file_name(folder: Path) -> None:
    file = "simplecache::file:///etc/passwd"
    assert sentence(file) == f'There is no file "{folder}/simplecache::file:/etc/passwd".'


def test_a_file_url_of_another_computer_is_refused(folder: Path) -> None:
    assert sentence("file://host/a.csv") == '"file://host/a.csv" names another computer: give a path of this one.'


def test_what_is_no_readable_file_is_refused(folder: Path) -> None:
    os.mkfifo(folder / "pipe.csv")
    assert sentence("pipe.csv") == f'"{folder}/pipe.csv" is not a file.'
    assert sentence("") == sentence(None) == "No file is named: give `file`, the path or URL of a CSV."
    assert sentence("b.csv") == f'There is no file "{folder}/b.csv".'
    assert sentence("a.csv/b") == f'"{folder}/a.csv/b" cannot be read: Not a directory.'
    assert sentence(".") == f'"{folder}" cannot be read: Is a directory.'
    assert sentence("a\0b.csv").startswith(f'"{folder}/a?b.csv" is refused')
    assert sentence("x" * 300).endswith("cannot be read: File name too long.")


def test_a_file_larger_than_the_cap_is_read_no_further(folder: Path) -> None:
    with (folder / "big.csv").open("wb") as file:
        file.truncate(3 << 30)
    assert sentence("big.csv", 1 << 20) == "The file is larger than 1 MiB: split it."


def test_of_a_file_known_to_be_too_large_nothing_is_copied(
    folder: Path, bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BIGCOMMERCE_IMPORT_PATHS", f"{folder}:{bucket}")
    monkeypatch.setattr(import_files, "copy_bytes", lambda *_: pytest.fail("it was copied"))
    assert sentence("a.csv", 3) == sentence(f"{bucket}/a.csv", 3) == "The file is larger than 0 MiB: split it."


def test_a_file_that_grows_while_it_is_read_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy_bytes = import_files.copy_bytes

    def meanwhile(source: IO[bytes], copy: IO[bytes], max_bytes: int) -> Any:
        result = copy_bytes(source, copy, max_bytes)
        with (folder / "a.csv").open("ab") as file:
            file.write(b"B\n")
        return result

    monkeypatch.setattr(import_files, "copy_bytes", meanwhile)
    assert sentence("a.csv") == f'"{folder}/a.csv" changed while it was read: start again once it is complete.'


def test_an_object_under_the_prefix_is_read(bucket: str) -> None:
    assert read(f"{bucket}/a.csv") == read("a.csv") == read("MEMORY://bucket/approvals/a.csv") == CONTENT


@pytest.mark.parametrize(
    "file",
    [
        "memory://bucket/approvals-old/a.csv",
        "memory://bucket/a.csv",
        "memory://other/approvals/a.csv",
        "memory://someone@bucket/approvals/a.csv",
        "memory://bucket/approvals",
        "/bucket/approvals/a.csv",
    ],
)
def test_an_object_elsewhere_is_refused(bucket: str, file: str) -> None:
    assert "imports may come from" in sentence(file)


@pytest.mark.parametrize(
    "rest", ["../approvals-old/a.csv", "%2e%2e/a.csv", "x%2f..%2fa.csv", "x//a.csv", "a.csv::file:///etc/passwd"]
)
def test_a_url_that_could_lead_elsewhere_is_refused(bucket: str, rest: str) -> None:
    assert sentence(f"{bucket}/{rest}").endswith('is refused: write the URL without "..", "//" or "::".')


def test_an_object_that_is_missing_too_large_or_unreadable_is_refused(
    bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sentence(f"{bucket}/b.csv") == f'There is no file "{bucket}/b.csv".'
    assert sentence(f"{bucket}/a.csv", 3) == "The file is larger than 0 MiB: split it."
    monkeypatch.setenv("BIGCOMMERCE_IMPORT_PATHS", "nosuch://bucket")
    assert "install the provider of its storage" in sentence("nosuch://bucket/a.csv")


def test_an_object_that_changes_while_it_is_read_is_refused(bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    copy_bytes = import_files.copy_bytes

    def meanwhile(source: IO[bytes], copy: IO[bytes], max_bytes: int) -> Any:
        result = copy_bytes(source, copy, max_bytes)
        fsspec.filesystem("memory").pipe("/bucket/approvals/a.csv", CONTENT + b"B\n")
        return result

    monkeypatch.setattr(import_files, "copy_bytes", meanwhile)
    assert "changed while it was read" in sentence(f"{bucket}/a.csv")


@pytest.mark.parametrize(
    ("setting", "places"),
    [
        ("/a", ["/a"]),
        ("/a:/b", ["/a", "/b"]),
        ("s3://bucket/x:/b", ["s3://bucket/x", "/b"]),
        ("/a:s3://aws@bucket/x:gs://y", ["/a", "s3://aws@bucket/x", "gs://y"]),
        ("https://files.example.com:8443/x:/b", ["https://files.example.com:8443/x", "/b"]),
        (" /a : : file:///b%20c ", ["/a", "/b c"]),
    ],
)
def test_the_setting_lists_folders_and_urls(monkeypatch: pytest.MonkeyPatch, setting: str, places: list[str]) -> None:
    monkeypatch.setenv("BIGCOMMERCE_IMPORT_PATHS", setting)
    assert import_places() == places


def test_without_the_setting_it_is_the_imports_folder_of_airflow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BIGCOMMERCE_IMPORT_PATHS", raising=False)
    assert import_places() == [f"{os.environ['AIRFLOW_HOME']}/imports"]


@pytest.mark.parametrize("setting", ["imports", "/a:b", ":"])
def test_a_setting_that_makes_no_sense_is_said(monkeypatch: pytest.MonkeyPatch, setting: str) -> None:
    monkeypatch.setenv("BIGCOMMERCE_IMPORT_PATHS", setting)
    assert "BIGCOMMERCE_IMPORT_PATHS lists" in sentence("a.csv")
