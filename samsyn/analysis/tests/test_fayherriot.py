"""Small areas. Oracles: R 4.2, metafor 3.8-1 (spread, coefficients, predictions); samplics 0.6.0 (mean squared errors)."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.analysis.fayherriot import fay_herriot
from samsyn.analysis.result import AnalysisError

Y = np.array([0.61, 0.55, 0.72, 0.48, 0.66, 0.70, 0.59, 0.81, 0.44, 0.63, 0.52, 0.68])
V = np.array([12, 40, 9, 25, 16, 30, 8, 50, 20, 14, 35, 10]) * 1e-4
X = np.array([1.0, 3.0, 2.2, 2.9, 1.0, 2.6, 1.5, 1.9, 2.6, 3.2, 2.1, 0.9])
STRONG = np.array([2.1, 3.0, 1.2, 3.9, 2.0, 1.6, 2.5, 0.9, 3.6, 2.2, 3.1, 1.9])


@pytest.fixture(autouse=True)
def _no_warnings():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


# r <- rma(y, v, mods = ~x, method = "REML", control = list(threshold = 1e-14, maxiter = 10000)); r$tau2; r$beta; blup(r)$pred
# "PM" is Fay and Herriot's moment equation
# e = EblupAreaModel(method=FitMethod.reml); e.fit(yhat=y, X=X, area=a, error_std=np.sqrt(v), intercept=False, tol=1e-14)
# e.predict(…).area_mse; FitMethod.fh for the moment
ORACLE = {
    ("reml", False): (
        0.007885678980255, [0.6155193421282],
        [0.6107289725477, 0.5720498440979, 0.7092970603301, 0.5126216856851, 0.6524972105062, 0.6767178534224,
         0.5923504752765, 0.7345361233312, 0.4755098203125, 0.6278167540507, 0.5493630004876, 0.6727433054902],
        [0.001118715653747501, 0.0030592002965729175, 0.0008555380940545085, 0.002128593727144634,
         0.0014517309967441306, 0.0024642305636289517, 0.0007652674950889565, 0.0035666303961563437,
         0.0017646231987992868, 0.001287771090962007, 0.002773700377399726, 0.0009445408336947103],
    ),
    ("reml", True): (
        0.007716799420365, [0.69965278764659, -0.04134202798104],
        [0.6165015381490, 0.5587487044146, 0.7083750680927, 0.5044109976121, 0.6597099020368, 0.6698128664518,
         0.5944748965731, 0.7357293210055, 0.4713196780777, 0.6203805734221, 0.5489673407650, 0.6779860684307],
        [0.001142035753226847, 0.0031814780396501744, 0.0008552106330601041, 0.0021790137636045763,
         0.001489335814133146, 0.0024866412698156043, 0.0007679425963651506, 0.0035472799509043843,
         0.0017776580011790598, 0.0013265853265431791, 0.002761660533460713, 0.0009652132395792138],
    ),
    ("moment", False): (
        0.008519200916537, [0.6154927477194],
        [0.6106781727551, 0.5709255361124, 0.7100143836100, 0.5107401482071, 0.6529627246028, 0.6779913764263,
         0.5921884063192, 0.7380625927962, 0.4733661746956, 0.6279524405884, 0.5478075572027, 0.6732234593170],
        [0.0011238577235951283, 0.0031160556744879494, 0.0008582603935008482, 0.0021525267101810664,
         0.001461308487562245, 0.0024981892266830465, 0.0007673610914501636, 0.003648479639835667,
         0.0017799025496859527, 0.0012949634233479957, 0.0028187291856000534, 0.0009479809514133619],
    ),
    ("moment", True): (
        0.008239345187442, [0.70001118959894, -0.04148809667885],
        [0.6161686176687, 0.5583491066462, 0.7090433768797, 0.5032080512103, 0.6597598365254, 0.6712106372834,
         0.5942285403281, 0.7386912640249, 0.4697171616834, 0.6208862058600, 0.5476933379005, 0.6781245318731],
        [0.0011452164738215663, 0.003225634067604978, 0.0008575744407973999, 0.002197096662100875,
         0.0014957375287357338, 0.0025146903534869753, 0.0007696070169709488, 0.003617848294363028,
         0.0017900610113783882, 0.001330494772159265, 0.002800695241221395, 0.0009670105954589207],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("method", "has_x"), list(ORACLE))
def test_two_independent_programs_agree(method, has_x):
    spread, coefficients, shrunk, mse = ORACLE[method, has_x]
    found = fay_herriot(Y, V, X if has_x else None, method=method)
    assert found.value == pytest.approx(spread, rel=1e-9)
    assert found.coefficients == pytest.approx(coefficients, rel=1e-9)
    assert found.shrunk == pytest.approx(np.array(shrunk), rel=1e-9)
    assert found.mse == pytest.approx(np.array(mse), rel=1e-9)
    assert (found.n, found.method, found.caveats) == (12, f"fay-herriot-{method}", ())


@pytest.mark.parametrize("method", ["reml", "moment"])
def test_areas_that_differ_no_more_than_by_chance_all_get_the_model(method):
    # rma(y, v, mods = ~x, method = "REML"): tau2 0, beta 0.8654212250857 -0.1088614565940
    found = fay_herriot(Y, V, STRONG, method=method)
    assert (found.value, found.caveats) == (0, ("no-spread",))
    assert found.coefficients == pytest.approx((0.8654212250857, -0.1088614565940), rel=1e-9)
    assert found.shrunk.tolist() == found.synthetic.tolist()
    assert not found.weight.any()
    if method == "reml":  # samplics: 0.000683147089424217 for the first area
        assert found.mse[0] == pytest.approx(0.000683147089424217, rel=1e-9)
    same = fay_herriot([0.5] * 6, [0.01] * 6, method=method)
    assert (same.value, same.shrunk.tolist()) == (0, pytest.approx([0.5] * 6))


def test_equal_errors_are_the_textbook():
    values = np.array([1.0, 2, 4, 7, 3, 6])
    found = fay_herriot(values, np.full(6, 0.5))
    spread = values.var(ddof=1) - 0.5
    weight = spread / (spread + 0.5)
    assert found.value == pytest.approx(spread)
    assert fay_herriot(values, np.full(6, 0.5), method="moment").value == pytest.approx(spread)
    assert found.shrunk == pytest.approx(values.mean() + weight * (values - values.mean()))


def test_an_area_without_a_value_of_its_own_gets_what_the_model_says():
    found = fay_herriot([*Y, np.nan], [*V, np.nan], [*X, 2.0])
    alone = fay_herriot(Y, V, X)
    assert found.shrunk[:-1] == pytest.approx(alone.shrunk)
    assert found.shrunk[-1] == pytest.approx(alone.coefficients[0] + 2 * alone.coefficients[1])
    assert (found.weight[-1], found.n) == (0, 12)
    design = np.column_stack([np.ones(12), X])
    beta = np.linalg.inv(design.T @ (design / (alone.value + V)[:, None]))
    assert found.mse[-1] == pytest.approx(alone.value + [1, 2] @ beta @ [1, 2])


def test_too_few_areas_are_said():
    found = fay_herriot([1, 2, 4, 3, 2, np.nan], [1] * 6)
    assert (found.value, found.reason, found.n) == (None, "too-few-areas", 5)
    assert found.raw[:2].tolist() == [1, 2]
    assert fay_herriot([1, 2, 4, 3, 2, 5], [1] * 6).reason is None
    assert np.isnan(found.shrunk).all()
    assert fay_herriot([np.nan], [np.nan]).reason == "too-few-areas"


@pytest.mark.parametrize(
    ("value", "variance", "more"),
    [
        ([], [], {}),
        ([1, 2, 3], [1, 1], {}),
        ([1, 2, np.inf], [1, 1, 1], {}),
        ([1, 2, 3], [1, 1, 0], {}),
        ([1, 2, 3], [1, 1, np.nan], {}),
        ([1, 2, 3], [1, 1, 1], {"method": "dl"}),
        ([1, 2, 3], [1, 1, 1], {"level": 95}),
        ([1, 2, 3, 4], [1] * 4, {"covariates": [1, 2, 3]}),
        ([1, 2, 3, 4], [1] * 4, {"covariates": [1, 2, 3, np.nan]}),
        ([1, 2, 3, 4, 9, 8, 7], [1] * 7, {"covariates": [5] * 7}),
        (range(9), [1] * 9, {"covariates": [[k, 2 * k] for k in range(9)]}),
    ],
)
def test_what_cannot_be_raises(value, variance, more):
    with pytest.raises(AnalysisError):
        fay_herriot(value, variance, **more)


areas = st.lists(st.tuples(st.floats(-5, 5), st.floats(0.05, 4), st.floats(-3, 3)), min_size=6, max_size=20)


@settings(max_examples=30, deadline=None)
@given(areas, st.sampled_from(["reml", "moment"]), st.integers(0, 2**32 - 1))
def test_order_and_scale_do_not_matter_and_shrunk_lies_between(rows, method, seed):
    y, v, _x = np.array(rows).T
    found = fay_herriot(y, v, method=method)
    assert np.isfinite(found.mse).all()
    assert (found.mse > 0).all()
    between = (found.shrunk - y) * (found.shrunk - found.synthetic)
    assert (between <= 1e-9).all()
    assert (found.low <= found.shrunk).all()
    assert (found.shrunk <= found.high).all()
    order = np.random.default_rng(seed).permutation(y.size)
    mixed = fay_herriot(y[order], v[order], method=method)
    scaled = fay_herriot(10 + 3 * y, 9 * v, method=method)
    assert mixed.shrunk == pytest.approx(found.shrunk[order], abs=1e-5)
    assert scaled.shrunk == pytest.approx(10 + 3 * found.shrunk, abs=1e-5)
    assert scaled.value == pytest.approx(9 * found.value, rel=1e-4, abs=1e-5)


@settings(max_examples=20, deadline=None)
@given(areas)
def test_reml_is_where_no_other_spread_is_more_likely(rows):
    y, v, _x = np.array(rows).T

    def likelihood(spread):
        w = 1 / (spread + v)
        mean = (w * y).sum() / w.sum()
        return np.log(w).sum() - np.log(w.sum()) - (w * (y - mean) ** 2).sum()

    best = likelihood(fay_herriot(y, v).value)
    assert all(likelihood(spread) <= best + 1e-6 for spread in [0, *np.geomspace(1e-5, 200, 200)])


def test_the_interval_is_the_mean_and_spread_over_all_spreads():
    # by hand on a fine grid of spreads, all as likely beforehand, of the model with a mean only
    found = fay_herriot(Y, V)
    grid = np.linspace(0, 0.6, 120_001)[:, None]
    w = 1 / (grid + V)
    mean = (w * Y).sum(axis=1) / w.sum(axis=1)
    log = np.log(w).sum(axis=1) - np.log(w.sum(axis=1)) - (w * (Y - mean[:, None]) ** 2).sum(axis=1)
    chance = np.exp((log - log.max()) / 2)
    chance /= chance.sum()
    at = mean[:, None] + grid * w * (Y - mean[:, None])
    within = grid * w * V + (V * w) ** 2 / w.sum(axis=1)[:, None]
    middle = chance @ at
    half = 1.959963984540054 * np.sqrt(chance @ within + chance @ (at - middle) ** 2)
    assert found.low == pytest.approx(middle - half, abs=2e-6)
    assert found.high == pytest.approx(middle + half, abs=2e-6)


# Calibration: areas measured with errors of 0.03 to 0.09, whose true values differ much, some, or hardly


@pytest.mark.parametrize("method", ["reml", "moment"])
@pytest.mark.parametrize(("areas", "differ", "most"), [(40, 0.06, 0.97), (120, 0.03, 0.97), (40, 0.015, 1)])
def test_intervals_hold_the_truth_as_often_as_they_say_and_shrinking_is_worth_it(method, areas, differ, most):
    rng = np.random.default_rng(3)
    held, raw, shrunk, rounds = 0, 0.0, 0.0, 3000 // areas
    se = np.linspace(0.03, 0.09, areas)
    for _ in range(rounds):
        x = rng.normal(0, 1, areas)
        truth = 0.5 + 0.04 * x + rng.normal(0, differ, areas)
        y = truth + rng.normal(0, se)
        found = fay_herriot(y, se**2, x, method=method)
        held += np.count_nonzero((found.low <= truth) & (truth <= found.high))
        raw += ((y - truth) ** 2).sum()
        shrunk += ((found.shrunk - truth) ** 2).sum()
    assert 0.93 <= held / (areas * rounds) <= most
    assert shrunk < 0.65 * raw
