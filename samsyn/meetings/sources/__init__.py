"""Where the fixed points of the year come from: one named function each, registered in `apps.py`."""

from samsyn.meetings.sources.agreed import agreements, promises
from samsyn.meetings.sources.own import meetings, own
from samsyn.meetings.sources.surveys import surveys
from samsyn.meetings.sources.work import editions, followups, law, plans

__all__ = [
    "agreements",
    "editions",
    "followups",
    "law",
    "meetings",
    "own",
    "plans",
    "promises",
    "surveys",
]
