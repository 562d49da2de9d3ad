from __future__ import annotations

import csv
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.analysis import glm
from samsyn.analysis.its import design, interrupted_series
from samsyn.analysis.result import AnalysisError

KILLED = [
    107, 97, 102, 87, 119, 106, 110, 106, 107, 134, 147, 180, 125, 134, 110, 102, 103, 111, 120, 129, 122, 183, 169, 190,
    134, 108, 104, 117, 157, 148, 130, 140, 136, 140, 187, 150, 159, 143, 114, 127, 159, 156, 138, 120, 117, 170, 168, 198,
    144, 146, 109, 131, 151, 140, 153, 140, 161, 168, 152, 136, 113, 100, 103, 103, 121, 134, 133, 129, 144, 154, 156, 163,
    122, 92, 117, 95, 96, 108, 108, 106, 140, 114, 158, 161, 102, 127, 125, 101, 97, 112, 112, 113, 108, 128, 154, 162,
    112, 79, 82, 127, 108, 110, 123, 103, 97, 140, 165, 183, 148, 111, 116, 115, 100, 106, 134, 125, 117, 122, 153, 178,
    114, 94, 128, 119, 111, 110, 114, 118, 115, 132, 153, 171, 115, 95, 92, 100, 95, 114, 102, 104, 132, 136, 117, 137,
    111, 106, 98, 84, 94, 105, 123, 109, 130, 153, 134, 99, 115, 104, 131, 108, 103, 115, 122, 122, 125, 137, 138, 152,
    120, 95, 100, 89, 82, 89, 60, 84, 113, 126, 122, 118, 92, 86, 81, 84, 87, 90, 79, 96, 122, 120, 137, 154,
]  # fmt: skip
# R's Seatbelts, DriversKilled; law from the 170th month on
SHORT = (np.arange(24), (np.arange(24) >= 14).astype(int), np.arange(24) % 12 + 1)


@pytest.fixture(autouse=True)
def _loud():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


@pytest.fixture
def sicily(reference):
    with (reference / "utvardering" / "sicily.csv").open() as file:
        rows = list(csv.DictReader(file))
    take = {name: [float(row[name]) for row in rows] for name in rows[0]}
    return (take["aces"], take["time"], take["smokban"]), {"exposure": take["stdpop"]}, take["month"]


def test_sicily_gives_the_published_numbers(sicily):
    # METHODS.md 3; R 4.2: glm(aces ~ offset(log(stdpop)) + smokban + time, family, epsilon = 1e-14)
    rows, exposure, months = sicily
    found = interrupted_series(*rows, **exposure)
    assert (found.value, found.se) == pytest.approx((-0.11162844256, 0.0172247816), rel=1e-8)
    ratios = found.rate_ratio, found.rate_ratio_low, found.rate_ratio_high
    assert ratios == pytest.approx((0.894377, 0.864686, 0.925086), abs=5e-7)
    assert found.dispersion == pytest.approx(3.5591867638, rel=1e-9)
    assert "overdispersed" in found.caveats
    quasi = interrupted_series(*rows, **exposure, family="quasipoisson")
    assert (quasi.value, quasi.se) == pytest.approx((-0.11162844256, 0.0324959407), rel=1e-8)
    assert quasi.p == pytest.approx(0.00112213559068, rel=1e-7)  # R: summary(m), Student's t
    assert (found.scaled_low, found.scaled_high) == pytest.approx((quasi.low, quasi.high), rel=1e-12)
    waves = interrupted_series(*rows, **exposure, months=months, harmonics=2, family="quasipoisson")
    assert (waves.value, waves.se) == pytest.approx((-0.122086793, 0.0270311), abs=1e-7)


def test_months_slope_and_negative_binomial_are_those_of_r(sicily):
    # R 4.2: glm(… + factor(month), quasipoisson); MASS::glm.nb; glm(… + I(smokban * (time - 37)), poisson)
    rows, exposure, months = sicily
    found = interrupted_series(*rows, **exposure, months=months, family="quasipoisson")
    assert (found.value, found.se) == pytest.approx((-1.25007594029e-01, 2.12537895751e-02), rel=1e-8)
    assert (found.p, found.dispersion) == pytest.approx((4.67766646571e-07, 1.36565847397), rel=1e-8)
    found = interrupted_series(*rows, **exposure, family="negbin")
    assert (found.value, found.se) == pytest.approx((-0.112800438268846, 0.031556026876006), rel=1e-6)
    assert (found.theta, found.dispersion) == pytest.approx((356.288568488, 1.06678681943), rel=1e-6)
    # R: s <- se * sqrt(sum(residuals(m, "pearson")^2) / 56); 2 * pt(b / s, 56); b - qt(.975, 56) * s
    assert (found.p, found.low) == pytest.approx((0.00103740470752, -0.178091582117), rel=1e-5)
    found = interrupted_series(*rows, **exposure, slope=True)
    assert (found.value, found.se) == pytest.approx((-1.13694181e-01, 1.82549567914e-02), rel=1e-8)
    assert (found.slope, found.slope_se) == pytest.approx((0.000416845349066, 0.001212983422749), rel=1e-6)
    assert found.slope_p == pytest.approx(0.731107287948290, rel=1e-6)


def test_seat_belts_are_those_of_r():
    # R 4.2: glm(DriversKilled ~ law + t + month, poisson, Seatbelts), MASS::glm.nb of the same
    t = np.arange(1, 193)
    rows = (KILLED, t, t >= 170)
    months = (t - 1) % 12 + 1
    found = interrupted_series(*rows, months=months)
    assert (found.value, found.se) == pytest.approx((-0.135791995825, 0.0259437224364), rel=1e-9)
    assert found.dispersion == pytest.approx(2.19638666788, rel=1e-9)
    found = interrupted_series(*rows, months=months, family="negbin")
    assert (found.value, found.se) == pytest.approx((-0.139558968799326, 0.036017045979214), rel=1e-6)
    assert found.theta == pytest.approx(117.461262606, rel=1e-6)


