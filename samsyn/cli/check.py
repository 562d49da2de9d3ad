"""Says what of the installation is not set up as the guide for operation says: `samsyn check`."""

from __future__ import annotations

import argparse
import json

NAME = "check"
HELP = "Säger vad i installationen som inte är inställt som driftguiden säger (docs/dev/operation.md)."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="svara som JSON, för övervakning")


def run(options: argparse.Namespace) -> int:
    import django

    django.setup()
    from samsyn.cli.installation import findings

    found = findings()
    if options.json:
        rows = [{"code": one.code, "said": one.said, "section": one.section} for one in found]
        print(json.dumps(rows, ensure_ascii=False, indent=1))
    elif not found:
        print("Installationen är inställd som driftguiden säger.")
    else:
        for one in found:
            print(f"{one.code}: {one.said} Guiden: {one.section}.")
        print(f"{len(found)} saker är inte inställda som driftguiden säger (docs/dev/operation.md).")
    return 1 if found else 0
