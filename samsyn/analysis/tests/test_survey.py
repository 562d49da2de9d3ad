"""Surveys with a design. Oracles: R 4.2, survey 4.1-1, each with its call; cases by hand; samples drawn from known cities."""

from __future__ import annotations

import csv
import warnings
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.analysis.result import AnalysisError, Caveat, Reason
from samsyn.analysis.survey import survey, survey_batch
from samsyn.analysis.survey_design import DesignError, survey_design

ENDS = {"abs": 0, "rel": 1e-9}


@pytest.fixture(autouse=True)
def _no_warnings():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


@pytest.fixture
def sample(reference):
    """Return a sample of schools as columns of text, and a reader of its numbers."""

    def read(name):
        with (reference / "undersokning" / f"{name}.csv").open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        columns = {key: np.array([row[key] for row in rows]) for key in rows[0]}
        return columns, lambda key: np.array([float(x) if x else np.nan for x in columns[key]])

    return read


@pytest.fixture
def strat(sample):
    text, number = sample("apistrat")
    return survey_design(number("pw"), strata=[text["stype"]], fpc=[number("fpc")]), text, number


@pytest.fixture
def clus1(sample):
    text, number = sample("apiclus1")
    return survey_design(number("pw"), clusters=[text["dnum"]], fpc=[number("fpc")]), text, number


@pytest.fixture
def clus2(sample):
    text, number = sample("apiclus2")
    design = survey_design(
        number("pw"), clusters=[text["dnum"], text["snum"]], fpc=[number("fpc1"), number("fpc2")]
    )
    return design, text, number


@pytest.fixture
def post(sample):
    # postStratify(dclus1, ~stype, data.frame(stype = c("E", "H", "M"), Freq = c(4421, 755, 1018)))
    text, number = sample("apiclus1")
    codes = np.unique(text["stype"], return_inverse=True)[1]
    design = survey_design(
        number("pw"), clusters=[text["dnum"]], fpc=[number("fpc")], poststrata=(codes, [4421, 755, 1018])
    )
    return design, text, number


def yes(text):
    return (text["awards"] == "Yes").astype(float)


# METHODS.md 3


def test_strata_and_finite_population(strat):
    design, text, number = strat
    found = survey(design, number("api00"))
    assert (found.value, found.se) == pytest.approx((662.28736315932, 9.4089408), rel=1e-8)
    assert (found.n, found.df, found.caveats) == (200, 197, ())
    total = survey(design, number("enroll"), kind="total")
    assert (total.value, total.se) == pytest.approx((3687177.5, 114641.72), rel=1e-7)
    # svyciprop(~I(awards == "Yes"), dstrat, method = "logit"), "beta", "mean"
    for kind, low, high in (
        ("logit", 0.568721098868, 0.703675779368),
        ("beta", 0.567218701480, 0.706354783014),
        ("plain", 0.571084874530, 0.706787253571),
    ):
        share = survey(design, yes(text), kind="share", interval=kind)
        assert (share.value, share.low, share.high) == pytest.approx((0.638936064051, low, high), rel=1e-8)
        assert share.interval == kind


def test_clusters_in_one_and_two_stages(clus1, clus2):
    design, _text, number = clus1
    found = survey(design, number("api00"))
    assert (found.value, found.se, found.df) == pytest.approx((644.16939890710, 23.542240694, 14), rel=1e-9)
    # svyratio(~api.stu, ~enroll, dclus1)
    ratio = survey(design, number("api.stu"), kind="ratio", per=number("enroll"))
    assert (ratio.value, ratio.se) == pytest.approx((0.8497087417, 0.008386297169), rel=1e-9)
    design, text, number = clus2
    found = survey(design, number("api00"))
    assert (found.value, found.se, found.df) == pytest.approx((670.8118081181, 30.0990273768, 39), rel=1e-11)
    # svytotal(~enroll, dclus2, na.rm = TRUE)
    total = survey(design, number("enroll"), kind="total")
    assert (total.value, total.se, total.n) == pytest.approx((2639272.93, 799637.773648, 120), rel=1e-11)
    # svyby(~enroll, ~stype, dclus2, svymean, na.rm = TRUE)
    found = by(design, text["stype"], number("enroll"))
    assert found.value[:, 0] == pytest.approx([339.787375415, 1038.637362637, 839.325], **ENDS)
    assert found.se[:, 0] == pytest.approx([51.0809963672, 81.5152041324, 67.5014695957], **ENDS)


