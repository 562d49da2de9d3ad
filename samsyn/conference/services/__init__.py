"""Every change that people make to a conference."""

from samsyn.conference.services.candidates import add_candidate, change_candidate, remove_candidate
from samsyn.conference.services.conferences import add_conference, change_conference
from samsyn.conference.services.deciding import make_list
from samsyn.conference.services.parts import add_material, add_participant, add_point, remove_part
from samsyn.conference.services.ranking import rank_candidates

__all__ = [
    "add_candidate",
    "add_conference",
    "add_material",
    "add_participant",
    "add_point",
    "change_candidate",
    "change_conference",
    "make_list",
    "rank_candidates",
    "remove_candidate",
    "remove_part",
]
