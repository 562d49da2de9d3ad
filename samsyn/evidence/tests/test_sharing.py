"""A dataset is its owner's own until it is released: by area only, with its places, or whole."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.urls import reverse

from samsyn.audit.models import LogEntry
from samsyn.evidence import overview, queries, services
from samsyn.evidence.audience import JOINT, audience, reading_for
from samsyn.evidence.models import DataImport, Dataset
from samsyn.evidence.releasing import hidden_imports
from samsyn.evidence.tests.conftest import incidents
from samsyn.evidence.tests.web import give_role, signed_in, text_of
from samsyn.evidence.views.incidents import as_features
from samsyn.people.models import Role
from samsyn.places.models import Area
from samsyn.releases.models import Release
from samsyn.ui.errors import UserError
from tests.worlds import shared

BAD = ("2024-03-01 21:00", "misshandel", "x", "y")
REASON = {"reason": "Behövs i lägesbilden.", "legal_ground": "police-cooperation"}


@shared
def police_data(city, cast):
    """Bo reads in a file of incidents: it is the police's own."""
    bo = cast["bo"]
    give_role(bo, city, Role.ANALYST)
    area = Area.objects.get(key="exempelstaden/stadsomraden/norr")
    dataset = services.add_dataset(
        city=city, source_name="Polisen", name="Polisens händelser", kind="incidents", reader="incidents",
        licence="Intern", attribution="Polisen", by=bo,
    )  # fmt: skip
    x, y = _inside(area)
    rows = [(f"2024-03-0{day} 21:00", "misshandel", x, y) for day in (1, 2, 3)]
    row = services.receive_file(
        city=city, upload=io.BytesIO(incidents(*rows, BAD).encode()), file_name="polisens.csv", by=bo
    )
    options = dict(services.preview(row, "incidents").options)
    services.choose(
        data_import=row, dataset=dataset, reader="incidents", options=options, division=None, by=bo
    )
    services.confirm_and_run(data_import=row, by=bo)
    row.refresh_from_db()
    assert (row.state, row.rows_taken, row.rows_refused) == ("in-force", 3, 1), row.message
    return row


def _inside(area):
    import shapely

    spot = shapely.from_wkb(bytes(area.geometry)).representative_point()
    return spot.x, spot.y


@pytest.fixture
def norr_area(city):
    return Area.objects.select_related("division").get(key="exempelstaden/stadsomraden/norr")


def release(row, by, scope, **more):
    return services.release_dataset(
        dataset=Dataset.objects.get(pk=row.dataset_id), scope=scope, by=by, **{**REASON, **more}
    )


def counted(area, reader):
    with reading_for(reader):
        return [seen.value for seen in queries.series("incidents", area, grain="month")]


def rows_and_points(city, area, reader):
    span = {"division": area.division, "start": date(2024, 1, 1), "end": date(2025, 1, 1)}
    with reading_for(reader):
        rows = queries.incidents(city, **span)
        points = queries.incidents(city, **span, least="places")
        return rows.num_rows, points.num_rows, queries.incident_year(city, 2024).total


def addresses(row, area):
    """Every address that tells of the dataset, its file, its figures."""
    asked = {"m": "incidents", "a": area.key, "d": "2024-03-01", "t": "2024-04-01"}
    return [
        reverse("evidence:dataset", args=[row.dataset_id]),
        reverse("evidence:import", args=[row.pk]),
        reverse("evidence:progress", args=[row.pk]),
        reverse("evidence:errors", args=[row.pk]),
        reverse("evidence:origin", args=[row.pk], query=asked),
    ]


def test_nobody_said_for_whom_then_only_what_both_see_is_read(police_data, norr_area):
    assert audience() == JOINT
    assert queries.series("incidents", norr_area, grain="month") == []


