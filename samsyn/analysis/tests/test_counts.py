from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.analysis import counts as module
from samsyn.analysis.counts import adjusted, dispersion, etest, etest_p
from samsyn.analysis.result import AnalysisError, Caveat, Reason


@pytest.mark.parametrize(
    ("first", "second", "exposures", "p", "digits"),
    [
        # Krishnamoorthy & Thomson (2004): their definition as a double sum over 0 to 600 with dpois of R 4.2.2
        (10, 5, (1, 1), 0.206164414076, 11),
        (15, 5, (1, 1), 0.0250351143893, 12),
        (14, 5, (1, 1), 0.039522738048, 11),
        (100, 25, (10, 5), 0.000574719284639, 14),
        (40, 90, (3, 4), 0.00379102370088, 13),
        (0, 4, (1, 1), 0.0412585960654, 12),
    ],
)
def test_published_values(first, second, exposures, p, digits):
    found = etest(first, second, first_exposure=exposures[0], second_exposure=exposures[1])
    assert abs(found.p - p) < 10**-digits
    assert found.method == "e-test"


def _by_hand(x1, x2, n1, n2):
    """The double sum as the paper writes it."""
    from scipy.stats import poisson

    both = (x1 + x2) / (n1 + n2)
    i, j = (np.arange(int(both * n + 15 * np.sqrt(both * n) + 60)) for n in (n1, n2))
    one, two = np.meshgrid(i, j, indexing="ij")
    with np.errstate(invalid="ignore"):
        t = np.abs(one / n1 - two / n2) / np.sqrt(one / n1**2 + two / n2**2)
    t[0, 0] = 0
    seen = abs(x1 / n1 - x2 / n2) / np.sqrt(x1 / n1**2 + x2 / n2**2)
    weight = np.outer(poisson.pmf(i, both * n1), poisson.pmf(j, both * n2))
    return weight[t >= seen * (1 - 1e-12)].sum()


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 90), st.integers(0, 90), st.sampled_from([(1.0, 1.0), (2.0, 1.0), (3.7, 1.3), (5.0, 10.0)])
)
def test_the_single_sum_equals_the_double_sum_of_the_paper(x1, x2, exposures):
    n1, n2 = exposures
    found = etest_p([x1], [x2], first_exposure=n1, second_exposure=n2)[0]
    if x1 / n1 == x2 / n2:
        assert found == 1
    else:
        assert found == pytest.approx(_by_hand(x1, x2, n1, n2), rel=1e-9)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 3000), st.integers(0, 3000))
def test_p_is_a_chance_and_does_not_care_which_came_first(x1, x2):
    one, other = etest_p([x1, x2], [x2, x1])
    assert 0 <= one <= 1
    assert one == pytest.approx(other, rel=1e-9, abs=1e-14)


def test_both_exposures_count():
    # a widely used program takes both means from the second exposure
    assert etest(100, 50, first_exposure=2, second_exposure=1).p == 1
    assert etest(100, 50).p < 0.001


def test_false_alarms_stay_under_six_in_a_hundred():
    rng = np.random.default_rng(20261122)
    for mean in (2, 10, 60):
        first, second = rng.poisson(mean, 4000), rng.poisson(mean, 4000)
        assert np.mean(etest_p(first, second) <= 0.05) <= 0.06


def test_no_counts_give_no_p_values_and_two_zeros_are_no_change():
    assert etest_p([], []).size == 0
    assert etest_p([0], [0])[0] == 1
    nothing = etest(0, 0)
    assert (nothing.value, nothing.reason) == (None, Reason.NO_EVENTS)


def test_nothing_before_and_much_now_has_no_ratio_but_is_more_than_chance():
    found = etest(0, 20)
    assert found.value is None and found.reason is Reason.NO_EVENTS
    assert found.is_more_than_chance and found.p < 0.001


def test_the_ratio_has_an_exact_interval():
    # R 4.2.2: poisson.test(c(5, 15)), poisson.test(c(40, 90), c(3, 4)): $estimate and $conf.int
    found = etest(15, 5)
    assert (found.value, found.low, found.high) == pytest.approx(
        (1 / 3, 0.0947764014074, 0.9648136136666), rel=1e-9
    )
    exposed = etest(90, 40, first_exposure=4, second_exposure=3)
    assert (exposed.value, exposed.low, exposed.high) == pytest.approx(
        (0.592592592593, 0.397721157570, 0.869151994031), rel=1e-9
    )
    assert Caveat.FEW_EVENTS in found.caveats


