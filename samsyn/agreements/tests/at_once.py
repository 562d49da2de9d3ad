"""One hand of two: a process of its own that waits for the file `go` and then signs. `test_signing.py` starts several.

python -m samsyn.agreements.tests.at_once prepare | sign WHO | file WHO
"""

from __future__ import annotations

import os
import sys
import time
from datetime import date
from pathlib import Path

import django


def main(verb: str, who: str = "") -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samsyn.config.settings")
    django.setup()
    if verb == "prepare":
        prepare()
    else:
        act(verb, who)


def prepare() -> None:
    """The small city with its cast, and a verksamhetsavtal that waits for signatures."""
    from samsyn.agreements.tests import world
    from samsyn.seeds.cast import add_cast
    from tests.small_city import build_city, build_pairs

    city, pairs = build_city(), build_pairs()
    cast = add_cast(city=city, home=pairs["norr"], other=pairs["soder"], since=date(2021, 1, 1))
    world.decide(world.draft(pairs["norr"], cast), cast)


def act(verb: str, who: str) -> None:
    from samsyn.agreements import services
    from samsyn.agreements.models import Agreement
    from samsyn.agreements.tests import world
    from samsyn.people.models import Member
    from samsyn.seeds.cast import DOMAIN
    from samsyn.ui.clock import today
    from samsyn.ui.errors import UserError

    row = world.fresh(Agreement.objects.get())
    member = Member.objects.select_related("organisation").get(email=f"{who}@{DOMAIN}")
    witness = Member.objects.select_related("organisation").get(email=f"ivar@{DOMAIN}")
    print("ready", flush=True)
    while not (Path(os.environ["SAMSYN_DATA"]) / "go").exists():
        time.sleep(0.005)
    try:
        if verb == "sign":
            services.sign(agreement=row, read_checksum=row.checksum, by=member)
        else:
            services.file_signed_paper(
                agreement=row, party=member.party, signer=member, signed_on=today(), upload=world.scan(),
                file_name="papper.pdf", by=witness,
            )  # fmt: skip
        print("done")
    except UserError as error:
        print(error)


if __name__ == "__main__":
    main(*sys.argv[1:])
