"""What users would pick instead, by the same inputs: imports nothing of Samsyn, and runs in an environment of its own."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import numpy as np

from bench import city, data
from bench.worker import Case, Check, Scaled


def trend(folder: Path) -> Case:
    """statsmodels, a GLM a series."""
    import statsmodels.api as sm

    counts, design = data.series(folder), data.trend_design()

    def go() -> Any:
        fits = [sm.GLM(one, design, family=sm.families.Poisson()).fit(scale="X2") for one in counts]
        return [(fit.params[1], fit.bse[1]) for fit in fits]

    return Case(go, lambda found: {"coefficient": [b for b, _ in found], "se": [se for _, se in found]})


def gistar_closed(folder: Path) -> Case:
    """esda, its weights included."""
    return _esda(folder, 0)


def gistar_permuted(folder: Path) -> Case:
    return _esda(folder, 999)


def _esda(folder: Path, permutations: int) -> Case:
    from esda.getisord import G_Local
    from libpysal.weights import lat2W

    def run(counts: Any) -> Any:
        weights = lat2W(*counts.shape, rook=False)
        return G_Local(
            counts.ravel().astype(np.float64),
            weights,
            transform="B",
            star=True,
            permutations=permutations,
            seed=1,
        )

    def check(found: Any) -> Check:
        z = np.asarray(found.Zs)
        if not permutations:
            return {"z": z}
        p = np.minimum(2 * np.asarray(found.p_sim)[(z > 1) & (z < 2)], 1)
        return {"z": z, "mean p": p.mean(), "hot": (p <= 0.05).mean()}

    counts = data.cells(folder)
    run(counts[:16, :16])  # compiles
    return Case(lambda: run(counts), check)


def kde(folder: Path) -> Case:
    """KDEpy, a surface a category. In kilometres: in metres it cuts the kernel where a twentieth of it is left."""
    from KDEpy import FFTKDE

    x, y, category = data.columns(folder, "x", "y", "category")
    places = np.column_stack([x - city.WEST, y - city.SOUTH]) / 1000
    parts = [places[category == one] for one in range(city.CATEGORIES)]
    side, beyond = int(city.SIDE / 50), 24  # it wants every point inside the grid
    middles = (np.arange(-beyond, side + beyond) + 0.5) * 0.05
    grid = np.column_stack([axis.ravel() for axis in np.meshgrid(middles, middles, indexing="ij")])

    def go() -> Any:
        return [FFTKDE(bw=0.3).fit(part).evaluate(grid) for part in parts]

    def check(found: Any) -> Check:
        shape = (city.CATEGORIES, side + 2 * beyond, side + 2 * beyond)
        inner = np.reshape(found, shape)[:, beyond:-beyond, beyond:-beyond].transpose(0, 2, 1)
        many = np.array([len(part) for part in parts])[:, None, None]
        return {"inner": (inner * many / 1e6)[:, 40:-40:10, 40:-40:10]}

    return Case(go, check)


def knox(folder: Path) -> Case:
    """pointpats, all the events with 1 and with 26 permutations of 999: what is done once is not scaled."""
    import geopandas as gpd
    from pointpats import Knox

    x, y, day = data.sample(folder)
    frame = gpd.GeoDataFrame({"day": day}, geometry=gpd.points_from_xy(x, y), crs=3006)

    def run(permutations: int) -> tuple[float, Any]:
        start = time.perf_counter()
        found = Knox.from_dataframe(frame, time_col="day", delta=200, tau=14, permutations=permutations)
        return time.perf_counter() - start, found

    def go() -> Scaled:
        few, many = min(run(1)[0], run(1)[0]), run(26)
        return Scaled(many[0] + 973 * (many[0] - few) / 25, many[1])

    return Case(go, lambda found: {"observed": found.statistic_})


def aoristic(folder: Path) -> Case:
    """A plain loop over a pandas table, by Ratcliffe's rule: the program that has it is on no registry."""
    import pandas as pd

    start, end = data.columns(folder, "start", "end")
    frame = pd.DataFrame({"start": pd.to_datetime(start, unit="s"), "end": pd.to_datetime(end, unit="s")})
    part = frame.iloc[: data.PART]

    def go() -> Any:
        table, hour, minute = np.zeros((24, 7)), pd.Timedelta(hours=1), pd.Timedelta(minutes=1)
        for row in part.itertuples(index=False):
            last = max(row.end, row.start + minute)
            length = last - row.start
            if length - minute >= pd.Timedelta(days=7):
                table += 1 / 168
                continue
            at = row.start
            while at < last:
                until = min(at.floor("h") + hour, last)
                table[at.hour, at.dayofweek] += (until - at) / length
                at = until
        return table

    return Case(go, lambda table: {"table": table}, scale=len(frame) / data.PART)


