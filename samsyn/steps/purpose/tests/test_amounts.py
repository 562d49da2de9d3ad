"""Numbers as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.steps.purpose.amounts import AmountError, amount


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("47 %", 0.47),
        ("47", 0.47),
        ("47,5", 0.475),
        ("0,47", 0.47),
        ("0,5 %", 0.005),
        ("100", 1.0),
        ("1", 0.01),
        ("", None),
    ],
)
def test_a_share_is_read_from_per_cent(text, value):
    assert amount(text, is_share=True) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("65", 65), ("1 200", 1200), ("1\u00a0200", 1200), ("12,5", 12.5), ("12.5", 12.5), ("0", 0)],
)
def test_a_number_is_read_with_decimal_comma_and_spaces(text, value):
    assert amount(text, is_share=False) == value


@pytest.mark.parametrize(
    ("text", "kind", "sentence"),
    [
        ("många", {"is_share": False}, "Talet går inte att läsa. Du skrev ”många”."),
        ("1e9", {"is_share": False}, "Talet går inte att läsa."),
        ("nan", {"is_share": True}, "Talet går inte att läsa."),
        ("٣", {"is_share": False}, "Talet går inte att läsa."),
        ("120 %", {"is_share": True}, "En andel ligger mellan 0 och 100 procent."),
        ("-3", {"is_share": False}, "Talet är mindre än noll."),
        ("\u22123", {"is_share": False}, "Talet är mindre än noll."),
        ("12,5", {"is_share": False, "is_count": True}, "Måttet räknas i hela tal."),
        ("47 %", {"is_share": False, "is_count": True}, "som är procent"),
    ],
)
def test_what_cannot_be_is_said_in_words(text, kind, sentence):
    with pytest.raises(AmountError) as refused:
        amount(text, **kind)
    assert sentence in str(refused.value)


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading(text):
    try:
        found = amount(text, is_share=True)
    except AmountError:
        return
    assert found is None or 0 <= found <= 1
