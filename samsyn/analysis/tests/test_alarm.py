from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.analysis.alarm import alarms
from samsyn.analysis.result import AnalysisError

# 62 months, the last one judged; made in R with outbreaks in months 25 and 35
SERIES = [
    [12, 8, 16, 23, 26, 20, 16, 19, 10, 12, 13, 18, 14, 13, 14, 12, 23, 23, 18, 15, 15, 20, 12, 13, 90, 13, 18, 17, 22, 15, 17,
     16, 10, 20, 6, 12, 15, 13, 12, 23, 17, 23, 13, 10, 13, 13, 8, 12, 11, 6, 22, 19, 29, 18, 20, 19, 13, 12, 9, 8, 10, 14],
    [15, 15, 24, 18, 7, 9, 7, 5, 13, 6, 12, 9, 16, 12, 16, 8, 16, 1, 4, 8, 4, 16, 27, 16, 19, 27, 16, 23, 10, 5, 6, 6, 7, 2, 7,
     10, 42, 8, 8, 16, 8, 9, 13, 19, 24, 10, 14, 27, 27, 23, 26, 9, 21, 7, 12, 11, 11, 12, 9, 12, 13, 25],
    [30, 50, 93, 31, 19, 47, 67, 48, 22, 23, 20, 36, 70, 50, 35, 37, 56, 54, 69, 44, 60, 18, 64, 60, 36, 20, 104, 85, 102, 79,
     74, 48, 38, 53, 300, 21, 21, 89, 97, 27, 78, 52, 34, 21, 44, 24, 71, 33, 27, 48, 77, 42, 44, 19, 26, 25, 26, 67, 55, 35,
     48, 6],
    [8, 11, 2, 7, 7, 9, 3, 8, 6, 8, 10, 6, 9, 8, 9, 11, 10, 9, 7, 5, 9, 3, 11, 12, 4, 11, 10, 7, 8, 8, 12, 5, 7, 8, 8, 7, 10, 9,
     5, 13, 8, 8, 7, 10, 8, 6, 9, 11, 10, 13, 10, 6, 8, 5, 6, 3, 11, 15, 9, 13, 6, 25],
]  # fmt: skip
T = np.arange(62)
SAME_MONTH = (61 - T) % 12 == 0


@pytest.fixture(autouse=True)
def _loud():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


# R 4.2, surveillance 1.20: farringtonFlexible(sts(Y, frequency = 12), control = list(range = 97, b = 5, w = w,
# noPeriods = 12 - 2 * w, pastWeeksNotIncluded = 6, reweight = TRUE, weightsThreshold = 2.58, trend = TRUE,
# pThresholdTrend = 1, thresholdMethod = "nbPlugin", alpha = 0.025, limit54 = c(0, 4))); its glm stops at 1e-8
@pytest.mark.parametrize(
    ("window", "expected", "phi", "upper", "p_up", "trend"),
    [
        (
            0,
            [10.0157304171, 22.9028014041, 50.1478683866, 11.5099533939],
            [1.25877735303, 3.32591823949, 12.1563310445, 1],
            [18, 43, 108, 19],
            [0.161008779673, 0.386950217489, 0.998309121936, 0.000382468427161],
            [-0.0187814619965, 0.102867841435, -0.00819831742711, 0.0341917149265],
        ),
        (
            1,
            [13.0584307763, 26.8881224798, 56.4005737006, 9.46985428553],
            [1.39157791621, 3.29692206217, 13.516137437, 1],
            [22, 48, 122, 16],
            [0.431402027595, 0.563658104773, 0.998935162363, 1.982194874e-05],
            [-0.0140041662309, 0.109371333744, -0.000390336795392, 0.0324692563859],
        ),
    ],
)
def test_with_the_expected_plugged_in_it_is_surveillance(window, expected, phi, upper, p_up, trend):
    found = alarms(SERIES, T, window=window, plugs_in=True)
    assert found.expected == pytest.approx(expected, rel=2e-7)
    assert found.dispersion == pytest.approx(phi, rel=1e-5)  # R keeps the weights of the last turn but one
    assert found.high.tolist() == upper
    assert found.trend == pytest.approx(trend, rel=1e-4)
    for row, up in enumerate(p_up):
        if up < 0.5:
            assert found.p[row] == pytest.approx(2 * up, rel=1e-4)


def test_an_unusually_high_and_an_unusually_low_month_are_found_among_the_usual():
    found = alarms(SERIES, T)
    assert found.is_high.tolist() == [False, False, False, True]
    assert found.is_low.tolist() == [False, False, True, False]
    assert found.is_alarm.tolist() == [
        False,
        False,
        False,
        True,
    ]  # the low one could be one of four by chance
    assert 0.05 < found.p_adjusted[2] == pytest.approx(2 * found.p[2])
    plugged = alarms(SERIES, T, plugs_in=True)
    assert found.expected == pytest.approx(plugged.expected)
    assert (found.high >= plugged.high).all() and (found.low <= plugged.low).all()  # not known without error


def test_the_latest_half_year_and_what_is_older_than_five_years_do_not_count():
    y = np.array(SERIES, dtype=float)
    other = y.copy()
    other[:, 55:61] += 100
    assert alarms(other, T).expected == pytest.approx(alarms(y, T).expected)
    other[:, 54] += 100
    assert (np.abs(alarms(other, T).expected - alarms(y, T).expected) > 0.01).any()
    longer = np.hstack([np.full((4, 30), 999.0), y])
    late = alarms(longer, np.arange(-30, 62))
    assert late.expected == pytest.approx(alarms(y[:, 1:], T[1:]).expected)
    assert late.n[0] == y[0, 1:55].sum()