def test_until_it_is_released_the_other_reads_nothing_of_it(city, police_data, norr_area, astrid, bo):
    assert counted(norr_area, "police") == [3.0]
    assert counted(norr_area, "city") == counted(norr_area, JOINT) == []
    assert rows_and_points(city, norr_area, "police") == (3, 3, 3)
    assert rows_and_points(city, norr_area, "city") == (0, 0, 0)
    with reading_for("city"):
        assert queries.metrics_for(norr_area) == [] and queries.coverage(norr_area) == []
        assert overview.metrics_in_force([city]) == [] and overview.kinds_in_force(city) == []
        (found,) = overview.by_city([city], set())
        assert found.is_empty
    theirs, ours = signed_in(astrid), signed_in(bo)
    assert [theirs.get(one).status_code for one in addresses(police_data, norr_area)] == [404] * 5
    assert [ours.get(one).status_code for one in addresses(police_data, norr_area)] == [200] * 5
    for address in ("evidence:start", "evidence:metrics", "evidence:incidents"):
        assert "Polisen" not in text_of(theirs.get(reverse(address))).replace("Polisens händelsenotiser", "")
    assert "Polisens händelser" in text_of(ours.get(reverse("evidence:start")))


def test_by_area_the_other_sees_numbers_and_neither_places_nor_rows(city, police_data, norr_area, astrid, bo):
    release(police_data, bo, "areas")
    assert counted(norr_area, "city") == counted(norr_area, JOINT) == [3.0]
    assert rows_and_points(city, norr_area, "city") == (0, 0, 0)
    theirs = signed_in(astrid)
    assert [theirs.get(one).status_code for one in addresses(police_data, norr_area)] == [
        200,
        200,
        200,
        403,
        200,
    ]
    origin = text_of(theirs.get(addresses(police_data, norr_area)[-1]))
    assert "släppt talen men inte raderna" in origin and "Raderna som är räknade" not in origin
    assert "11.9" not in text_of(theirs.get(addresses(police_data, norr_area)[1]))
    asked = {"stad": city.slug, "ar": "2024"}
    assert theirs.get(reverse("evidence:points"), asked).json()["features"] == []
    assert "är släppt per område" in text_of(theirs.get(reverse("evidence:incidents"), asked))


def test_with_its_places_the_map_is_rough_and_no_row_is_there(city, police_data, norr_area, astrid, bo):
    release(police_data, bo, "places")
    assert rows_and_points(city, norr_area, "city") == (0, 3, 3)
    asked = {"stad": city.slug, "ar": "2024"}
    features = signed_in(astrid).get(reverse("evidence:points"), asked).json()["features"]
    assert len(features) == 3 and {one["properties"]["time"] for one in features} == {"2024-03"}
    for one in features:
        assert "row" not in one["properties"]
        assert [round(side, 3) for side in one["geometry"]["coordinates"]] == one["geometry"]["coordinates"]
    assert signed_in(astrid).get(addresses(police_data, norr_area)[3]).status_code == 403
    assert "row" in signed_in(bo).get(reverse("evidence:points"), asked).json()["features"][0]["properties"]


def test_the_order_of_rough_points_says_nothing_of_their_times(city, police_data, norr_area, bo):
    """Between one's own exact times in one order, the other's would be known to the minute."""
    with reading_for("police"):
        rows = queries.incidents(
            city, division=norr_area.division, start=date(2024, 1, 1), end=date(2025, 1, 1), least="places"
        )

    def drawn(order):
        return as_features(rows.take(order), coarse=frozenset({police_data.pk}))

    assert drawn([0, 1, 2]) == drawn([2, 0, 1])
    mixed = rows.set_column(
        rows.schema.get_field_index("import_id"), "import_id", [[10**6, police_data.pk, 10**6]]
    )
    assert ["row" in one["properties"] for one in as_features(mixed, coarse=frozenset({police_data.pk}))] == [
        True,
        True,
        False,
    ]


