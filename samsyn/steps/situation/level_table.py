"""The table and the map of levels on the page, as a reader of one party may know them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from samsyn.places.models import Area, AreaPair
from samsyn.places.queries import parts
from samsyn.steps.situation import drawings, queries, words
from samsyn.steps.situation.access import WHOLE
from samsyn.steps.situation.models import LevelAssessment, SituationPicture
from samsyn.steps.situation.queries.judged import StandShown, under_way
from samsyn.steps.situation.queries.levels import AreaRow


@dataclass(frozen=True)
class LevelTable:
    """What the table holds: the joint levels, and what the reader may know of judgements under way, by Area.pk."""

    pair: AreaPair
    below: list[Area]
    judged: dict[int, LevelAssessment]
    stands: dict[int, StandShown]

    @property
    def made_of(self) -> tuple[Any, ...]:
        """All that the markup depends on."""
        under = [
            (area, one.version, one.is_open, [(said.party, said.at) for said in one.said], _version(one))
            for area, one in sorted(self.stands.items())
        ]
        return (sorted(row.pk for row in self.judged.values()), under)

    def context(self, snapshot: queries.Snapshot) -> dict[str, Any]:
        pair, area = self.pair, self.pair.city_area
        rows = queries.area_rows(self.below, self.judged, snapshot.coverage, self.stands)
        whole = AreaRow(
            number=0,
            code=WHOLE,
            area_id=area.pk,
            key=area.key,
            name=area.name,
            is_whole=True,
            assessment=self.judged.get(area.pk),
            coverage=snapshot.coverage.get(area.key, ()),
            stand=self.stands.get(area.pk),
        )
        return {
            "whole": whole,
            "areas": rows,
            "part_kind": self.below[0].division.name if self.below else "",
            "level_picture": drawings.level_picture(pair, self.below, rows) if self.judged else None,
            "any_judged": bool(self.judged or self.stands),
            "kinds": [
                {
                    "name": words.coverage_kind(code),
                    "areas": sum(code in row.coverage for row in (whole, *rows)),
                }
                for code in words.EVIDENCE
            ],
            "coverage_rows": [
                {"name": row.name, "has": [code in row.coverage for code in words.EVIDENCE]}
                for row in [whole, *rows]
            ],
        }


def _version(stand: StandShown) -> int:
    return stand.settlement.version if stand.settlement is not None else 0


def level_table(pair: AreaPair, standing: SituationPicture | None, reader: str) -> LevelTable:
    """Return the levels of the pair for a reader of the party, "" for one of neither."""
    below, judged = parts(pair.city_area), queries.newest(standing)
    ids = [pair.city_area_id, *(area.pk for area in below)]
    return LevelTable(pair, below, judged, under_way(pair, judged, ids, reader) if standing else {})
