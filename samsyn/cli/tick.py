"""The clock's tick: what happens because time passes. Safe to run twice, and after a long pause."""

from __future__ import annotations

import argparse
import time
from typing import Any

NAME = "tick"
HELP = "Gör det som tiden kräver: låter överenskommelser börja och upphöra, tar upp avbrutna inläsningar och räknar tal i förväg."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--every", type=int, default=0, metavar="S", help="upprepa var S:e sekund; 0 kör en gång"
    )


def run(options: argparse.Namespace) -> int:
    import django

    django.setup()
    import structlog
    from django.db import Error, close_old_connections

    log = structlog.get_logger("samsyn.tick")
    while True:
        try:
            close_old_connections()
            _once(log)
        except Error as error:
            log.error("tick failed", error=type(error).__name__)
        if not options.every:
            return 0
        time.sleep(options.every)


def _once(log: Any) -> None:
    from samsyn.agreements.services import keep_dates
    from samsyn.audit.queries import WHOLE_WALK_EVERY, check_chain, last_mark
    from samsyn.evidence import hooks
    from samsyn.evidence.services import resume_stuck
    from samsyn.places.models import City
    from samsyn.ui.clock import now, today

    changed = keep_dates(today())
    if changed:
        log.info("agreements kept", changes=changed)
    resumed = resume_stuck()
    if resumed:
        log.info("resumed", imports=resumed)
    for city in City.objects.all():
        hooks.figures_may_be_new(city)
    mark = last_mark()
    if mark is None or now() - mark.walked_at > WHOLE_WALK_EVERY:
        chain = check_chain()
        if not chain.is_whole:
            log.error("the log's chain is broken", seq=chain.broken_at)