def test_whole_both_see_the_rows_and_less_of_it_can_be_seen_again(city, police_data, norr_area, astrid, bo):
    release(police_data, bo, "whole")
    answer = signed_in(astrid).get(addresses(police_data, norr_area)[3])
    assert answer.status_code == 200 and len(list(csv.reader(io.StringIO(answer.content.decode())))) > 1
    release(police_data, bo, "areas", reason="Platserna behövs inte.")
    assert rows_and_points(city, norr_area, "city") == (0, 0, 0) and counted(norr_area, "city") == [3.0]
    assert signed_in(astrid).get(addresses(police_data, norr_area)[3]).status_code == 403
    first, second = Release.objects.filter(subject_type="evidence.dataset").order_by("pk")
    assert first.withdrawn_reason == "Platserna behövs inte." and second.withdrawn_at is None
    assert (first.pair, second.scope, second.party, second.by) == (None, "areas", "police", bo)


def test_taken_back_it_is_gone_and_the_history_stays(city, police_data, norr_area, astrid, bo):
    release(police_data, bo, "whole")
    dataset = Dataset.objects.get(pk=police_data.dataset_id)
    services.withdraw_dataset(dataset=dataset, reason="Fel fil.", by=bo)
    assert (
        counted(norr_area, "city") == []
        and signed_in(astrid).get(dataset.get_absolute_url()).status_code == 404
    )
    assert Release.objects.get().withdrawn_reason == "Fel fil."
    events = [
        entry.event for entry in LogEntry.objects.filter(object_type="evidence.dataset").order_by("seq")
    ]
    assert events == ["dataset-added", "released", "release-withdrawn"]


@pytest.mark.parametrize(
    ("who", "scope", "more", "said"),
    [
        ("astrid", "areas", {}, "Du får inte släppa"),
        ("karl", "areas", {}, "Du får inte släppa"),
        ("bo", "allt", {}, "inte valt hur mycket"),
        ("bo", "areas", {"reason": " "}, "saknas ett skäl"),
        ("bo", "areas", {"legal_ground": "municipality-to-police"}, "rättsliga grunden"),
    ],
)
def test_only_its_owner_releases_with_reason_and_ground(police_data, cast, who, scope, more, said):
    with pytest.raises(UserError, match=said):
        release(police_data, cast[who], scope, **more)
    assert not Dataset.objects.get(pk=police_data.dataset_id).shared


def test_nobody_reads_into_the_others_dataset_and_the_same_file_is_no_news_of_it(city, police_data, cilla):
    text = police_data.original_path.read_bytes()
    mine = services.receive_file(
        city=city, upload=io.BytesIO(text), file_name="egen.csv", by=cilla
    )  # no "already in"
    theirs = Dataset.objects.get(pk=police_data.dataset_id)
    with pytest.raises(UserError, match="ägs av den andra parten"):
        services.choose(
            data_import=mine, dataset=theirs, reader="incidents", options={}, division=None, by=cilla
        )
    same = services.add_dataset(
        city=city, source_name="Polisen", name="Polisens händelser", kind="incidents", reader="incidents",
        licence="x", attribution="x", owner="police", by=cilla,
    )  # fmt: skip
    assert same.owner == "city" and same.slug != theirs.slug


def test_a_file_under_way_is_seen_by_its_own_authority_alone(city, police_data, bo, cilla):
    release(police_data, bo, "whole")
    waiting = services.receive_file(city=city, upload=io.BytesIO(b"a;b\n1;2\n"), file_name="ny.csv", by=bo)
    assert signed_in(bo).get(waiting.get_absolute_url()).status_code == 200
    assert signed_in(cilla).get(waiting.get_absolute_url()).status_code == 404
    DataImport.objects.filter(pk=waiting.pk).update(dataset=police_data.dataset_id, state="failed")
    assert signed_in(cilla).get(waiting.get_absolute_url()).status_code == 404
    assert "ny.csv" not in text_of(signed_in(cilla).get(reverse("evidence:start")))