def test_post_strata_also_in_domains(post):
    design, text, number = post
    found = survey(design, number("api00"))
    assert (found.value, found.se) == pytest.approx((642.3107882116, 23.9204864451), rel=1e-11)
    # svyby(~api00, ~stype, p, svymean)
    found = by(design, text["stype"], number("api00"))
    assert found.se[:, 0] == pytest.approx([22.3624088938, 38.0202493594, 31.6094652272], **ENDS)
    # svyby(~I(awards == "Yes"), ~cname == "Alameda", p, svymean)
    found = by(design, text["cname"] == "Alameda", yes(text))
    assert found.value[:, 0] == pytest.approx([0.677996716894, 0.838829258903], **ENDS)
    assert found.se[:, 0] == pytest.approx([0.0324712279245, 0.0160616717472], **ENDS)
    # svytotal(~enroll, subset(p, comp.imp == "Yes"))
    found = survey(design, number("enroll"), kind="total", keep=text["comp.imp"] == "Yes")
    assert (found.value, found.se) == pytest.approx((2504056.56492, 258627.588621), rel=1e-11)
    # the sum of the weights is known without error
    known = survey(design, np.ones(len(design)), kind="total")
    assert known.value == pytest.approx(6194)
    assert known.se == pytest.approx(0, abs=1e-9)


def by(design, labels, values, **more):
    groups, codes = np.unique(labels, return_inverse=True)
    return survey_batch(design, values, domain=codes, domains=groups.size, hide_under=0, **more)


def test_a_domain_keeps_the_whole_design(strat):
    # x <- subset(dstrat, cname == "Los Angeles")
    design, text, number = strat
    here = text["cname"] == "Los Angeles"
    mean, total = (
        survey(design, number("api00"), keep=here),
        survey(design, number("enroll"), kind="total", keep=here),
    )
    assert (mean.value, mean.se, mean.df) == pytest.approx((633.5112617781, 21.3911606958, 38), rel=1e-11)
    assert (total.value, total.se) == pytest.approx((906700.970079, 139801.47276), rel=1e-10)
    assert mean.caveats == (Caveat.SMALL_BASE,)
    for kind, low, high in (
        ("logit", 0.383556943960, 0.702803969583),
        ("beta", 0.376389909285, 0.711868502289),
    ):
        share = survey(design, yes(text), kind="share", keep=here, interval=kind)
        assert (share.se, share.low, share.high) == pytest.approx((0.081678390619, low, high), rel=1e-8)
    ratio = survey(design, number("api.stu"), kind="ratio", per=number("enroll"), keep=here)
    assert (ratio.value, ratio.se) == pytest.approx((0.8327780214797, 0.0217737139636), rel=1e-11)
    found = by(design, text["stype"], number("api00"))  # svyby(~api00, ~stype, dstrat, svymean)
    assert found.se[:, 0] == pytest.approx([12.3824797939, 14.9371291854, 16.2147073082], **ENDS)


def test_a_stratum_with_one_answer_is_handled_and_said(sample):
    # options(survey.lonely.psu = "adjust"); one H kept; svydesign(id = ~1, strata = ~stype, weights = ~pw, data = l)
    text, number = sample("apistrat")
    kept = text["stype"] != "H"
    kept[np.flatnonzero(~kept)[0]] = True
    design = survey_design(number("pw")[kept], strata=[text["stype"][kept]])
    found = survey(design, number("api00")[kept])
    assert (found.value, found.se, found.df) == pytest.approx((666.7948017644, 10.6307020981, 148), rel=1e-11)
    total = survey(design, number("api00")[kept], kind="total")
    assert (total.value, total.se) == pytest.approx((3636765.48786, 58330.188566), rel=1e-10)
    assert found.caveats == ("lonely-strata",)


def test_weights_follow_from_the_population_and_fractions_say_the_same(clus2, sample):
    # svydesign(id = ~dnum + snum, fpc = ~fpc1 + fpc2, data = apiclus2)
    _design, text, number = clus2
    own = survey_design(clusters=[text["dnum"], text["snum"]], fpc=[number("fpc1"), number("fpc2")])
    assert survey(own, number("api00")).se == pytest.approx(30.0990273768, rel=1e-11)
    text, number = sample("apistrat")
    size = np.array([np.count_nonzero(text["stype"] == kind) for kind in text["stype"]])
    parts = survey_design(number("pw"), strata=[text["stype"]], fpc=[size / number("fpc")])
    assert survey(parts, number("api00")).se == pytest.approx(9.408940802785, rel=1e-11)


# By hand


