"""The first administrator of an installation, who adds the rest under Medarbetare; and what nobody is left to confirm."""

from __future__ import annotations

import argparse

NAME = "member"
HELP = "Lägger till en stads första administratör, eller bekräftar uppdrag som ingen annan kan bekräfta."


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="what", required=True, metavar="add|confirm")
    add = verbs.add_parser(
        "add", help="lägger till stadens första administratör och visar ett engångslösenord"
    )
    add.add_argument("--city", required=True, help="stadens namn; staden läggs till om den är ny")
    add.add_argument("--name", required=True, help="administratörens namn")
    add.add_argument("--email", required=True, help="adressen som hon loggar in med")
    confirm = verbs.add_parser(
        "confirm",
        help="bekräftar det som väntar för en medarbetare, när ingen i hennes egen myndighet kan göra det",
    )
    confirm.add_argument("--city", required=True, help="stadens namn")
    confirm.add_argument("--email", required=True, help="medarbetarens adress")


def run(options: argparse.Namespace) -> int:
    return _confirm(options) if options.what == "confirm" else _add(options)


def _confirm(options: argparse.Namespace) -> int:
    import sys

    import django

    django.setup()
    from samsyn.people.appointments import name_of
    from samsyn.people.services import confirm_by_machine
    from samsyn.ui.errors import UserError

    try:
        rows = confirm_by_machine(city_name=options.city, email=options.email)
    except UserError as error:
        print(str(error), file=sys.stderr)
        return 1
    for row in rows:
        print(
            f"{row.member.name} är {name_of(row)} i {options.city}. Det är bekräftat, och loggen säger att servern gjorde det."
        )
    return 0


def _add(options: argparse.Namespace) -> int:
    import sys

    import django

    django.setup()
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    from samsyn.people.services import add_first_administrator
    from samsyn.ui.errors import UserError

    try:
        validate_email(options.email)
        member, password = add_first_administrator(
            city_name=options.city, name=options.name, email=options.email
        )
    except ValidationError:
        print(
            f"Administratören lades inte till. {options.email} är ingen e-postadress. Skriv namn@exempel.se.",
            file=sys.stderr,
        )
        return 2
    except UserError as error:
        print(str(error), file=sys.stderr)
        return 1
    print(f"{member.name} är administratör i {options.city} och loggar in med {member.email}.")
    print(f"Engångslösenord, som visas bara nu: {password}")
    return 0
