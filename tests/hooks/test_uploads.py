"""Where uploads lie, what they are called, and when they go."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import fsspec
import pytest
from airflow.sdk.io import attach

from bigcommerce.errors import BadRequest
from bigcommerce.hooks.import_files import open_import
from bigcommerce.hooks.uploads import (
    Upload,
    is_upload,
    known_upload,
    max_bytes,
    new_upload,
    remove_old_uploads,
    remove_upload,
    safe_name,
    save_upload,
)

NOW = datetime(2026, 6, 30, tzinfo=UTC)


@pytest.fixture(params=["local", "object"])
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The first place of imports, which is not there yet."""
    found = str(tmp_path / "im ports#1")
    if request.param == "object":
        memory = fsspec.filesystem("memory")
        attach("memory", fs=memory)
        memory.store.clear()
        found = "memory://bucket/imports"
    monkeypatch.setenv("BIGCOMMERCE_IMPORT_PATHS", f"{found}:{tmp_path}/second")
    return found


def held(upload: Upload) -> bytes:
    with open_import(upload.file, 1 << 20) as copy:
        return copy.content.read()


def test_an_upload_can_be_imported(place: str) -> None:
    first, second = new_upload("a.csv"), new_upload("a.csv")
    save_upload(first, io.BytesIO(b"SKU\n1\n"))
    save_upload(second, io.BytesIO(b"SKU\n2\n"))
    assert (held(first), held(second)) == (b"SKU\n1\n", b"SKU\n2\n")
    assert first.file.startswith(f"{place}/panel-uploads/{datetime.now(UTC):%Y%m%d}-") and is_upload(first.file)
    assert known_upload(first.folder, first.name) == first


def test_an_upload_that_was_removed_is_gone(place: str) -> None:
    upload = new_upload("a.csv")
    save_upload(upload, io.BytesIO(b"SKU\n"))
    remove_upload(upload)
    with pytest.raises(BadRequest, match="There is no file"):
        held(upload)


def test_old_uploads_go_and_nothing_else(place: str) -> None:
    def at(days: int) -> Upload:
        return Upload(f"{NOW - timedelta(days=days):%Y%m%d}-{'x' * 22}", "a.csv")

    others = [Upload("20200101-short", "a.csv"), Upload("mine", "a.csv")]
    for upload in (at(0), at(30), at(31), at(400), *others):
        save_upload(upload, io.BytesIO(b"SKU\n"))
    assert remove_old_uploads(NOW) == 2
    for upload in (at(0), at(30), *others):
        assert held(upload) == b"SKU\n"
    for upload in (at(31), at(400)):
        with pytest.raises(BadRequest):
            held(upload)


def test_before_the_first_upload_there_is_nothing_to_remove(place: str) -> None:
    assert remove_old_uploads(NOW) == 0


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("skus.csv", "skus.csv"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ann\\my skus (1).csv", "my_skus__1.csv"),
        ("a\0b\n.csv", "a_b.csv"),
        ("..", "upload"),
        ("", "upload"),
        ("…", "upload"),
        (".htaccess", "htaccess"),
        ("a..b...csv", "a.b.csv"),
        ("прайс ß.csv", "прайс_ß.csv"),
        ("<script>alert(1)</script>.csv", "script.csv"),
        ("s3://bucket/x.csv", "x.csv"),
        ("q?a=1#x%2F..csv.gz", "q_a_1_x_2F.csv.gz"),
        ("x" * 300 + ".csv", "x" * 56 + ".csv"),
        ("a." + "x" * 300, "a." + "x" * 57),
    ],
)
def test_a_name_becomes_a_safe_one(given: str, kept: str) -> None:
    assert safe_name(given) == kept == safe_name(kept)
    assert len(kept.encode()) < 255 and re.fullmatch(r"[\w.-]+", kept) and ".." not in kept


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("..", "a.csv"),
        ("20260101-" + "x" * 22, "../a.csv"),
        ("20260101-" + "x" * 22, ".."),
        ("20260101-x/../y", "a.csv"),
    ],
)
def test_an_address_that_is_none_of_ours_is_refused(folder: str, name: str) -> None:
    with pytest.raises(BadRequest):
        known_upload(folder, name)


def test_a_place_that_takes_no_file_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("BIGCOMMERCE_IMPORT_PATHS", str(tmp_path / "file"))
    with pytest.raises(BadRequest, match="cannot be kept in"):
        save_upload(new_upload("a.csv"), io.BytesIO(b""))


@pytest.mark.parametrize("setting", ["0", "x", "-1", "1025"])
def test_a_limit_that_makes_no_sense_is_refused(monkeypatch: pytest.MonkeyPatch, setting: str) -> None:
    monkeypatch.setenv("BIGCOMMERCE_UPLOAD_MIB", setting)
    with pytest.raises(BadRequest, match="from 1 to 1024"):
        max_bytes()