def test_a_plain_sample_is_the_textbook():
    values = np.array([1.0, 2, 4, 9])
    found = survey(survey_design(rows=4), values, hide_under=0)
    assert (found.value, found.se) == pytest.approx((4, values.std(ddof=1) / 2))
    assert found.high - found.value == pytest.approx(3.182446305284263 * found.se)  # R: qt(0.975, 3)
    whole = survey(survey_design(fpc=[[4, 4, 4, 4]]), values, kind="total", hide_under=0)
    assert (whole.value, whole.se, whole.low, whole.high) == (16, 0, 16, 16)
    two = survey(
        survey_design([1, 1, 3, 3], clusters=[["a", "a", "b", "b"]]), values, kind="total", hide_under=0
    )
    assert (two.value, two.se, two.df) == pytest.approx((42, 36, 1))  # sums 3 and 39: 2/1 * 2 * 18**2


def test_nobody_and_everybody_have_an_interval_and_it_is_said():
    none = survey(survey_design(rows=120), np.zeros(120), kind="share")
    # Clopper and Pearson: 1 - 0.025 ** (1 / n)
    assert (none.value, none.low, none.high) == pytest.approx((0, 0, 1 - 0.025 ** (1 / 120)))
    assert (none.caveats, none.interval) == (("interval-switched",), "beta")
    every = survey(survey_design(rows=120), np.ones(120), kind="share", interval="beta")
    assert (every.value, every.low, every.high) == pytest.approx((1, 0.025 ** (1 / 120), 1))
    assert every.caveats == ()
    census = survey(
        survey_design(fpc=[np.full(200, 200)]), np.arange(200) % 4 == 0, kind="share", interval="beta"
    )
    assert (census.low, census.value, census.high) == (0.25, 0.25, 0.25)


def test_small_bases_are_hidden_or_marked():
    design = survey_design(rows=150)
    codes = np.repeat([0, 1, 2], [29, 30, 91])
    found = survey_batch(design, codes % 2, kind="share", domain=codes, domains=4)
    assert found.reason[:, 0].tolist() == ["hidden", "", "", "no-value"]
    assert np.isnan(found.value[[0, 3], 0]).all()
    assert found.one(0).value is None
    assert found.one(0).reason is Reason.HIDDEN
    assert found.one(3).reason is Reason.NO_VALUE
    assert Caveat.SMALL_BASE in found.one(1).caveats
    assert survey(design, codes, keep=codes == 0, hide_under=10, mark_under=20).caveats == ()
    empty = survey(design, np.full(150, np.nan))
    assert (empty.value, empty.n, empty.reason) == (None, 0, Reason.NO_VALUE)
    nothing = survey(design, np.ones(150), kind="ratio", per=np.zeros(150))
    assert (nothing.value, nothing.reason) == (None, Reason.NO_VALUE)


def test_one_cluster_has_no_interval():
    found = survey(survey_design(clusters=[["a"] * 40]), np.arange(40))
    assert (found.value, found.low, found.high, found.df) == (19.5, None, None, 0)
    assert found.caveats == (Caveat.SMALL_BASE, "lonely-strata", "one-cluster")
    share = survey(survey_design(clusters=[["a"] * 40]), np.arange(40) > 3, kind="share", interval="beta")
    assert (share.value, share.low, share.caveats[-1]) == (0.9, None, "one-cluster")


def test_clusters_numbered_anew_in_each_stratum_are_told_apart():
    strata, clusters = [0, 0, 0, 0, 1, 1, 1, 1], [1, 1, 2, 2, 1, 1, 2, 2]
    design = survey_design(strata=[strata], clusters=[clusters])
    assert design.is_nested
    assert design.stages[0].size.tolist() == [2, 2]
    assert not survey_design(strata=[strata], clusters=[[1, 1, 2, 2, 3, 3, 4, 4]]).is_nested


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"fpc": [[10, 10, 0.5]]}, "fpc-mixed"),
        ({"fpc": [[0, 0, 0]]}, "fpc-mixed"),
        ({"fpc": [[np.nan, 5, 5]]}, "fpc-mixed"),
        ({"fpc": [[2, 2, 2]]}, "fpc-small"),
        ({"fpc": [[5, 6, 5]]}, "fpc-varies"),
        ({"weight": [1, -1, 1]}, "weight"),
        ({"weight": [0, 0, 0]}, "weight"),
        ({"weight": [1, np.nan, 1]}, "weight"),
        ({"rows": 3, "poststrata": ([0, 0, 0], [5, 5])}, "post-empty"),
    ],
)
def test_a_design_that_cannot_be_is_refused(given, code):
    with pytest.raises(DesignError) as error:
        survey_design(**given)
    assert error.value.code == code


