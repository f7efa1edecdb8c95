"""Files people upload in the panel: kept where the workers find them, in a folder of the first of the import places.

Each lies in a folder of its own, named after the day and something random, so that no name meets another and a folder's
age shows in its name. A file that lies there was uploaded by the panel: that is how the import knows.
"""

from __future__ import annotations

import logging
import os
import re
import secrets
import shutil
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO, Any

from airflow.sdk import ObjectStoragePath

from bigcommerce.errors import BadRequest
from bigcommerce.hooks.import_files import BLOCK, URL, absolute, import_places

log = logging.getLogger(__name__)

FOLDER = "panel-uploads"
OWN_FOLDER = re.compile(r"(\d{8})-[\w-]{22}", re.ASCII)
KEPT = timedelta(days=30)
# In characters of up to four bytes; most file systems take 255 bytes.
LONGEST_NAME = 60
VARIABLE = "BIGCOMMERCE_UPLOAD_MIB"
DEFAULT_MIB = 64


@dataclass(frozen=True)
class Upload:
    """folder: its own; name: as the person's file was called, as far as that makes a safe name."""

    folder: str
    name: str

    @property
    def file(self) -> str:
        """The path or URL that `open_import` and the import's DAG take."""
        return f"{uploads_place()}/{self.folder}/{self.name}"


def max_bytes() -> int:
    """Of one upload. Raises BadRequest where the setting makes no sense."""
    setting = os.environ.get(VARIABLE) or str(DEFAULT_MIB)
    if not setting.isdecimal() or not 0 < int(setting) <= 1024:
        raise BadRequest(f'{VARIABLE} is "{setting}": write a number of mebibytes from 1 to 1024.')
    return int(setting) << 20


def uploads_place() -> str:
    return f"{import_places()[0].rstrip('/')}/{FOLDER}"


def is_upload(file: str) -> bool:
    """Does it lie in the panel's own folder? file: as people name it to the import."""
    return absolute(file, import_places()).startswith(uploads_place() + "/")


def new_upload(name: str) -> Upload:
    return Upload(f"{datetime.now(UTC):%Y%m%d}-{secrets.token_urlsafe(16)}", safe_name(name))


def known_upload(folder: str, name: str) -> Upload:
    """As an address names it. Raises BadRequest where that is none of ours; whether the file is still there, nobody
    looks."""
    if not OWN_FOLDER.fullmatch(folder) or safe_name(name) != name:
        raise BadRequest("There is no such upload.")
    return Upload(folder, name)


def safe_name(name: str) -> str:
    """The last part of a path of any system, its letters and digits, with single dots and lines between them."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(c if c.isalnum() or c in "._-" else "_" for c in last)
    stem, dot, ending = re.sub(r"\.+", ".", kept).strip("._-").rpartition(".")
    if not dot or len(ending) > 10:
        stem, ending = f"{stem}{dot}{ending}", ""
    short = stem[: LONGEST_NAME - len(ending) - 1].rstrip("._-")
    return ".".join(filter(None, [short, ending])) or "upload"


def save_upload(upload: Upload, content: IO[bytes]) -> None:
    """Raises BadRequest where the place takes no file."""
    try:
        folder = path_of(uploads_place()) / upload.folder
        if isinstance(folder, Path):
            folder.mkdir(parents=True)
        with (folder / upload.name).open("wb") as file:
            shutil.copyfileobj(content, file, BLOCK)
    except (OSError, ImportError, ValueError) as error:
        raise BadRequest(f"The file cannot be kept in {uploads_place()} ({type(error).__name__}): {error}") from error


def remove_upload(upload: Upload) -> None:
    remove_folder(path_of(uploads_place()) / upload.folder)


def remove_old_uploads(now: datetime) -> int:
    """How many went. What cannot be removed stays, and the log says so: an upload must not fail over it."""
    before, count = f"{now - KEPT:%Y%m%d}", 0
    try:
        for folder in path_of(uploads_place()).iterdir():
            match = OWN_FOLDER.fullmatch(folder.name)
            if match and match[1] < before:
                remove_folder(folder)
                count += 1
    except Exception:
        log.warning("old uploads cannot be removed from %s", uploads_place(), exc_info=True)
    return count


def remove_folder(folder: Any) -> None:
    for file in folder.iterdir():
        file.unlink()
    if isinstance(folder, Path):
        folder.rmdir()


def path_of(place: str) -> Any:
    """Path and ObjectStoragePath share what is used here. Object storage has no folders to make or to remove."""
    return ObjectStoragePath(place) if URL.match(place) else Path(place)
