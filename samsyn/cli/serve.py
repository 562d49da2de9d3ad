"""Serve the pages, with one job worker and the clock's tick beside."""

from __future__ import annotations

import argparse

NAME = "serve"
HELP = "Startar webbservern, en arbetare för jobb och klockan."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--workers", type=int, default=2, help="antal processer för webben")
    parser.add_argument("--threads", type=int, default=4, help="antal trådar i varje process")


def run(options: argparse.Namespace) -> int:
    raise SystemExit("serve is written with the set-up of the house")
