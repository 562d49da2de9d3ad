"""Surveys at their limits: what is refused and where, what an estimate carries; found by changing the code (docs/dev/mutation.md)."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from samsyn.analysis.result import AnalysisError, Caveat, Reason
from samsyn.analysis.survey import survey, survey_batch
from samsyn.analysis.survey_change import survey_change
from samsyn.analysis.survey_design import DesignError, survey_design
from samsyn.analysis.survey_interval import interval_of_share


@pytest.fixture(autouse=True)
def _no_warnings():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


MIXED = "fpc must be all sizes (1 or more) or all fractions (1 or less)"


@pytest.mark.parametrize(
    ("given", "code", "row", "message"),
    [
        ({"fpc": [[1, 10, 0.5]]}, "fpc-mixed", 2, MIXED),
        ({"fpc": [[5, 0, 5]]}, "fpc-mixed", 1, "fpc must be above 0"),
        ({"fpc": [[5, 5, np.nan]]}, "fpc-mixed", 2, "fpc must be above 0"),
        ({"clusters": [[1, 2, 3]] * 2, "fpc": [[9, 9, 9], [9, -1, 9]]}, "fpc-mixed", 1, "fpc must be above 0"),
        (
            {"strata": [[0, 0, 1, 1, 1]], "fpc": [[2, 2, 2, 2, 2]]},
            "fpc-small", 2, "fpc says that more units were drawn than there are",
        ),
        ({"fpc": [[5, 5, 6]]}, "fpc-varies", 2, "fpc must be the same in all rows of a stratum"),
        ({"weight": [0.5, 0, -1]}, "weight", 2, "weights must be finite, 0 or more, not all 0"),
        ({"weight": [1, np.inf, 1]}, "weight", 1, "weights must be finite, 0 or more, not all 0"),
        ({"weight": [0, 0, 0]}, "weight", 0, "weights must be finite, 0 or more, not all 0"),
        (
            {"rows": 3, "poststrata": ([0, 0, 0], [5, 1])},
            "post-empty", 0, "post-stratum 1 has no weight in the sample",
        ),
    ],
)  # fmt: skip
def test_a_wrong_design_names_the_first_row_where_it_shows(given, code, row, message):
    with pytest.raises(DesignError) as error:
        survey_design(**given)
    assert (error.value.code, error.value.row, str(error.value)) == (code, row, message)


ROWS = "a design needs rows, and arrays as long as each other"
STAGES = "there are more stages of fpc or strata than of clusters"
POST = "post-strata must be one number for each row, with populations of 0 or more"


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda d: survey_design(), ROWS),
        (lambda d: survey_design(rows=0), ROWS),
        (lambda d: survey_design([1, 1], rows=3), ROWS),
        (lambda d: survey_design([[1, 1]]), ROWS),
        (lambda d: survey_design([1, 1], fpc=[[9, 9], [9, 9]]), STAGES),
        (lambda d: survey_design([1, 1], strata=[[1, 2], [1, 2]]), STAGES),
        (lambda d: survey_design(rows=2, poststrata=([0, 1, 1], [5, 5])), POST),
        (lambda d: survey_design(rows=2, poststrata=([0, 1], [5, -5])), POST),
        (lambda d: survey_design(rows=2, poststrata=([0, 1], [5, np.inf])), POST),
        (
            lambda d: survey_design(rows=2, poststrata=([0, 2], [5, 5])),
            "every row must lie in a post-stratum",
        ),
        (
            lambda d: survey_design(rows=2, poststrata=([0, -1], [5, 5])),
            "every row must lie in a post-stratum",
        ),
        (lambda d: survey(d, [1, 2]), "there must be one value for each row of the design"),
        (lambda d: survey(d, [1, 2, np.inf]), "values must be finite, or nan for no answer"),
        (
            lambda d: survey(d, [1, 2, 3], kind="ratio", per=[1, np.inf, 1]),
            "values must be finite, or nan for no answer",
        ),
        (lambda d: survey(d, [0, 1, 2], kind="share"), "a share is made of zeros and ones"),
        (lambda d: survey(d, [0, 1, 1], kind="median"), "there is no median with the interval logit"),
        (lambda d: survey(d, [0, 1, 1], interval="wald"), "there is no mean with the interval wald"),
        (lambda d: survey(d, [0, 1, 1], kind="ratio"), "per goes with a ratio, and only with it"),
        (lambda d: survey(d, [0, 1, 1], per=[1, 1, 1]), "per goes with a ratio, and only with it"),
        (
            lambda d: survey_batch(d, [[0, 1]] * 3, kind="ratio", per=[1, 1, 1]),
            "per must have the shape of values",
        ),
        (
            lambda d: survey_batch(d, [0, 1, 1], domain=[0, 1, 2], domains=2),
            "domain must number each row below domains",
        ),
        (
            lambda d: survey_batch(d, [0, 1, 1], domain=[0, 1], domains=2),
            "domain must number each row below domains",
        ),
        (
            lambda d: survey_batch(d, [0, 1, 1], domain=[-1] * 3, domains=0),
            "domain must number each row below domains",
        ),
    ],
)
def test_what_cannot_be_is_said(call, message):
    with pytest.raises(AnalysisError) as error:
        call(survey_design(rows=3))
    assert str(error.value) == message


def test_sizes_that_differ_by_rounding_alone_are_the_same_and_a_whole_population_may_be_drawn():
    third = 0.1 + 0.2
    design = survey_design(rows=2, fpc=[[third, 0.3]])
    assert design.stages[0].left == pytest.approx([0.7])
    assert survey_design(fpc=[[2, 2]]).stages[0].left.tolist() == [0]
    # all 1: fractions, so everybody was drawn
    assert survey_design(fpc=[[1, 1]]).stages[0].left.tolist() == [0]
    assert survey_design(fpc=[[0.25, 0.25]]).weight.tolist() == [4, 4]
    assert survey_design(fpc=[[3 - 1e-10] * 3]).stages[0].left.tolist() == [0]


def test_clusters_numbered_alike_in_more_strata_than_there_are_numbers():
    design = survey_design(strata=[np.repeat(np.arange(5), 4)], clusters=[[1, 1, 2, 2] * 5])
    assert design.stages[0].size.tolist() == [2] * 5
    assert (design.is_nested, design.lonely) == (True, 0)
    # numbers that come back among the clusters, not among the rows within
    clusters = [[1, 1, 2, 2, 1, 1, 2, 2], np.arange(8)]
    design = survey_design(strata=[[0] * 4 + [1] * 4], clusters=clusters, fpc=[[9] * 8, [9] * 8])
    assert (design.is_nested, len(design.stages)) == (True, 2)


def test_weights_are_the_designs_own():
    given = np.array([1.0, 2.0])
    design = survey_design(given)
    given[0] = 9
    assert design.weight.tolist() == [1, 2]
    with pytest.raises(ValueError, match="read-only"):
        design.weight[0] = 1
    whole = survey_design([0, 3])
    assert (whole.weight.tolist(), whole.weight.dtype) == ([0, 3], np.float64)
    assert len(survey_design(rows=1)) == 1


def test_a_post_stratum_that_nobody_lives_in_weighs_nothing():
    design = survey_design([1, 3, 2], poststrata=([0, 0, 1], [8, 0]))
    assert design.weight.tolist() == [2, 6, 0]
    assert design.post.tolist() == [0, 0, 1]
    assert survey_design([1, 3], poststrata=([0, 0], [8, 0])).weight.tolist() == [2, 6]
    found = survey(design, [1, 3, 9], hide_under=0)
    assert (found.value, found.n, np.isfinite(found.se)) == (2.5, 2, True)


def test_weights_and_populations_may_be_less_than_one():
    # shares of a population instead of heads; post-strata that come as decimals from a file
    heads = survey_design([1, 3, 2, 2], poststrata=(np.array([0.0, 0, 1, 1]), [70, 90]))
    parts = survey_design([0.1, 0.3, 0.2, 0.2], poststrata=([0, 0, 1, 1], [0.07, 0.09]))
    assert parts.weight == pytest.approx(heads.weight / 1000)
    for values in ([1, 2, 3, 5], [4, 1, 1, 0]):
        one, other = (survey(design, values, hide_under=0) for design in (heads, parts))
        assert (other.value, other.se) == pytest.approx((one.value, one.se))
    light = survey(survey_design([0.25, 0.25]), [1, 3], kind="total", hide_under=0)
    assert (light.value, survey(survey_design([0.25, 0.25]), [1, 3], hide_under=0).value) == (1, 2)


def test_later_stages_count_only_where_the_first_was_drawn_from_an_end():
    # 2 of 4 clusters, 2 of 3 rows in each: by hand, Särndal 4.3
    clusters, rows = [1, 1, 2, 2], [1, 2, 3, 4]
    values = [1, 3, 2, 8]
    design = survey_design(clusters=[clusters, rows], fpc=[[4] * 4, [3] * 4])
    assert design.weight.tolist() == pytest.approx([3] * 4)
    found = survey(design, values, kind="total", hide_under=0)
    first = (1 - 2 / 4) * 2 * ((12 - 21) ** 2 + (30 - 21) ** 2)
    second = 2 / 4 * (1 - 2 / 3) * 2 * 9 * (2 * 1 + 2 * 9)
    assert (found.value, found.se**2) == pytest.approx((42, first + second))
    assert len(survey_design(clusters=[clusters, rows]).stages) == 1
    # a stage without fpc leaves the chance as it is
    assert survey_design(clusters=[clusters, rows], fpc=[[4] * 4]).weight.tolist() == [2] * 4
    assert design.lonely == 0


def test_lonely_strata_are_those_from_which_more_could_have_been_drawn():
    strata = [0, 0, 1, 2]
    assert survey_design(strata=[strata]).lonely == 2
    assert survey_design(strata=[strata], fpc=[[9, 9, 1, 5]]).lonely == 1
    found = survey(survey_design(strata=[strata]), [1, 3, 4, 6], hide_under=0)
    assert Caveat.LONELY_STRATA in found.caveats
    # distances from 0 of the lonely ones: scores (y - 3.5) / 4, of which two have a stratum of their own
    assert found.se**2 == pytest.approx((2 * 2 * 1**2 + 0.5**2 + 2.5**2) / 16)


def test_what_an_estimate_carries():
    design = survey_design(rows=40)
    found = survey(design, np.arange(40) % 4 == 0, kind="share", level=0.9, mark_under=41)
    assert (found.n, found.df, found.level, found.method, found.interval) == (40, 39, 0.9, "taylor", "logit")
    assert found.caveats == (Caveat.SMALL_BASE,)
    assert survey(design, np.arange(40), mark_under=40).caveats == ()
    assert survey(design, np.arange(40)).interval == "plain"
    wider = survey(design, np.arange(40) % 4 == 0, kind="share", level=0.95)
    assert wider.low < found.low < found.value < found.high < wider.high
    hidden = survey(design, np.arange(40), hide_under=41, level=0.9)
    assert (hidden.value, hidden.se, hidden.low, hidden.high) == (None, None, None, None)
    assert (hidden.reason, hidden.n, hidden.df, hidden.level, hidden.method) == (
        Reason.HIDDEN, 40, 39, 0.9, "taylor"
    )  # fmt: skip
    assert survey(design, np.arange(40), hide_under=40).reason is None


def test_few_clusters_are_said_under_ten_degrees_of_freedom():
    for clusters, caveats in ((10, (Caveat.FEW_CLUSTERS,)), (11, ())):
        labels = np.repeat(np.arange(clusters), 10)
        found = survey(survey_design(clusters=[labels]), np.arange(labels.size))
        assert (found.df, found.caveats) == (clusters - 1, caveats)
    rows = survey(survey_design(rows=10), np.arange(10), hide_under=0, mark_under=0)
    assert (rows.df, rows.caveats) == (9, ())


def test_a_batch_is_read_only_and_says_what_it_was_made_with():
    design = survey_design(clusters=[[0, 0, 1, 1, 2, 2]])
    batch = survey_batch(
        design, [[0, 1]] * 3 + [[1, 1]] * 3, kind="share", domain=[0, 1, 0, 1, 0, -1], domains=2,
        interval="beta", level=0.9, hide_under=3, mark_under=7,
    )  # fmt: skip
    for name in ("value", "se", "low", "high", "n", "df", "reason", "switched"):
        assert not getattr(batch, name).flags.writeable
        assert getattr(batch, name).shape == (2, 2)
    assert (batch.kind, batch.interval, batch.level, batch.mark_under) == ("share", "beta", 0.9, 7)
    assert (batch.lonely, batch.has_clusters) == (0, True)
    assert (batch.n.tolist(), batch.df.tolist()) == ([[3, 3], [2, 2]], [[2, 2], [1, 1]])
    assert batch.reason.tolist() == [["", ""], ["hidden", "hidden"]]
    assert batch.switched.tolist() == [[False, True], [False, True]]
    assert np.isnan([batch.value[1], batch.se[1], batch.low[1], batch.high[1]]).all()
    assert batch.one(0, 1).value == 1
    mean = survey_batch(design, np.arange(6), interval="beta", hide_under=0)
    assert (mean.kind, mean.interval, mean.switched.tolist()) == ("mean", "plain", [[False]])
    decimals = survey_batch(
        design, np.arange(6), domain=np.array([0.0, 0, 1, 1, 1, 1]), domains=2, hide_under=0
    )
    assert decimals.value.tolist() == [[0.5], [3.5]]


def test_a_row_without_weight_or_answer_is_no_answer():
    design = survey_design([1, 0, 1, 1])
    found = survey(design, [1, 100, np.nan, 5], hide_under=0)
    assert (found.value, found.n, found.df) == (3, 2, 1)
    ratio = survey(survey_design(rows=4), [1, 2, 3, 4], kind="ratio", per=[2, 4, np.nan, 8], hide_under=0)
    assert (ratio.value, ratio.n) == (0.5, 3)
    below = survey(survey_design(rows=4), [1, 2, 3, 4], kind="ratio", per=[-1, -2, -3, -4], hide_under=0)
    assert (below.value, below.se) == (-1, 0)
    assert survey(
        design, [1, 2, 3, 4], kind="total", keep=[False, True, False, False], hide_under=0
    ).reason is (Reason.NO_VALUE)


@pytest.mark.parametrize("drawn", ["rows", "clusters", "two stages", "post-strata"])
@pytest.mark.parametrize("kind", ["mean", "total", "share", "ratio"])
def test_many_variables_at_once_are_as_each_alone(drawn, kind):
    # rows in no order: from four variables on they are sorted by domain and stratum within
    rng = np.random.default_rng(8)
    rows = 3000 if drawn == "rows" else 120
    strata, domain = rng.integers(0, 3, rows), rng.integers(-1, 4, rows)
    clusters, weight = rng.integers(0, 12, rows), rng.uniform(0, 3, rows)
    how = {
        "rows": {"strata": [strata]},
        "clusters": {"strata": [strata], "clusters": [clusters]},
        "two stages": {"clusters": [clusters, np.arange(rows)], "fpc": [[20] * rows, [90] * rows]},
        "post-strata": {"strata": [strata], "poststrata": (rng.integers(0, 2, rows), [70, 90])},
    }[drawn]
    design = survey_design(weight, **how)
    values = rng.integers(0, 2, (rows, 5)).astype(float)
    values[rng.random((rows, 5)) < 0.1] = np.nan
    values[:, 2] = 1
    per = rng.uniform(1, 2, (rows, 5)) if kind == "ratio" else None
    given = {"kind": kind, "domain": domain, "domains": 4, "hide_under": 0}
    batch = survey_batch(design, values, per=per, **given)
    for q in range(5):
        alone = survey_batch(design, values[:, q], per=None if per is None else per[:, q], **given)
        for name in ("value", "se", "low", "high"):
            assert getattr(batch, name)[:, q] == pytest.approx(
                getattr(alone, name)[:, 0], rel=1e-9, abs=1e-9, nan_ok=True
            )
        for name in ("n", "df", "reason", "switched"):
            assert getattr(batch, name)[:, q].tolist() == getattr(alone, name)[:, 0].tolist()
        # and the domain alone is the same: all its rows in the order they came
        one = survey(
            design,
            values[:, q],
            per=None if per is None else per[:, q],
            kind=kind,
            keep=domain == 2,
            hide_under=0,
        )
        assert (one.value, one.se) == pytest.approx((batch.value[2, q], batch.se[2, q]), rel=1e-9, abs=1e-9)


def test_answers_and_degrees_of_freedom_are_those_of_who_answered():
    clusters = [1, 1, 2, 2, 3, 3]
    values = np.array([[1, np.nan, 3, 4, np.nan, np.nan], [1, 2, 3, 4, 5, 6], [2, 2, 3, 4, np.nan, 6]]).T
    batch = survey_batch(survey_design(clusters=[clusters]), values, hide_under=0)
    assert (batch.n.tolist(), batch.df.tolist()) == ([[3, 6, 5]], [[1, 2, 2]])
    assert batch.n.dtype == batch.df.dtype == np.int64
    assert survey(survey_design(rows=3), [1, 2, 3], keep=[0, 7, 7], hide_under=0).value == 2.5
    one = survey(survey_design(clusters=[[1] * 40]), np.arange(40) > 9, kind="share")
    assert (one.low, one.interval) == (None, None)


def test_a_panel_with_post_strata_changes_as_its_own_differences():
    rng = np.random.default_rng(3)
    design = survey_design(
        rng.uniform(1, 2, 60), strata=[rng.integers(0, 3, 60)], poststrata=(rng.integers(0, 2, 60), [70, 90])
    )
    before, after, unit = rng.integers(0, 9, 60), rng.integers(0, 9, 60), np.arange(60)
    found = survey_change(design, design, (before, after), units=(unit, unit))
    one = survey(design, after - before)
    assert (found.value, found.se) == pytest.approx((one.value, one.se))


def test_one_degree_of_freedom_is_enough_for_an_interval():
    design = survey_design(rows=2)
    found = survey(design, [1, 3], hide_under=0)
    assert found.high - 2 == pytest.approx(np.tan(0.475 * np.pi))  # Student's t with 1 is Cauchy's
    found = survey(design, [0, 1], kind="share", interval="beta", hide_under=0)
    # one effective answer, half of it yes; scipy 1.17: betaincinv(0.5, 1.5, 0.025)
    assert (found.low, found.high) == pytest.approx((0.00038558098076, 1 - 0.00038558098076))


def share(value, se, n, df, kind, level=0.95):
    found = interval_of_share(
        np.array([value]), np.array([se]), n=np.array([n]), df=np.array([df]), kind=kind, level=level
    )
    return tuple(float(end[0]) for end in found[:2])


def test_intervals_of_a_share_at_its_edges():
    # a log-odds interval that no float can hold ends at 0 and 1, and a plain one is cut there
    assert share(0.5, 1e4, 100, 99, "logit") == pytest.approx((0, 1), abs=1e-300)
    assert share(0.5, 0.4, 100, 99, "plain") == (0, 1)
    reach = 0.676975985546 * 0.05  # scipy 1.17: t.ppf(0.75, 99)
    assert share(0.5, 0.05, 100, 99, "plain", level=0.5) == pytest.approx((0.5 - reach, 0.5 + reach))
    assert np.isnan(share(np.nan, np.nan, 0, -1, "logit")).all()
    assert np.isnan(share(np.nan, np.nan, 0, -1, "beta")).all()
    assert np.isnan(share(0.5, 0.1, 9, 0, "beta")).all()
    # nobody of 9, whichever kind was asked for: Clopper and Pearson
    for kind in ("logit", "beta", "plain"):
        assert share(0.0, 0.0, 9, 8, kind) == pytest.approx((0, 1 - 0.025 ** (1 / 9)))
        assert share(1.0, 0.0, 9, 8, kind) == pytest.approx((0.025 ** (1 / 9), 1))


def test_a_ratio_rests_on_the_rows_that_it_is_about():
    per = np.array([1.0] * 12 + [0.0] * 40)
    values = np.where(per > 0, 0.5, 0.0)
    design = survey_design(np.ones(52))
    found = survey(design, values, kind="ratio", per=per)
    assert found.reason is Reason.HIDDEN
    assert survey(design, values, kind="ratio", per=per, hide_under=0).n == 12
