import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.sources import cells
from samsyn.sources.cells import CellError
from samsyn.sources.contract import ValueState


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12705", 12705),
        ("12 705", 12705),
        ("12\u00a0705", 12705),
        ("12\u202f705", 12705),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("1.234.567", 1234567),
        ("1,5", 1.5),
        ("1.5", 1.5),
        ("-3", -3),
        ("−3", -3),
        ("+4", 4),
        ("0,0", 0),
        ("1e3", 1000),
        ("1 234 567,25", 1234567.25),
    ],
)
def test_numbers_are_read_as_people_write_them(text, value):
    assert cells.number(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "tolv",
        "1 23",
        "12 70",
        "1,2,3",
        "1.2.3",
        "=A1",
        "nan",
        "inf",
        "1e99",
        "0x10",
        "²",
        "١٢",
        "5%",
        "1 234.5.6",
    ],
)
def test_what_is_no_number_is_not_guessed(text):
    with pytest.raises(CellError):
        cells.number(text)


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("..", ValueState.SUPPRESSED),
        ("", ValueState.MISSING),
        (" ", ValueState.MISSING),
        (".", ValueState.NOT_APPLICABLE),
        ("-", ValueState.NOT_APPLICABLE),
        ("–", ValueState.NOT_APPLICABLE),
        ("0", ValueState.ZERO),
        ("0,0", ValueState.ZERO),
        ("7", ValueState.VALUE),
    ],
)
def test_the_states_of_a_cell_are_kept_apart(text, state):
    value, found = cells.value_and_state(text)
    assert found == state
    assert (value is None) == (state not in (ValueState.ZERO, ValueState.VALUE))


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2024", "2024-01-01", "2025-01-01"),
        ("2024.0", "2024-01-01", "2025-01-01"),
        ("2014K1", "2014-01-01", "2014-04-01"),
        ("2014 kv 4", "2014-10-01", "2015-01-01"),
        ("Kvartal 2 2014", "2014-04-01", "2014-07-01"),
        ("2024-12", "2024-12-01", "2025-01-01"),
        ("2024M02", "2024-02-01", "2024-03-01"),
        ("jan 2024", "2024-01-01", "2024-02-01"),
        ("2024 december", "2024-12-01", "2025-01-01"),
        ("2021–2023", "2021-01-01", "2024-01-01"),
    ],
)
def test_periods_are_half_open(text, start, end):
    assert [day.isoformat() for day in cells.period(text)] == [start, end]


@pytest.mark.parametrize(
    "text", ["", "x", "24", "2024K5", "2024-13", "2024-00", "9999", "2023-2021", "foo 2024"]
)
def test_what_is_no_period_is_not_guessed(text):
    with pytest.raises(CellError):
        cells.period(text)


@settings(max_examples=50, deadline=None)
@given(st.integers(-(10**12), 10**12))
def test_a_number_with_spaces_between_thousands_is_the_same_number(value):
    assert cells.number(f"{value:,}".replace(",", " ")) == value
    assert cells.number(f"{value:,}".replace(",", "\u00a0")) == value


@settings(max_examples=50, deadline=None)
@given(st.floats(-1e9, 1e9).map(lambda value: round(value, 3)))
def test_a_decimal_comma_is_a_decimal_point(value):
    text = f"{value:.3f}"
    assert cells.number(text.replace(".", ",")) == float(text)


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=20))
def test_any_text_is_a_number_or_refused(text):
    for read in (cells.number, cells.period, cells.value_and_state):
        try:
            read(text)
        except CellError:
            pass
