from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.analysis.pool import pool
from samsyn.analysis.result import AnalysisError

# metafor 3.8-1: escalc(measure = "RR", ai = tpos, bi = tneg, ci = cpos, di = cneg, data = dat.bcg): treated and control, + and -
BCG = np.array(
    [
        (4, 119, 11, 128), (6, 300, 29, 274), (3, 228, 11, 209), (62, 13536, 248, 12619), (33, 5036, 47, 5761),
        (180, 1361, 372, 1079), (8, 2537, 10, 619), (505, 87886, 499, 87892), (29, 7470, 45, 7232),
        (17, 1699, 65, 1600), (186, 50448, 141, 27197), (5, 2493, 3, 2338), (27, 16886, 29, 17825),
    ]
)  # fmt: skip
A, B, C, D = BCG.T.astype(float)
Y, V = np.log((A / (A + B)) / (C / (C + D))), 1 / A - 1 / (A + B) + 1 / C - 1 / (C + D)


@pytest.fixture(autouse=True)
def _no_warnings():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def test_the_counts_are_those_of_metafor():
    assert (Y[0], Y[12]) == pytest.approx((-0.88931133392020545, -0.017313948216879815), rel=1e-12)
    assert (V[0], V[12]) == pytest.approx((0.32558476500396133, 0.071404659683986293), rel=1e-12)


@pytest.mark.parametrize(
    ("method", "numbers", "predicted", "blup"),
    [
        # metafor 3.8-1, R 4.2: r <- rma(yi, vi, data = dat, method = …, test = "knha", control = list(threshold = 1e-14, maxiter = 1000))
        # c(r$beta, r$se, r$ci.lb, r$ci.ub, r$pval, r$tau2, r$I2 / 100); predict(r); blup(r)
        (
            "reml",
            (-0.714532342158, 0.180791744093, -1.10844371369, -0.320620970631, 0.00192001509606, 0.313243258136, 0.922213845213),
            (-1.9960168342, 0.56695214988),
            (-0.80023356197, -1.69364669565, 0.093179571713, -0.146743069859),
        ),
        (
            "dl",
            (-0.714117222073, 0.180696628336, -1.10782135417, -0.320413089978, 0.00192076676705, 0.308760262862, 0.921173468546),
            (-1.98720696343, 0.558972519284),
            (-0.799390973186, -1.68997990664, 0.0911979602641, -0.148191358745),
        ),
    ],
)  # fmt: skip
def test_bcg(method, numbers, predicted, blup):
    found = pool(Y, V, method=method)
    ours = (found.value, found.se, found.low, found.high, found.p, found.tau2, found.i2)
    assert ours == pytest.approx(numbers, rel=1e-9)
    assert (found.q, found.q_p) == pytest.approx((152.233008082, 1.99676459085e-26), rel=1e-9)
    assert (found.predicted_low, found.predicted_high) == pytest.approx(predicted, rel=1e-9)
    assert (found.shrunk[0], found.shrunk_low[0], found.shrunk_high[0], found.shrunk[12]) == pytest.approx(
        blup, rel=1e-9
    )
    assert found.weights.sum() == pytest.approx(1)
    assert found.caveats == ()


def test_dependent_effects_are_marked_and_clustered():
    # robust(rma(yi, vi, data = dat, control = list(threshold = 1e-14, maxiter = 1000)), cluster = study, clubSandwich = TRUE)
    study = [1, 1, 2, 2, 3, 4, 4, 5, 6, 7, 8, 8, 8]
    found = pool(Y, V, study=study)
    ours = (found.value, found.se, found.low, found.high, found.p, found.df)
    theirs = (
        -0.714532342158,
        0.241332278085,
        -1.30212274644,
        -0.126941937873,
        0.0246415777883,
        6.12585387771,
    )
    assert ours == pytest.approx(theirs, rel=1e-8)
    assert (found.studies, found.caveats) == (8, ("dependent-effects",))
    assert found.predicted_low is None


def test_effects_closer_than_chance_have_a_warning_and_a_wide_interval():
    # rma(y, v, test = "knha") and test = "adhoc"
    y, v = [0.10, 0.12, 0.08, 0.11, 0.09, 0.13], [0.04, 0.05, 0.03, 0.06, 0.05, 0.04]
    found = pool(y, v)
    assert (found.tau2, found.i2) == (0, 0)
    assert (found.value, found.se) == pytest.approx((0.103214285714, 0.00811115382215), rel=1e-9)
    assert (found.low, found.high) == pytest.approx((0.082363901033, 0.124064670396), rel=1e-9)
    assert (found.wide_low, found.wide_high) == pytest.approx((-0.114039531837, 0.320468103266), rel=1e-9)
    assert found.caveats == ("narrower-than-fixed",)


def test_equal_effects_have_no_interval_of_no_width():
    found = pool([0.2] * 6, [0.01] * 6)
    assert found.high - found.low > 0.1
    assert found.low == found.wide_low


