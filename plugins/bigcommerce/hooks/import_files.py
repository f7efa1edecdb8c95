"""The files people may import: those in the folders and under the URLs of BIGCOMMERCE_IMPORT_PATHS.

Colon-separated, e.g. `/srv/imports:s3://my_aws@bucket/approvals`; default `$AIRFLOW_HOME/imports`. Relative paths start
at the first. A URL names its Airflow connection as ObjectStoragePath wants it, and must name the one listed.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import unquote

from airflow.configuration import get_airflow_home
from airflow.sdk import ObjectStoragePath

from bigcommerce.errors import BadRequest

VARIABLE = "BIGCOMMERCE_IMPORT_PATHS"
URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://(.*)", re.DOTALL)
# Neither the colon of a scheme nor that of a port ends an entry.
END_OF_ENTRY = re.compile(r":(?!//|\d+(?:[/:]|$))")
BLOCK = 1 << 20


@dataclass(frozen=True)
class ImportFile:
    """A private copy of what the file held at one moment. sha256: of these very bytes."""

    content: IO[bytes]
    sha256: str


@contextmanager
def open_import(file: str | None, max_bytes: int) -> Iterator[ImportFile]:
    """A copy of the file people named, if it lies where imports may lie.

    Raises BadRequest where it does not, cannot be read, is larger than max_bytes or changes meanwhile.
    """
    if not file:
        raise BadRequest("No file is named: give `file`, the path or URL of a CSV.")
    places = import_places()
    file = absolute(file, places)
    with tempfile.TemporaryFile(prefix="import-") as copy:
        if URL.match(file):
            sha256 = copy_object(check_url(file, places), copy, max_bytes)
        else:
            sha256 = copy_local(check_path(file, places), copy, max_bytes)
        copy.seek(0)
        yield ImportFile(copy, sha256)


def absolute(file: str, places: Sequence[str]) -> str:
    """A relative path starts at the first place."""
    if not URL.match(file) and not file.startswith("/"):
        file = f"{places[0].rstrip('/')}/{file}"
    return strip_file_scheme(file)


def import_places() -> list[str]:
    """Absolute folders and URLs, the first first. Raises BadRequest where the setting makes no sense."""
    setting = os.environ.get(VARIABLE) or f"{get_airflow_home()}/imports"
    places = [strip_file_scheme(entry.strip()) for entry in END_OF_ENTRY.split(setting) if entry.strip()]
    for place in places:
        if not URL.match(place) and not place.startswith("/"):
            raise BadRequest(f'{VARIABLE} lists "{place}", which is neither an absolute path nor a URL.')
    if not places:
        raise BadRequest(f"{VARIABLE} lists no folder.")
    return places


def strip_file_scheme(file: str) -> str:
    """A file:// URL as the path it means, everything else as it is."""
    match = URL.match(file)
    if match is None or match[1].lower() not in ("file", "local"):
        return file
    path = unquote(match[2]).removeprefix("localhost")
    if not path.startswith("/"):
        raise BadRequest(f'"{file}" names another computer: give a path of this one.')
    return path


def check_path(file: str, places: Sequence[str]) -> str:
    """The real path of a local file. Raises BadRequest where it lies, links followed, in none of the folders."""
    if "\0" in file or ".." in Path(file).parts:
        raise BadRequest(f'"{printable(file)}" is refused: write the path without "..".')
    real = os.path.realpath(file)
    for place in places:
        if not URL.match(place) and Path(real).is_relative_to(os.path.realpath(place)):
            return real
    where = "leads to a file that is" if Path(file).is_symlink() else "is"
    raise BadRequest(f'"{printable(file)}" {where} in none of the folders imports may come from: {", ".join(places)}.')


def check_url(url: str, places: Sequence[str]) -> str:
    """The same for object storage, by whole path segments. A URL within a URL ("::") is refused."""
    segments = split_url(url)
    if "::" in url or {"", ".", ".."} & set(unquote("/".join(segments[1:])).replace("\\", "/").split("/")):
        raise BadRequest(f'"{printable(url)}" is refused: write the URL without "..", "//" or "::".')
    for place in places:
        prefix = split_url(place.rstrip("/"))
        if URL.match(place) and segments[: len(prefix)] == prefix and len(segments) > len(prefix):
            return url
    raise BadRequest(f'"{printable(url)}" is under none of the places imports may come from: {", ".join(places)}.')


def split_url(url: str) -> list[str]:
    """["s3://bucket", "a", "b.csv"]"""
    match = URL.match(url)
    if match is None:
        return [url]
    host, *path = match[2].split("/")
    return [f"{match[1].lower()}://{host}", *path]


def printable(file: str) -> str:
    return "".join(c if c.isprintable() else "?" for c in file)


def copy_local(path: str, copy: IO[bytes], max_bytes: int) -> str:
    """Copy a file and return its sha256. Raises BadRequest."""
    try:
        # The path was resolved: a last part that is a link now was put there since. A pipe must not block.
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(descriptor, "rb") as source:
            before = os.fstat(descriptor)
            if not stat.S_ISREG(before.st_mode):
                raise BadRequest(f'"{path}" is not a file.')
            check_size(before.st_size, max_bytes)
            sha256, _ = copy_bytes(source, copy, max_bytes)
            after = os.fstat(descriptor)
    except FileNotFoundError as error:
        raise BadRequest(f'There is no file "{path}".') from error
    except OSError as error:
        raise BadRequest(f'"{path}" cannot be read: {error.strerror}.') from error
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise BadRequest(f'"{path}" changed while it was read: start again once it is complete.')
    return sha256


def copy_object(url: str, copy: IO[bytes], max_bytes: int) -> str:
    """The same from object storage; what its library raises about the network passes through, for Airflow to retry."""
    try:
        path = ObjectStoragePath(url)
        before = path.checksum()
        check_size(path.size(), max_bytes)
        with path.open("rb") as source:
            sha256, size = copy_bytes(source, copy, max_bytes)
        changed = size != path.size() or before != path.checksum()
    except FileNotFoundError as error:
        raise BadRequest(f'There is no file "{url}".') from error
    except (PermissionError, IsADirectoryError) as error:
        raise BadRequest(f'"{url}" cannot be read: {error}') from error
    except (ImportError, ValueError) as error:
        raise BadRequest(f'No library here reads "{url}": install the provider of its storage ({error}).') from error
    if changed:
        raise BadRequest(f'"{url}" changed while it was read: start again once it is complete.')
    return sha256


def copy_bytes(source: IO[bytes], copy: IO[bytes], max_bytes: int) -> tuple[str, int]:
    """(sha256, size)"""
    digest, size = hashlib.sha256(), 0
    while block := source.read(BLOCK):
        digest.update(block)
        size += len(block)
        check_size(size, max_bytes)
        copy.write(block)
    return digest.hexdigest(), size


def check_size(size: int, max_bytes: int) -> None:
    if size > max_bytes:
        raise BadRequest(f"The file is larger than {max_bytes >> 20} MiB: split it.")
