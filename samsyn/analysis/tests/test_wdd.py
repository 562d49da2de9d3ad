from __future__ import annotations

import math
from statistics import NormalDist

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.analysis.result import AnalysisError, Caveat, Reason
from samsyn.analysis.wdd import wdd, wdd_harm

PAIR = st.tuples(st.integers(0, 2000), st.integers(0, 2000))
WEIGHT = st.floats(0.1, 20)


def test_the_plain_example_to_its_digits():
    # METHODS.md 3 (ptools 2.0, wdd(c(20,20), c(20,10), alpha = 0.1))
    found = wdd((20, 20), (20, 10), level=0.9)
    assert found.value == -10
    assert found.se == pytest.approx(8.366600, abs=5e-7)
    assert found.z == pytest.approx(-1.195229, abs=5e-7)
    assert (found.low, found.high) == pytest.approx((-23.761833, 3.761833), abs=5e-7)
    assert found.n == 70
    assert found.around is None


@pytest.mark.parametrize(
    ("counts", "options", "value", "variance", "ends"),
    [
        # METHODS.md 3; Wheeler & Ratcliffe (2018), Crime Science 7, 11, and Wheeler's pages on time and area weights
        (((130, 150), (120, 100)), {"level": 0.9}, -40, 500, (-76.8, -3.2)),
        (
            ((130, 150), (120, 100)),
            {"level": 0.9, "control_buffer": (30, 25), "treated_buffer": (40, 25)},
            -50,
            620,
            (-91.0, -9.0),
        ),
        (((200, 100), (100, 20)), {"level": 0.9, "time_weights": (2, 1)}, -30, 195, None),
        (
            ((400, 200), (200, 100)),
            {
                "level": 0.9,
                "control_buffer": (80, 40),
                "treated_buffer": (40, 20),
                "area_weights": (2, 1, 2, 1),
            },
            0,
            540,
            None,
        ),
        # ptools tests/testthat/test-wdd.R, from the paper: -118, variance 1568, -196 to -40
        (
            ((308, 318), (207, 110)),
            {"control_buffer": (150, 140), "treated_buffer": (178, 157)},
            -118,
            1568,
            (-195.6, -40.4),
        ),
        (((100, 50), (80, 20)), {"time_weights": (2, 1)}, -20, 115, None),
    ],
)
def test_published_examples(counts, options, value, variance, ends):
    found = wdd(*counts, **options)
    assert found.value == pytest.approx(value, abs=1e-9)
    assert found.se == pytest.approx(math.sqrt(variance), rel=1e-12)
    if ends:
        assert (found.low, found.high) == pytest.approx(ends, abs=0.05)


def test_areas_of_unlike_size_by_hand():
    # the value is ptools' (test-wdd.R: -99.69444444). Its standard error, 35.4280755, comes from a misplaced parenthesis
    # (the control's buffer before is taken times a weight of the time after); here the printed formula, term by term
    found = wdd(
        (308, 318),
        (207, 110),
        control_buffer=(150, 140),
        treated_buffer=(178, 157),
        area_weights=(0.9, 1.2, 1.6, 1.5),
    )
    variance = (308 + 318) / 0.9**2 + (207 + 110) / 1.2**2 + (150 + 140) / 1.6**2 + (178 + 157) / 1.5**2
    assert found.value == pytest.approx(-99.69444444, abs=1e-8)
    assert found.se == pytest.approx(math.sqrt(variance), rel=1e-12)


def test_harm_weights():
    # ptools tests/testthat/test-wdd.R, "Cumulative Harm", alpha = 0.05: -1721, 304.10360077, -2317.03210507, -1124.96789493
    rows = [
        ((133, 91), (130, 74)),
        ((388, 305), (327, 202)),
        ((148, 97), (398, 190)),
        ((86, 64), (144, 92)),
        ((94, 67), (183, 96)),
    ]
    found = wdd_harm(rows, [3, 2, 5, 7, 10])
    assert found.value == -1721
    assert found.se == pytest.approx(304.10360077, abs=1e-8)
    assert (found.low, found.high) == pytest.approx((-2317.03210507, -1124.96789493), abs=1e-8)