def test_two_effects_by_hand():
    found = pool([1.0, 3.0], [0.5, 0.5], method="dl")
    assert found.q == pytest.approx(4)  # (2² / 2) / 0.5
    assert found.tau2 == pytest.approx(1.5)  # (4 - 1) / (4 - 8 / 4)
    assert (found.value, found.i2) == pytest.approx((2, 0.75))
    assert pool([1.0, 3.0], [0.5, 0.5]).tau2 == pytest.approx(1.5)  # sample variance less 0.5
    assert found.predicted_low is found.ahead_low is None
    assert "few-studies" in found.caveats


def test_one_study_and_none_have_a_reason():
    for effects, study in (([], None), ([1.0], None), ([1.0, 2.0], ["a", "a"])):
        found = pool(effects, np.ones(len(effects)), study=study)
        assert (found.value, found.reason, found.n) == (None, "one-study", len(effects))


def test_few_dependent_studies_have_no_interval():
    found = pool([1.0, 1.2, 2.0, 2.5], [0.1, 0.2, 0.1, 0.1], study=["a", "a", "b", "c"])
    assert found.value is not None
    assert (found.low, found.p) == (None, None)
    assert set(found.caveats) == {"dependent-effects", "few-studies"}


@pytest.mark.parametrize(
    "bad",
    [
        {"effects": [1, np.nan]}, {"variances": [1, 0]}, {"variances": [1, -1]}, {"variances": [1]},
        {"variances": [1, np.inf]}, {"study": [1]}, {"method": "ml"}, {"level": 0},
    ],
)  # fmt: skip
def test_impossible_input_is_an_error(bad):
    with pytest.raises(AnalysisError):
        pool(**{"effects": [1, 2], "variances": [1, 1], **bad})


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.floats(-5, 5), st.floats(0.001, 10)), min_size=2, max_size=15),
    st.sampled_from([0.001, 3, 1000]),
    st.sampled_from(["reml", "dl"]),
)
def test_order_and_scale_do_not_matter(pairs, scale, method):
    y, v = np.array(pairs).T
    first, other = pool(y, v, method=method), pool(scale * y[::-1], scale**2 * v[::-1], method=method)
    assert other.value == pytest.approx(scale * first.value, rel=1e-5, abs=1e-7 * scale)
    assert other.tau2 == pytest.approx(scale**2 * first.tau2, rel=1e-5, abs=1e-8 * scale**2)
    assert 0 <= first.i2 < 1
    low, high = np.minimum(y, first.value), np.maximum(y, first.value)
    assert np.all((first.shrunk >= low - 1e-9) & (first.shrunk <= high + 1e-9))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 100_000), st.integers(2, 12))
def test_no_other_variance_has_a_larger_restricted_likelihood(seed, k):
    rng = np.random.default_rng(seed)
    y, v = rng.normal(0, 1, k), rng.gamma(1, 0.3, k) + 0.01

    def likelihood(tau2):
        w = 1 / (v + tau2)
        return np.log(w).sum() - np.log(w.sum()) - np.sum(w * (y - np.sum(w * y) / w.sum()) ** 2)

    best = likelihood(pool(y, v).tau2)
    assert all(likelihood(tau2) <= best + 1e-9 for tau2 in np.linspace(0, 10, 1500))


@pytest.mark.parametrize(("k", "tau2"), [(5, 0.0), (5, 0.2), (12, 0.1), (12, 1.0)])
def test_the_intervals_hold_the_mean_and_a_new_place(k, tau2):
    rng = np.random.default_rng(k)
    runs, inside, ahead = 250, 0, 0
    for _run in range(runs):
        v = rng.uniform(0.02, 0.2, k)
        found = pool(
            0.3 + rng.normal(0, np.sqrt(tau2), k) + rng.normal(0, np.sqrt(v)),
            v,
            method="dl" if k == 5 else "reml",
        )
        inside += found.low <= 0.3 <= found.high
        ahead += found.ahead_low <= 0.3 + rng.normal(0, np.sqrt(tau2)) <= found.ahead_high
    margin = 3 * np.sqrt(0.05 * 0.95 / runs)
    assert 0.93 - margin < inside / runs < 0.975 + margin
    assert ahead / runs > 0.93 - margin


def test_clustered_intervals_hold_when_the_effects_of_a_study_hang_together():
    rng = np.random.default_rng(9)
    runs, study, inside = 400, np.repeat(np.arange(14), 3), 0
    for _run in range(runs):
        y = 0.3 + np.repeat(rng.normal(0, 0.4, 14), 3) + rng.normal(0, 0.2, 42)
        found = pool(y, np.full(42, 0.04), study=study)
        inside += found.low <= 0.3 <= found.high
    assert 0.93 - 0.033 < inside / runs < 0.97 + 0.033