def test_what_was_handed_in_stays_with_the_authority_when_its_member_moves(
    city, police_data, bo, cilla, karl
):
    give_role(karl, city, Role.ANALYST)
    waiting = services.receive_file(city=city, upload=io.BytesIO(b"a;b\n1;2\n"), file_name="ny.csv", by=cilla)
    services.save_recipe(data_import=police_data, name="Stadens form", by=cilla)
    cilla.organisation = bo.organisation
    cilla.save()
    for member in (cilla, karl):
        assert signed_in(member).get(waiting.get_absolute_url()).status_code == 404
        with reading_for(str(member.party)):
            assert not overview.recipes_of(city)
    with reading_for("city"):
        assert [one.name for one in overview.recipes_of(city)] == ["Stadens form"]


def test_a_recipe_of_the_other_authority_is_met_neither_by_its_name_nor_by_what_it_reads(
    city, police_data, bo, cilla
):
    """The same headings, and the same name: each authority has its own."""
    first = services.save_recipe(data_import=police_data, name="Månadsfil", by=bo)
    second = services.save_recipe(data_import=police_data, name="Månadsfil", by=cilla)
    assert first.name == second.name == "Månadsfil" and first.pk != second.pk
    second.delete()
    text = police_data.original_path.read_bytes()
    for member, is_told in ((bo, True), (cilla, False)):
        file = services.receive_file(
            city=city, upload=io.BytesIO(text), file_name="nasta.csv", by=member, again=True
        )
        notes = services.preview(file, "incidents").notes
        assert any("Månadsfil" in str(facts) for _template, facts in notes) is is_told


def test_public_statistics_are_released_as_they_are_read_in(city, cilla):
    made = services.add_dataset(
        city=city, source_name="Brå", name="Anmälda brott", kind="observations", reader="bra-csv", licence="CC0",
        attribution="Brå", is_public=True, by=cilla,
    )  # fmt: skip
    (one,) = Release.objects.all()
    assert made.shared == one.scope == "whole" and (one.legal_ground, one.by) == ("not-secret", cilla)


def test_what_is_hidden_of_kept_figures_follows_the_release(police_data, bo):
    asked = [police_data.pk, 10_000_000]
    assert hidden_imports(asked, "city") == hidden_imports(asked, JOINT) == {police_data.pk}
    assert not hidden_imports(asked, "police") and not hidden_imports([], "city")
    release(police_data, bo, "areas")
    assert not hidden_imports(asked, "city")


def test_readers_who_see_the_same_share_what_is_kept(city, police_data, bo):
    def version(reader):
        with reading_for(reader):
            return queries.figures_version(city)

    assert version("city") == version(JOINT) != version("police")
    release(police_data, bo, "areas")
    assert version("city") == version(JOINT) == version("police")


def test_the_page_of_the_dataset_and_of_the_pair_release_by_area(norr, police_data, astrid, bo):
    ours, theirs = signed_in(bo), signed_in(astrid)
    page = reverse("releases:releases", args=[norr.slug])
    assert "Polisens händelser" in text_of(ours.get(page)) and "Polisens händelser" not in text_of(
        theirs.get(page)
    )
    reference = f"evidence.dataset:{police_data.dataset_id}"
    said = {"text": reference, "group": "figures", "scope": "areas", **REASON}
    answer = ours.post(reverse("releases:release", args=[norr.slug]), said, follow=True)
    assert "Datamängden är släppt." in text_of(answer) and Release.objects.get().pair is None
    assert "Talen per område, men inga platser och inga rader" in text_of(theirs.get(page))
    dataset = reverse("evidence:dataset", args=[police_data.dataset_id])
    assert "Behövs i lägesbilden." in text_of(theirs.get(dataset)) and "Ta tillbaka" not in text_of(
        theirs.get(dataset)
    )
    to = reverse("evidence:withdraw", args=[police_data.dataset_id])
    assert theirs.post(to, {"reason": "Nej"}).status_code == 403
    assert ours.post(to, {"reason": ""}).status_code == 422
    assert ours.post(to, {"reason": "Fel"}).status_code == 302
    assert theirs.get(dataset).status_code == 404
    again = reverse("evidence:release", args=[police_data.dataset_id])
    assert ours.post(again, {"scope": "places"}).status_code == 422
    assert ours.post(again, {"scope": "places", **REASON}).status_code == 302
