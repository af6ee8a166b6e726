"""The map: who is on it, where the lines run, how large it is."""

import gzip
import re
import xml.etree.ElementTree as ET

import pytest

from convene.ui.maps import codes_on_map, participation_map, region

FIFTY = [
    "ALB",
    "ARM",
    "AUT",
    "AZE",
    "BLR",
    "BEL",
    "BIH",
    "BGR",
    "HRV",
    "CYP",
    "CZE",
    "DNK",
    "EST",
    "FIN",
    "FRA",
    "GEO",
    "DEU",
    "GRC",
    "HUN",
    "IRL",
    "ITA",
    "KAZ",
    "XKX",
    "KGZ",
    "LVA",
    "LIE",
    "LTU",
    "LUX",
    "MLT",
    "MDA",
    "MNE",
    "NLD",
    "MKD",
    "NOR",
    "POL",
    "PRT",
    "ROU",
    "RUS",
    "SRB",
    "SVK",
    "SVN",
    "ESP",
    "SWE",
    "CHE",
    "TJK",
    "TUR",
    "TKM",
    "UKR",
    "GBR",
    "UZB",
]


def drawn(codes, kind="participating") -> str:
    return participation_map(
        {code: (kind, f"/en/state/{code}", code) for code in codes}, "Map", "What it shows"
    )


def polygons(code):
    """The rings of a state as lists of points, read back from its path."""
    rings = []
    for part in re.findall(r"M([^Mz]+)z", region()["shapes"][code]):
        start, steps = part.split("l")
        x, y = map(int, start.split())
        numbers = [int(number) for number in re.findall(r"-?\d+", steps)]
        ring = [(x, y)]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            ring.append((x, y))
        rings.append(ring)
    return rings


def contains(code, point) -> bool:
    """Whether the state's shape holds the point (even-odd rule)."""
    px, py = point
    inside = False
    for ring in polygons(code):
        for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
            if (y1 > py) != (y2 > py) and px < (x2 - x1) * (py - y1) / (y2 - y1) + x1:
                inside = not inside
    return inside


def place(longitude, latitude):
    from tools.geometry import REGION

    return REGION.place(longitude, latitude)


def test_all_fifty_ever_named_and_iceland_are_on_it():
    assert len(FIFTY) == 50
    assert set(FIFTY) | {"ISL"} <= codes_on_map()


@pytest.mark.parametrize(
    ("longitude", "latitude", "code"),
    [
        (34.1, 44.95, "UKR"),  # Simferopol
        (33.6, 44.8, "UKR"),  # Sevastopol
        (33.6, 35.25, "CYP"),  # north of Nicosia
        (21.0, 42.6, "XKX"),  # Pristina
        (19.9, 60.25, "FIN"),  # Åland
        (41.0, 43.0, "GEO"),  # Sukhumi
        (74.6, 42.87, "KGZ"),  # Bishkek
        (-9.1, 38.8, "PRT"),  # Lisbon
    ],
)
def test_a_place_lies_in_one_state_only(longitude, latitude, code):
    point = place(longitude, latitude)
    assert [other for other in region()["shapes"] if contains(other, point)] == [code]


def test_the_line_between_kosovo_and_serbia_is_dashed():
    assert '<path class="dashed" d="M' in drawn(["XKX", "SRB"])
    assert '<path class="cover participating"' in drawn(["XKX"])
    assert "dashed" not in drawn(["POL", "CZE"])


def test_states_are_links_with_names_and_the_rest_is_one_mass_of_land():
    tree = ET.fromstring(drawn(["POL", "CZE"], "former"))
    links = {
        link.get("href"): [child.text for child in link if child.tag == "title"] for link in tree.iter("a")
    }
    assert links == {"/en/state/POL": ["POL"], "/en/state/CZE": ["CZE"]}
    assert [path.get("class") for path in tree.iter("path")] == ["land", "s former", "s former"]


def test_small_states_have_a_circle_that_a_keyboard_meets_once():
    svg = drawn(["LIE", "LUX", "MLT", "CYP", "POL"])
    assert svg.count("<circle") == 4
    reachable = re.findall(r'<a href="/en/state/(\w+)"><title>', svg)
    assert sorted(reachable) == ["CYP", "LIE", "LUX", "MLT", "POL"]


def test_names_are_escaped():
    hostile = ('x" onload="', '"><script>', "<b>")
    tree = ET.fromstring(participation_map({"POL": hostile}, "<i>", "&"))
    link = next(tree.iter("a"))
    assert (link.get("href"), [child.text for child in link]) == ('"><script>', ["<b>", None])
    assert link[1].attrib.keys() == {"class", "d"}
    assert [tree[0].text, tree[1].text] == ["<i>", "&"]


def test_it_is_small_enough_for_a_slow_line():
    assert len(gzip.compress(drawn(FIFTY).encode(), 6)) < 35_000