def test_clumps_give_a_wider_interval_beside_and_leave_the_first_as_it_was():
    plain, clumped = wdd((130, 150), (120, 100)), wdd((130, 150), (120, 100), dispersion=4)
    assert (clumped.value, clumped.low, clumped.high) == (plain.value, plain.low, plain.high)
    assert clumped.scaled_high - clumped.value == pytest.approx(2 * (plain.high - plain.value))
    assert Caveat.OVERDISPERSED in clumped.caveats
    assert plain.scaled_low is None
    assert Caveat.OVERDISPERSED not in plain.caveats


def test_without_events_nothing_can_be_said():
    found = wdd((0, 0), (0, 0))
    assert (found.value, found.low, found.p, found.reason) == (None, None, None, Reason.NO_EVENTS)
    assert (found.n, found.level, found.method) == (0, 0.95, "wdd")
    assert wdd_harm([], []).reason is Reason.NO_EVENTS


def test_one_event():
    found = wdd((0, 0), (0, 1))
    assert (found.value, found.se, found.n) == (1, 1, 1)
    assert found.caveats == (Caveat.FEW_EVENTS,)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: wdd((-1, 2), (3, 4)), "counts must be whole numbers, 0 or more"),
        (lambda: wdd((1.5, 2), (3, 4)), "counts must be whole numbers, 0 or more"),
        (
            lambda: wdd((1, 2), (3, 4), time_weights=(0, 1)),
            "weights of time and area must be finite and above 0",
        ),
        (
            lambda: wdd((1, 2), (3, 4), area_weights=(1, float("inf"), 1, 1)),
            "weights of time and area must be finite and above 0",
        ),
        (lambda: wdd((1, 2), (3, 4), dispersion=0), "dispersion must be finite and above 0"),
        (lambda: wdd((1, 2), (3, 4), dispersion=float("inf")), "dispersion must be finite and above 0"),
        (lambda: wdd((1, 2), (3, 4), level=1), "level must lie between 0 and 1, not 1"),
        (lambda: wdd_harm([((1, 2), (3, 4))], [1, 2]), "there must be one weight for each row"),
        (lambda: wdd_harm([((1, 2), (3, 4))], [-1]), "harm weights must be finite and 0 or more"),
        (lambda: wdd_harm([((1, 2), (3, 4))], [float("nan")]), "harm weights must be finite and 0 or more"),
    ],
)
def test_what_cannot_be_is_refused(call, message):
    with pytest.raises(AnalysisError, match=f"^{message}$"):
        call()


def test_p_is_the_two_sided_chance_of_its_z():
    for counts in (((20, 20), (20, 10)), ((20, 10), (20, 20)), ((130, 150), (120, 100))):
        found = wdd(*counts)
        assert found.p == pytest.approx(2 * NormalDist().cdf(-abs(found.z)), rel=1e-12)


def test_the_parts_of_the_value_are_told_apart():
    found = wdd((130, 150), (120, 100), control_buffer=(30, 25), treated_buffer=(40, 25), level=0.9)
    assert (found.inside, found.around, found.value) == (-40, -10, -50)
    assert (found.level, found.method, found.n) == (0.9, "wdd", 620)
    # Wheeler & Ratcliffe: -76.8 to -3.2 without the buffers, whose variance is 30 + 25 + 40 + 25
    assert (found.inside_low, found.inside_high) == pytest.approx((-76.8, -3.2), abs=0.05)
    reach = NormalDist().inv_cdf(0.95) * math.sqrt(120)
    assert (found.around_low, found.around_high) == pytest.approx((-10 - reach, -10 + reach))
    alone = wdd((130, 150), (120, 100))
    assert (alone.inside, alone.inside_low, alone.inside_high) == (-40, alone.low, alone.high)
    assert (alone.around_low, alone.around_high) == (None, None)