@pytest.mark.parametrize(
    ("first", "exposure", "message"),
    [
        (1.5, 1, "^counts must be whole numbers, 0 or more$"),
        (-1, 1, "^counts must be whole numbers, 0 or more$"),
        (np.inf, 1, "^counts must be whole numbers, 0 or more$"),
        (1, 0, "^exposures must be finite and above 0$"),
        (1, np.inf, "^exposures must be finite and above 0$"),
    ],
)
def test_counts_must_be_whole_and_exposures_above_nothing(first, exposure, message):
    with pytest.raises(AnalysisError, match=message):
        etest_p([first], [2], first_exposure=exposure)
    with pytest.raises(AnalysisError, match=message):
        etest_p([2], [first], second_exposure=exposure)


def test_the_smallest_counts_are_those_of_the_paper_and_two_zeros_give_no_warning():
    first, second = (side.ravel() for side in np.meshgrid(np.arange(4), np.arange(4)))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = etest_p(first, second)
    for x1, x2, p in zip(first, second, found, strict=True):
        assert p == (1 if x1 == x2 else pytest.approx(_by_hand(x1, x2, 1.0, 1.0), rel=1e-9))


def test_equal_rates_are_equal_also_when_rounding_tells_them_apart():
    for first, second, times in ((1, 3, 0.1), (1, 3, 0.7), (2, 3, 0.3)):
        exposures = {"first_exposure": times, "second_exposure": second * times / first}
        assert etest_p([first], [second], **exposures)[0] == 1


def test_large_counts_of_unlike_exposures_do_not_care_which_came_first():
    # the conditional test, scipy 1.17: binomtest(480, 1480, 1 / 3).pvalue is 0.473537; the E-test lies a little under it
    one = etest_p([480, 20_000], [1000, 10_200], first_exposure=[1, 2], second_exposure=[2, 1])
    other = etest_p([1000, 10_200], [480, 20_000], first_exposure=[2, 1], second_exposure=[1, 2])
    assert one == pytest.approx(other, rel=1e-9)
    assert 0.45 < one[0] < 0.473537


def test_no_grid_is_larger_than_memory_allows_but_for_a_single_row(monkeypatch):
    tail, grids = module._tail, []

    def watched(t2, rate, n1, n2):
        grids.append((t2.size, int(module._width(rate * n1).max())))
        return tail(t2, rate, n1, n2)

    rng = np.random.default_rng(4)
    first, second = rng.poisson(300, 40), rng.poisson(80, 40)
    exposures = {"first_exposure": 4.0, "second_exposure": 1.0}
    whole = etest_p(first, second, **exposures)
    monkeypatch.setattr(module, "_tail", watched)
    for cells in (2000, 100):
        grids.clear()
        monkeypatch.setattr(module, "_CELLS", cells)
        assert etest_p(first, second, **exposures) == pytest.approx(whole, rel=1e-12)
        assert all(rows == 1 or rows * width <= cells for rows, width in grids)
        assert max(rows for rows, _width in grids) == (1 if cells == 100 else 4)


def test_columns_of_small_types_do_not_run_over():
    # a byte ends at 255, and 200 and 100 together are more
    first, second = np.array([200], dtype=np.uint8), np.array([100], dtype=np.uint8)
    assert etest_p(first, second)[0] == etest_p([200], [100])[0]
    assert adjusted(np.array([0.04, 0.01], dtype=object)).dtype == np.float64
    assert dispersion(np.array([[1, 2], [3, 1]], dtype=object)) == dispersion([[1, 2], [3, 1]])


def test_what_a_comparison_carries():
    found = etest(200, 250, level=0.9)
    assert (found.n, found.level, found.reason, found.caveats) == (450, 0.9, None, ())
    for first, second in ((200, 5), (5, 200)):
        assert etest(first, second).caveats == (Caveat.FEW_EVENTS,)
    chance = etest(10, 9)
    assert chance.p > 0.8 and not chance.is_more_than_chance
    assert etest(10, 9, level=1 - chance.p).is_more_than_chance  # the limit itself is enough
    assert not etest(10, 9, level=1.001 - chance.p).is_more_than_chance


def test_nothing_after_is_a_ratio_of_nothing_with_an_upper_end():
    # Clopper and Pearson for 0 of 10: 0 to 1 - 0.025 ** (1 / 10), as odds
    found, end = etest(10, 0), 1 - 0.025 ** (1 / 10)
    assert (found.value, found.low, found.high) == pytest.approx((0, 0, end / (1 - end)))


def test_three_thousand_pairs_in_one_go_equal_the_single_ones():
    rng = np.random.default_rng(3)
    first, second = rng.poisson(200, 3000), rng.poisson(210, 3000)
    together = etest_p(first, second)
    for k in (0, 17, 2999):
        assert together[k] == pytest.approx(etest_p([first[k]], [second[k]])[0], rel=1e-12)


