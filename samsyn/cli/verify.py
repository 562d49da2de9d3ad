"""Check every decision against the authorities' keys: `samsyn verify`."""

from __future__ import annotations

import argparse
import json
from typing import Any

NAME = "verify"
HELP = "Kontrollerar att varje beslut är det som båda parter skrev under."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="svara som JSON")


def run(options: argparse.Namespace) -> int:
    import django

    django.setup()
    from django.utils import translation

    from samsyn.records.verdicts import verify_everything

    with translation.override("sv"):
        verdicts = verify_everything()
    return _as_json(verdicts) if options.json else _as_lines(verdicts)


def _as_lines(verdicts: list[Any]) -> int:
    from samsyn.ui.templatetags.numbers import number

    wrong = [verdict for verdict in verdicts if not verdict.is_good]
    for verdict in wrong:
        said = " ".join(problem.sentence for problem in verdict.problems)
        print(f"Beslut {verdict.decision.pk}, {verdict.decision.title}: {said}")
    before = sum(1 for verdict in verdicts if verdict.is_good and verdict.is_from_before)
    if before:
        print(f"Godkända före underskrifterna infördes: {number(before)}")
    if not wrong:
        print(f"Alla beslut stämmer: {number(len(verdicts))} kontrollerade.")
        return 0
    print(
        f"{number(len(wrong))} av {number(len(verdicts))} beslut stämmer inte. "
        "Spara databasen som den är och jämför med den senaste säkerhetskopian."
    )
    return 1


def _as_json(verdicts: list[Any]) -> int:
    wrong = [verdict for verdict in verdicts if not verdict.is_good]
    rows = [
        {
            "decision": verdict.decision.pk,
            "title": verdict.decision.title,
            "subject": [verdict.decision.subject_type, verdict.decision.subject_id],
            "problems": [
                {"code": one.code, "party": str(one.party), "sentence": one.sentence}
                for one in verdict.problems
            ],
        }
        for verdict in wrong
    ]
    before = sum(1 for verdict in verdicts if verdict.is_from_before)
    answer = {"checked": len(verdicts), "before_signatures": before, "failing": rows}
    print(json.dumps(answer, ensure_ascii=False, indent=1))
    return 1 if wrong else 0