def test_the_wider_interval_begins_above_poisson_and_the_caveat_above_one_and_a_half():
    some, limit, above = (wdd((130, 150), (120, 100), dispersion=ratio) for ratio in (1.2, 1.5, 1.51))
    assert (some.scaled_low, some.scaled_high) == pytest.approx(
        (
            some.value - math.sqrt(1.2) * (some.value - some.low),
            some.value + math.sqrt(1.2) * (some.high - some.value),
        )
    )
    assert some.caveats == limit.caveats == ()  # hundreds of events are not few
    assert above.caveats == (Caveat.OVERDISPERSED,)
    assert wdd((20, 20), (20, 10), dispersion=4).caveats == (Caveat.FEW_EVENTS, Caveat.OVERDISPERSED)


def test_a_type_of_crime_without_harm_weighs_nothing():
    rows = [((130, 150), (120, 100)), ((20, 20), (20, 10))]
    one, both = wdd_harm(rows[:1], [3]), wdd_harm(rows, [3, 0])
    assert (one.value, one.se) == (both.value, both.se) == (-120, pytest.approx(3 * math.sqrt(500)))
    assert both.scaled_low is None  # Poisson counts unless something else is said
    assert wdd_harm(rows[:1], [3], dispersion=4).scaled_low is not None


@settings(max_examples=60, deadline=None)
@given(PAIR, PAIR, PAIR, PAIR, st.tuples(WEIGHT, WEIGHT), st.tuples(WEIGHT, WEIGHT, WEIGHT, WEIGHT))
def test_control_and_treated_changing_places_flip_the_sign(c, t, cb, tb, time, area):
    one = wdd(c, t, control_buffer=cb, treated_buffer=tb, time_weights=time, area_weights=area)
    other = wdd(
        t,
        c,
        control_buffer=tb,
        treated_buffer=cb,
        time_weights=time,
        area_weights=(area[1], area[0], area[3], area[2]),
    )
    if one.value is None:
        assert other.value is None
        return
    assert one.value == pytest.approx(-other.value, rel=1e-9, abs=1e-9)
    assert (one.se, one.p) == pytest.approx((other.se, other.p), rel=1e-9)
    assert (one.low, one.high) == pytest.approx((-other.high, -other.low), rel=1e-9, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(PAIR, PAIR, st.floats(0.01, 100))
def test_a_larger_unit_of_time_or_of_area_scales_the_value_and_leaves_the_test(c, t, factor):
    one = wdd(c, t)
    longer = wdd(c, t, time_weights=(factor, factor))
    larger = wdd(c, t, area_weights=(factor,) * 4)
    if one.value is None:
        return
    for other in (longer, larger):
        assert other.value * factor == pytest.approx(one.value, rel=1e-9, abs=1e-9)
        assert other.z == pytest.approx(one.z, rel=1e-9, abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(PAIR, PAIR, WEIGHT), min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_crime_types_does_not_matter_and_their_unit_scales(types, shuffle):
    other = list(types)
    shuffle.shuffle(other)
    one, two = (wdd_harm([(c, t) for c, t, _w in rows], [w for *_rest, w in rows]) for rows in (types, other))
    tripled = wdd_harm([(c, t) for c, t, _w in types], [3 * w for *_rest, w in types])
    if one.value is None:
        return
    assert (one.value, one.se) == pytest.approx((two.value, two.se), rel=1e-9, abs=1e-6)
    assert (3 * one.value, 3 * one.se) == pytest.approx((tripled.value, tripled.se), rel=1e-9, abs=1e-6)


def test_its_interval_covers_and_its_test_seldom_cries_wolf():
    # Poisson counts without effect, from 12 expected: 93 to 97 % and 3 to 7 % (METHODS.md 1, approximate methods)
    import numpy as np

    rng = np.random.default_rng(20261125)
    for mean in (12, 60, 500):
        c, t = rng.poisson(mean, (4000, 2)), rng.poisson(mean, (4000, 2))
        z = (t[:, 1] - t[:, 0] - c[:, 1] + c[:, 0]) / np.sqrt(c.sum(1) + t.sum(1))
        assert wdd(tuple(c[0]), tuple(t[0])).z == pytest.approx(z[0])
        assert 0.03 < np.mean(np.abs(z) > 1.959964) < 0.07