def test_many_tests_at_once_are_adjusted():
    # R 4.2.2: p.adjust(c(0.01, 0.04, 0.03, 0.005), "BH")
    assert adjusted([0.01, 0.04, 0.03, 0.005]).tolist() == pytest.approx([0.02, 0.04, 0.04, 0.02])
    assert adjusted([]).size == 0
    assert adjusted([0.2]).tolist() == [0.2]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.lists(st.integers(1, 60), min_size=3, max_size=3), min_size=2, max_size=5),
)
def test_dispersion_is_pearsons_chi_squared_by_its_degrees_of_freedom(table):
    from scipy.stats import chi2_contingency

    statistic, p, free, _expected = chi2_contingency(table, correction=False)
    found = dispersion(table)
    assert found.ratio == pytest.approx(statistic / free, abs=1e-9)
    assert found.p == pytest.approx(p, abs=1e-9)


def test_season_and_a_change_between_years_are_no_clumps():
    season = np.array([4, 6, 8, 12, 20, 30])
    found = dispersion([season, season * 2, season * 3])
    assert found.ratio == pytest.approx(0, abs=1e-12) and not found.is_over


def test_poisson_months_are_seldom_called_clumped_and_clumped_months_often():
    rng = np.random.default_rng(2026)
    calm = [dispersion(rng.poisson(15, (5, 12))).is_over for _ in range(400)]
    clumped = [dispersion(rng.negative_binomial(8, 8 / 23, (5, 12))).is_over for _ in range(400)]
    assert np.mean(calm) < 0.03
    assert np.mean(clumped) > 0.95


def test_too_little_says_nothing_of_clumps():
    for table in ([[1, 2, 3]], [[0, 0], [0, 0]], [[5], [9]]):
        assert dispersion(table).ratio is None and not dispersion(table).is_over
    for table in ([[-1, 2], [3, 4]], [[np.nan, 2], [3, 4]], [[np.inf, 2], [3, 4]], [1, 2, 3]):
        with pytest.raises(AnalysisError, match=r"^counts must be a table, finite and 0 or more$"):
            dispersion(table)


def test_years_and_months_without_events_are_left_out_and_those_with_one_are_not():
    from scipy.stats import chi2_contingency

    table = np.array([[3, 4, 1], [1, 0, 0], [9, 5, 0]])
    wider = np.insert(np.insert(table, 1, 0, axis=0), 2, 0, axis=1)
    statistic, p, free, _expected = chi2_contingency(table, correction=False)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for found in (dispersion(table), dispersion(wider)):
            assert (found.ratio, found.p, found.periods) == pytest.approx((statistic / free, p, 9))
    assert dispersion([[1, 2, 3]]).periods == 3


def test_an_interval_scaled_by_the_dispersion():
    # R 4.2: p <- qbeta(c(0.025, 0.975), 12/3 + 0.5, 30/3 + 0.5); p / (1 - p)
    found = etest(30, 12, dispersion=3)
    assert (found.scaled_low, found.scaled_high) == pytest.approx((0.117354091363, 1.199015965501), rel=1e-10)
    plain = etest(30, 12)
    assert (found.low, found.high, found.p) == (plain.low, plain.high, plain.p)  # the definition stands
    assert Caveat.OVERDISPERSED in found.caveats
    assert (plain.scaled_low, plain.caveats) == (None, found.caveats[:-1])
    assert etest(30, 12, dispersion=1).scaled_low is None
    longer = etest(30, 12, dispersion=3, second_exposure=2)
    assert longer.scaled_high == pytest.approx(found.scaled_high / 2, rel=1e-12)
    hardly = etest(30, 12, dispersion=1.01)
    assert hardly.scaled_low <= hardly.low < hardly.high <= hardly.scaled_high
    assert Caveat.OVERDISPERSED not in hardly.caveats
    none = etest(0, 5, dispersion=3)
    assert (none.scaled_low, none.reason) == (None, Reason.NO_EVENTS)
    for wrong in (0, -1, float("nan"), float("inf")):
        with pytest.raises(AnalysisError, match="dispersion"):
            etest(3, 4, dispersion=wrong)


def test_clumps_are_said_above_one_and_a_half_also_where_there_is_no_ratio():
    assert Caveat.OVERDISPERSED not in etest(30, 12, dispersion=1.5).caveats
    assert Caveat.OVERDISPERSED in etest(30, 12, dispersion=1.51).caveats
    assert Caveat.OVERDISPERSED in etest(0, 5, dispersion=3).caveats
    assert module.scaled(etest(30, 12), 30, 12, dispersion=3) == etest(30, 12, dispersion=3)
    with pytest.raises(AnalysisError, match=r"^dispersion must be finite and above 0$"):
        etest(30, 12, dispersion=0)