def test_an_old_outbreak_hides_no_new_one():
    y = np.array(SERIES[3])
    y[37] = 60
    with_outbreak, without = alarms(y, T), alarms(SERIES[3], T)
    assert with_outbreak.is_high[0]
    assert with_outbreak.high[0] <= without.high[0] + 8


def test_season_and_trend_are_taken_away():
    season = np.where(SAME_MONTH, 60, 15)
    assert not alarms(season, T).is_high[0]
    assert alarms(season, T).expected[0] == pytest.approx(60, rel=1e-6)
    rising = np.round(20 * 1.3 ** (T / 12)).astype(int)
    found = alarms(rising, T)
    assert found.expected[0] == pytest.approx(rising[-1], rel=0.03)
    assert found.trend[0] == pytest.approx(np.log(1.3), rel=0.05)


def test_a_part_of_the_year_without_events_shares_the_level_of_the_others():
    # METHODS.md 4.4
    y = np.where(SAME_MONTH, 0, 6)
    y[-1] = 0
    quiet = alarms(y, T)
    assert quiet.is_pooled[0]
    assert 4 < quiet.expected[0] < 7
    empty_elsewhere = np.where(T % 12 == 5, 0, SERIES[0])
    found = alarms(empty_elsewhere, T)
    assert not found.is_pooled[0]
    assert found.expected[0] == pytest.approx(alarms(SERIES[0], T).expected[0], rel=0.2)
    assert abs(found.trend[0]) < 1


@pytest.mark.parametrize(
    ("y", "reason"),
    [
        (np.where(T == 61, np.nan, 4.0), "no-value"),
        (np.where(T < 30, np.nan, 4.0), "too-short"),
        (np.where(T < 61, 0.0, 4.0), "no-events"),
        (np.where(T == 20, 4.0, 0.0), "too-few-events"),
    ],
)
def test_what_cannot_be_judged_has_a_reason_and_leaves_the_others_alone(y, reason):
    found = alarms([y, SERIES[3]], T)
    assert found.reasons == (reason, None)
    assert np.isnan(
        [found.expected[0], found.p[0], found.low[0], found.p_adjusted[0], found.dispersion[0]]
    ).all()
    assert not (found.is_high[0] or found.is_low[0] or found.is_alarm[0])
    assert found.p_adjusted[1] == found.p[1] == pytest.approx(alarms(SERIES[3], T).p[0])


@pytest.mark.parametrize(
    "y", [np.where(T > 40, 5, 0), np.where(T < 20, 5, 0), np.where(T == 20, 40, 0), T * 0 + 7]
)
def test_odd_series_give_numbers_and_no_warning(y):
    found = alarms(y, T)
    assert np.isfinite([found.expected[0], found.low[0], found.high[0], found.p[0]]).all()
    assert found.low[0] <= found.high[0]


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from([0.3, 3.0, 60.0]))
def test_limits_and_p_agree_and_order_does_not_matter(seed, mean):
    rng = np.random.default_rng(seed)
    y = rng.poisson(mean * rng.gamma(4, 0.25, (6, 62)))
    found, order = alarms(y, T), rng.permutation(62)
    able = np.array([reason is None for reason in found.reasons])
    assert ((found.p <= 0.05 + 1e-9) == (found.is_high | found.is_low))[able].all()
    there = alarms(y[:, order], T[order] + 24000)
    assert there.p[able] == pytest.approx(found.p[able], abs=1e-7)
    nothing_new = alarms(np.where(T == 61, 0, y), T)
    assert nothing_new.expected[able] == pytest.approx(found.expected[able])


def test_no_series_and_no_times():
    assert alarms(np.zeros((0, 12)), range(12)).reasons == ()
    assert alarms(np.zeros((2, 0)), []).reasons == ("no-value", "no-value")


@pytest.mark.parametrize(
    "call",
    [
        lambda: alarms([1, 2], [1]),
        lambda: alarms([1, 2], [1, 1]),
        lambda: alarms([1, -2], [1, 2]),
        lambda: alarms([1, 0.5], [1, 2]),
        lambda: alarms([1, 2], [1, 2], parts=1),
        lambda: alarms([1, 2], [1, 2], years=2),
        lambda: alarms([1, 2], [1, 2], window=6),
        lambda: alarms([1, 2], [1, 2], level=0),
    ],
)
def test_what_cannot_be_is_refused(call):
    with pytest.raises(AnalysisError):
        call()


@pytest.mark.parametrize(("mean", "clumps"), [(2, 0.0), (10, 0.1), (50, 0.3), (500, 0.0)])
def test_false_alarms_are_as_few_as_promised_and_true_ones_are_found(mean, clumps):
    # METHODS.md 1: at most 5 % for few events, 3 to 7 % else; 60 lists of 60 series, in each 6 with three times as many
    rng = np.random.default_rng(29)
    months = T + rng.integers(0, 12, 3600)[:, None]
    expected = mean * np.exp(0.3 * np.sin(months / 6 * np.pi) + 0.05 * (T - 61) / 12)
    jump = np.arange(3600) % 10 == 0
    expected[jump, 61] *= 3
    y = rng.poisson(expected * (rng.gamma(1 / clumps, clumps, expected.shape) if clumps else 1.0))
    found = alarms(y, T)
    false = (found.is_high | found.is_low)[~jump].mean()
    assert (0.03 if mean >= 10 else 0.0) <= false <= (0.07 if mean >= 10 else 0.05)
    lists = [alarms(part, T).is_alarm for part in np.split(y, 60)]
    wrong = [
        (one & ~here).sum() / max(one.sum(), 1) for one, here in zip(lists, np.split(jump, 60), strict=True)
    ]
    assert np.mean(wrong) <= 0.06
    if mean >= 50 and clumps < 0.3:
        assert np.concatenate(lists)[jump].mean() > 0.5
