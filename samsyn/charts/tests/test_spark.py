"""The spark of a table row."""

from samsyn.charts.spark import SparkPoint, spark


def test_a_spark_has_the_zero_line_the_intervals_and_a_larger_last_point():
    svg = spark([SparkPoint(9.0, 8.0, 10.0), SparkPoint(7.0, 6.0, 8.0), SparkPoint(5.0, 4.0, 6.0)])
    assert svg.count("<circle") == 3 and svg.count('r="3.2"') == 1
    assert svg.count("stroke-linecap") == 3
    assert 'aria-hidden="true"' in svg and "style" not in svg


def test_a_gap_breaks_the_line():
    svg = spark([SparkPoint(1.0), SparkPoint(2.0), SparkPoint(None), SparkPoint(3.0), SparkPoint(2.0)])
    assert svg.count('fill="none"') == 2


def test_a_preliminary_point_is_hollow():
    assert 'fill="#fff"' in spark([SparkPoint(1.0), SparkPoint(2.0, is_preliminary=True)])


def test_zeros_and_nothing():
    assert spark([]) == "" and spark([SparkPoint(None)]) == ""
    assert "39.5" in spark([SparkPoint(0.0), SparkPoint(0.0)])