@pytest.mark.parametrize(
    "call",
    [
        lambda d: survey_design(),
        lambda d: survey_design([]),
        lambda d: survey_design([1, 1], strata=[[1, 2, 3]]),
        lambda d: survey_design([1, 1], fpc=[[9, 9], [9, 9]]),
        lambda d: survey_design(rows=2, poststrata=([0, 2], [5, 5])),
        lambda d: survey(d, [1, 2]),
        lambda d: survey(d, [1, 2, np.inf]),
        lambda d: survey(d, [0, 1, 2], kind="share"),
        lambda d: survey(d, [0, 1, 1], kind="median"),
        lambda d: survey(d, [0, 1, 1], kind="ratio"),
        lambda d: survey(d, [0, 1, 1], per=[1, 1, 1]),
        lambda d: survey(d, [0, 1, 1], kind="ratio", per=[[1, 1], [1, 1], [1, 1]]),
        lambda d: survey(d, [0, 1, 1], level=95),
        lambda d: survey_batch(d, [0, 1, 1], domain=[0, 1, 2], domains=2),
    ],
)
def test_what_cannot_be_raises(call):
    with pytest.raises(AnalysisError):
        call(survey_design(rows=3))


# Properties


@st.composite
def answers(draw):
    n = draw(st.integers(4, 40))
    column = lambda most: np.array(draw(st.lists(st.integers(0, most), min_size=n, max_size=n)))  # noqa: E731
    return column(2), column(5), 1.0 + column(4), column(9).astype(float)


@settings(max_examples=30, deadline=None)
@given(answers(), st.integers(0, 2**32 - 1))
def test_order_scale_and_weights_do_not_matter(drawn, seed):
    strata, clusters, weight, values = drawn
    find = lambda w, v, p: survey(  # noqa: E731
        survey_design(w[p], strata=[strata[p]], clusters=[clusters[p]]), v[p], hide_under=0
    )
    same = np.arange(values.size)
    base, turned = (find(weight, values, p) for p in (same, np.random.default_rng(seed).permutation(same)))
    scaled, heavier = find(weight, 3 * values + 1, same), find(7 * weight, values, same)
    assert (turned.value, turned.se, turned.df) == pytest.approx((base.value, base.se, base.df), abs=1e-9)
    assert (scaled.value, scaled.se) == pytest.approx((3 * base.value + 1, 3 * base.se), abs=1e-9)
    assert (heavier.value, heavier.se) == pytest.approx((base.value, base.se), abs=1e-9)


@settings(max_examples=30, deadline=None)
@given(answers())
def test_totals_of_groups_add_up_and_each_domain_is_the_same_alone(drawn):
    strata, clusters, weight, values = drawn
    design = survey_design(weight, strata=[strata], clusters=[clusters])
    codes = values.astype(int) % 3
    for kind in ("total", "mean", "share"):
        given_values = values > 4 if kind == "share" else values
        batch = survey_batch(design, given_values, kind=kind, domain=codes, domains=3, hide_under=0)
        for place in range(3):
            alone = survey(design, given_values, kind=kind, keep=codes == place, hide_under=0)
            together = batch.one(place)
            assert together.se == pytest.approx(alone.se, abs=1e-12, nan_ok=True)
            assert replace(together, se=0.0) == replace(alone, se=0.0)
    totals = survey_batch(design, values, kind="total", domain=codes, domains=3, hide_under=0)
    assert np.nansum(totals.value) == pytest.approx(survey(design, values, kind="total", hide_under=0).value)


# Calibration: samples of 24 of 120 clusters, 15 of each cluster's 100, from a city with a known truth


@pytest.mark.parametrize(("kind", "interval"), [("share", "logit"), ("share", "beta"), ("mean", "logit")])
def test_intervals_hold_the_truth_as_often_as_they_say(kind, interval):
    rng = np.random.default_rng(5)
    levels = np.clip(rng.normal(0.35, 0.09, 120), 0.05, 0.9)
    city = (rng.random((120, 100)) < levels[:, None]).astype(float)
    city = city if kind == "share" else city * rng.gamma(4, 1, city.shape) + rng.gamma(2, 1, city.shape)
    held, rounds = 0, 400
    for _ in range(rounds):
        drawn = rng.choice(120, 24, replace=False)
        rows = np.concatenate([cluster * 100 + rng.choice(100, 15, replace=False) for cluster in drawn])
        design = survey_design(
            clusters=[rows // 100, rows], fpc=[np.full(rows.size, 120), np.full(rows.size, 100)]
        )
        found = survey(design, city.ravel()[rows], kind=kind, interval=interval)
        held += found.low <= city.mean() <= found.high
    assert 0.93 <= held / rounds <= 0.97
