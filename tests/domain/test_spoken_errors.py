"""A run's error as people read it: the sentence, and the class only where the rest says little without it."""

from __future__ import annotations

import pytest

from bigcommerce.domain.flows import spoken_error


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("UnexpectedAnswer: It has no Date header: look.", "It has no Date header: look."),
        ("BadRequest: There is no store.", "There is no store."),
        ("AirflowSkipException: Neto is not switched on.", "Neto is not switched on."),
        ("KeyError: 'sku'", "KeyError: 'sku'"),
        ("BadRequest: ", "BadRequest: "),
        ("", ""),
    ],
)
def test_a_sentence_is_shown_without_the_name_of_its_class(kept: str, shown: str) -> None:
    assert spoken_error(kept) == shown
