"""What the tests of the pages share: a person with a browser that has no script, who fills in the forms she sees."""

from __future__ import annotations

from datetime import date
from html.parser import HTMLParser

import shapely
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from samsyn.evidence.models import DataImport
from samsyn.people.models import Role, RoleAssignment
from samsyn.places import services
from samsyn.places.models import AreaKind

CRIMES = (
    "ar,omrade,brottstyp,antal\n2023,Norr,alla_brott,120\n2024,Norr,alla_brott,130\n2024,Söder,alla_brott,0\n"
)


class _Form(HTMLParser):
    """Collects what a browser would send of a page's forms: names and values, the last chosen option of a select."""

    def __init__(self):
        super().__init__()
        self.fields, self.select, self.area = {}, None, None

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "input" and given.get("name") and given.get("type") not in {"submit", "file", "checkbox"}:
            self.fields[given["name"]] = given.get("value", "")
        elif tag == "select":
            self.select = given["name"]
        elif tag == "option" and self.select and ("selected" in given or self.select not in self.fields):
            self.fields[self.select] = given.get("value", "")
        elif tag == "textarea":
            self.area = given["name"]
            self.fields[self.area] = ""

    def handle_data(self, data):
        if self.area:
            self.fields[self.area] += data

    def handle_endtag(self, tag):
        self.select = None if tag == "select" else self.select
        self.area = None if tag == "textarea" else self.area


def signed_in(member):
    """A browser of the member's own."""
    client = Client()
    client.force_login(member)
    return client


def fields_of(response):
    """Return the fields of the page as a browser would send them."""
    form = _Form()
    form.feed(response.content.decode().partition("<main")[2])
    return form.fields


def text_of(response):
    """Return the page's words without marks-up, with single spaces."""
    words = []

    class Words(HTMLParser):
        def handle_data(self, data):
            words.append(data)

    Words().feed(response.content.decode().partition("<main")[2])
    return " ".join(" ".join(words).replace("\u00a0", " ").split())


def hand_in(client, city, data, name="brott.csv", **more):
    """Hand in a file on the page and return the response."""
    content = data.encode() if isinstance(data, str) else data
    url = reverse("evidence:upload", args=[city.slug])
    return client.post(url, {"file": SimpleUploadedFile(name, content), **more})


def review(client, city, data, name="brott.csv"):
    """Hand in a file; return the import and the page where it is looked through."""
    response = hand_in(client, city, data, name)
    assert response.status_code == 302, text_of(response)
    row = DataImport.objects.latest("pk")
    return row, client.get(response["Location"])


ORIGIN = {
    "dataset": "ny",
    "source_name": "Brå",
    "name": "Anmälda brott",
    "licence": "CC0",
    "attribution": "Brå, anmälda brott",
    "method": "Räknat när det anmäldes.",
    "is_public": "on",
}


def read_in(client, city, data, file_name="brott.csv", **changes):
    """The whole way on the pages: hand in, look through, read in. `changes` are fields of the form."""
    row, page = review(client, city, data, file_name)
    fields = {**fields_of(page), **ORIGIN, **changes}
    response = client.post(reverse("evidence:confirm", args=[row.pk]), fields)
    assert response.status_code == 302, text_of(response)
    row.refresh_from_db()
    return row


def add_gothenburg(member):
    """Göteborg in small: the four stadsområden as squares, with their real names, and the municipality."""
    city = services.add_city(name="Göteborg", code="1480")
    names = ("Nordost", "Centrum", "Sydväst", "Hisingen")
    shapes = [shapely.box(11.8 + i / 10, 57.7, 11.9 + i / 10, 57.8) for i in range(4)]
    common = {"city": city, "valid_from": date(2021, 1, 1), "source": "Prov", "licence": "CC0"}
    services.add_division(
        name="Stadsområden",
        kind=AreaKind.CITY_AREA,
        **common,
        areas=[
            services.NewArea(f"0{i}", name, shapely.to_wkb(shape))
            for i, (name, shape) in enumerate(zip(names, shapes, strict=True), 1)
        ],
    )
    services.add_division(
        name="Kommun",
        kind=AreaKind.MUNICIPALITY,
        **common,
        areas=[
            services.NewArea(
                "1480",
                "Göteborg",
                shapely.to_wkb(shapely.union_all(shapes)),
                tuple(f"goteborg/stadsomraden/0{i}" for i in range(1, 5)),
            )
        ],
    )
    give_role(member, city, Role.ANALYST)
    return city


def add_squares(city, name, names):
    """Add a division whose areas have the names and are squares in a row."""
    services.add_division(
        city=city,
        name=name,
        kind=AreaKind.INTERMEDIATE_AREA,
        valid_from=date(2021, 1, 1),
        source="Prov",
        licence="CC0",
        areas=[
            services.NewArea(
                f"m{i}", one, shapely.to_wkb(shapely.box(11 + i / 100, 57, 11.01 + i / 100, 57.1))
            )
            for i, one in enumerate(names)
        ],
    )


def add_nottingham(member, wards):
    """Nottingham with its real wards, from the reference file."""
    import pyogrio

    meta, _ids, geometry, columns = pyogrio.raw.read(wards)
    named = dict(zip(meta["fields"], columns, strict=True))
    shapes = shapely.make_valid(shapely.from_wkb(geometry))
    city = services.add_city(name="Nottingham", country="GB", local_crs="EPSG:27700")
    services.add_division(
        city=city,
        name="Wards",
        kind=AreaKind.PRIMARY_AREA,
        valid_from=date(2019, 1, 1),
        source="ONS",
        licence="OGL v3",
        areas=[
            services.NewArea(code, name, shapely.to_wkb(shape))
            for code, name, shape in zip(named["ward_code"], named["ward_name"], shapes, strict=True)
        ],
    )
    give_role(member, city, Role.ANALYST)
    return city


def give_role(member, city, role):
    RoleAssignment.objects.create(member=member, role=role, city=city, valid_from=date(2021, 1, 1))