def its_poisson(_folder: Path) -> Case:
    """statsmodels, a GLM a series."""
    import statsmodels.api as sm

    counts, design = city.panel()[0], data.its_design()

    def go() -> Any:
        return [sm.GLM(one, design, family=sm.families.Poisson()).fit().params[1] for one in counts]

    return Case(go, lambda found: {"change": found})


def its_negbin(_folder: Path) -> Case:
    """statsmodels, 30 of the 300."""
    import statsmodels.api as sm

    counts, design = city.panel()[0][:30], data.its_design()

    def go() -> Any:
        return [sm.NegativeBinomial(one, design).fit(disp=0, maxiter=500).params[1] for one in counts]

    return Case(go, lambda found: {"change": found}, scale=10)


def did(_folder: Path) -> Case:
    """statsmodels, least squares with a dummy for each unit and month, clustered."""
    import pandas as pd
    import statsmodels.formula.api as smf

    table, treated = city.panel()
    units, periods = table.shape
    frame = pd.DataFrame({
        "y": table.ravel(), "unit": np.repeat(np.arange(units), periods), "time": np.tile(np.arange(periods), units),
    })  # fmt: skip
    frame["d"] = ((frame.unit < treated) & (frame.time >= 84)).astype(float)

    def go() -> Any:
        model = smf.ols("y ~ d + C(unit) + C(time)", frame)
        return model.fit(cov_type="cluster", cov_kwds={"groups": frame.unit})

    return Case(go, lambda fit: {"value": fit.params["d"], "se": fit.bse["d"]})


def synth(_folder: Path) -> Case:
    """CausalPy's weights without its tables and pictures, one unit of the 281."""
    from causalpy.skl_models import WeightedProportion

    table = data.donors()[:, :84]

    def go() -> float:
        model = WeightedProportion()
        model.fit(table[1:].T, table[0])
        return float(((table[0] - np.ravel(model.coef_) @ table[1:]) ** 2).mean())

    return Case(go, lambda error: {"error before": error}, scale=len(table))


def survey(_folder: Path) -> Case:
    """samplics, 2 of the 20 questions; R's survey is tried first."""
    from samplics import PopParam, TaylorEstimator

    area, weight, answers = city.answers()

    def go() -> Any:
        found = []
        for question in (0, 1):
            one = TaylorEstimator(PopParam.prop)
            one.estimate(y=answers[:, question], samp_weight=weight, stratum=area, domain=area)
            found.append(one)
        return found

    def check(found: Any) -> Check:
        table = [[one.point_est[area][1] for one in found] for area in range(100)]
        errors = [[one.stderror[area][1] for one in found] for area in range(100)]
        return {"share": table, "se": errors}

    return Case(go, check, scale=10)


def locate_duckdb(folder: Path) -> Case:
    """DuckDB spatial, points and areas in memory."""
    import duckdb
    import duckdb_extension_spatial as extension
    import pyarrow as pa

    connection = duckdb.connect()
    file = next((Path(extension.__file__).parent / "extensions").glob("*/*"))
    connection.execute(f"load '{file}'")
    x, y = data.columns(folder, "x", "y")
    points = pa.table({"x": x, "y": y})
    areas = pa.table({"wkb": np.load(folder / "areas.npy", allow_pickle=True).tolist()})
    connection.execute("create table points as select * from points")
    connection.execute("create table areas as select row_number() over () - 1 as area, wkb from areas")
    sql = """with a as materialized (select area, ST_GeomFromWKB(wkb) as shape from areas)
        select a.area, count(*) as many from points p join a on ST_Within(ST_Point(p.x, p.y), a.shape)
        group by a.area order by a.area"""

    del points, areas
    return Case(lambda: connection.execute(sql).fetchnumpy(), lambda found: {"counts": found["many"]})


def locate_shapely(folder: Path) -> Case:
    """shapely's STRtree of prepared areas."""
    import shapely

    (x, y), areas = data.columns(folder, "x", "y"), data.polygons(folder)

    def go() -> Any:
        shapely.prepare(areas)
        return shapely.STRtree(areas).query(shapely.points(x, y), predicate="within")[1]

    return Case(go, lambda found: {"counts": np.bincount(found)})


def cube(folder: Path) -> Case:
    """DuckDB on a table in memory."""
    import duckdb
    import pyarrow as pa

    area, category, start = data.columns(folder, "area", "category", "start")
    rows = pa.table({"area": area, "category": category, "start": pa.array(start, pa.timestamp("s"))})
    connection = duckdb.connect()
    connection.execute("create table events as select area, category, start::timestamp as start from rows")
    del rows
    sql = """select area, category, (year(start) - 2016) * 12 + month(start) - 1 as month, count(*) as many
        from events where area >= 0 group by all"""

    def check(found: Any) -> Check:
        table = np.zeros((city.AREAS, city.CATEGORIES, city.MONTHS))
        table[found["area"], found["category"], found["month"]] = found["many"]
        return {"counts": table[::10]}

    return Case(lambda: connection.execute(sql).fetchnumpy(), check)
