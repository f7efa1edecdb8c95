"""CSVs as bytes, what they are read as, and the sentence one is refused with."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest

from bigcommerce.domain.approvals import read_rows
from bigcommerce.errors import BadRequest


def rows(content: bytes, sku_column: str = "SKU", approved_column: str | None = None) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in read_rows(io.BytesIO(content), sku_column, approved_column)]


def skus(content: bytes) -> list[str]:
    return [sku for _, sku, _ in rows(content)]


def sentence(content: bytes, **columns: Any) -> str:
    with pytest.raises(BadRequest) as error:
        rows(content, **columns)
    return str(error.value)


def zipped(method: int = zipfile.ZIP_DEFLATED, **files: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


PLAIN = b"SKU\nA\n0010\n"