def test_a_calendar_month_without_events_is_left_out_and_said():
    # METHODS.md 4.4
    t, d, months = SHORT
    y = np.where(months == 7, 0, 8 + t % 5)
    found = interrupted_series(y, t, d, months=months)
    keep = months != 7
    without = interrupted_series(y[keep], t[keep], d[keep], months=months[keep])
    assert found.empty_months == (7,)
    assert "empty-calendar-month" in found.caveats
    assert (found.value, found.se, found.df) == pytest.approx(
        (without.value, without.se, without.df), rel=1e-9
    )
    assert abs(found.value) < 2


@pytest.mark.parametrize(
    ("y", "d", "options", "reason"),
    [
        (np.zeros(24), SHORT[1], {}, "no-events"),
        (np.ones(24), np.zeros(24), {}, "no-before-or-after"),
        (np.ones(24), np.ones(24), {}, "no-before-or-after"),
        (np.where(SHORT[1], 0, 3), SHORT[1], {}, "no-events-before-or-after"),
        (np.where(SHORT[1], 3, 0), SHORT[1], {}, "no-events-before-or-after"),
        (np.ones(24), np.arange(24) == 23, {"slope": True}, "not-identified"),
        (np.ones(24), SHORT[1], {"months": np.where(SHORT[1], 2, 1)}, "not-identified"),
    ],
)
@pytest.mark.parametrize("family", glm.FAMILIES)
def test_what_cannot_be_estimated_has_a_reason(y, d, options, reason, family):
    found = interrupted_series(y, range(24), d, family=family, **options)
    assert (found.value, found.low, found.high, found.p) == (None, None, None, None)
    assert found.reason == reason


def test_a_series_as_even_as_its_fit_is_as_uncertain_as_chance_makes_it():
    flat = interrupted_series(np.full(24, 7), SHORT[0], SHORT[1], family="quasipoisson")
    poisson = interrupted_series(np.full(24, 7), SHORT[0], SHORT[1])
    assert (flat.value, flat.se) == pytest.approx((0, poisson.se), abs=1e-9)
    assert flat.low < -0.1 < 0.1 < flat.high


def test_too_few_rows_and_none_at_all():
    assert interrupted_series([3, 4, 5], [1, 2, 3], [0, 0, 1]).reason == "too-short"
    empty = interrupted_series([], [], [])
    assert (empty.value, empty.n, empty.reason) == (None, 0, "no-events")


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from(glm.FAMILIES))
def test_order_of_rows_unit_of_exposure_and_start_of_time_do_not_matter(seed, family):
    rng = np.random.default_rng(seed)
    t, d, months = SHORT
    y, e = rng.poisson(9, 24), rng.uniform(50, 90, 24)
    here = interrupted_series(y, t, d, exposure=e, months=months, harmonics=1, slope=True, family=family)
    o = rng.permutation(24)
    there = interrupted_series(
        y[o],
        t[o] + 2020,
        d[o],
        exposure=1000 * e[o],
        months=months[o],
        harmonics=1,
        slope=True,
        family=family,
    )
    names = ("value", "se", "p", "low", "high", "dispersion", "slope", "slope_se", "autocorrelation")
    for name in names:
        assert getattr(here, name) == pytest.approx(getattr(there, name), rel=1e-6, abs=1e-8)


@pytest.mark.parametrize(
    "call",
    [
        lambda: interrupted_series([1, 2], [1, 1], [0, 1]),
        lambda: interrupted_series([1, 2], [1, 2], [0, 2]),
        lambda: interrupted_series([1, 2.5], [1, 2], [0, 1]),
        lambda: interrupted_series([1], [1, 2], [0, 1]),
        lambda: interrupted_series([1, 2], [1, 2], [0, 1], exposure=[1, 0]),
        lambda: interrupted_series([1, 2], [1, 2], [0, 1], months=[1, 13]),
        lambda: interrupted_series([1, 2], [1, 2], [0, 1], harmonics=1),
        lambda: interrupted_series([1, 2], [1, 2], [0, 1], family="normal"),
        lambda: interrupted_series([1, 2], [1, 2], [0, 1], level=1),
    ],
)
def test_what_cannot_be_is_refused(call):
    with pytest.raises(AnalysisError):
        call()


@pytest.mark.parametrize(("family", "clumps"), [("poisson", 0.0), ("quasipoisson", 0.1), ("negbin", 0.1)])
def test_nine_intervals_of_ten_and_more_hold_the_true_change(family, clumps):
    # METHODS.md 1: 93 to 97 % from 10 expected events a month; 400 series of 60 months with trend and twelve levels
    rng = np.random.default_rng(17)
    t = np.arange(60)
    d = (t >= 36).astype(int)
    mean = np.exp(np.log(25) + 0.3 * np.sin(t / 6 * np.pi) - 0.003 * t - 0.2 * d)
    y = rng.poisson(mean * (rng.gamma(1 / clumps, clumps, (400, 60)) if clumps else np.ones((400, 60))))
    found = [interrupted_series(row, t, d, months=t % 12 + 1, family=family) for row in y]
    assert 0.93 <= np.mean([one.low <= -0.2 <= one.high for one in found]) <= 0.97
    many = glm.fit(y, design(t, d, months=t % 12 + 1), family=family)
    assert many.coefficients[:, 1] == pytest.approx([one.value for one in found], abs=1e-8)
