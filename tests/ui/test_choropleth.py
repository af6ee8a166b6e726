"""Maps of figures: classes without gaps, states without a figure hatched, flows as arcs, nothing lost in files."""

import gzip
import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convene.ui.charts.chart import Chart, Table
from convene.ui.choropleth import Flow, Shade, base_map, centre_of, choropleth, codes_on, drawing, legend_of
from convene.ui.classes import classes_of
from tests.ui.test_maps import FIFTY

VALUES = {"POL": 1_102_774.0, "CZE": 620_000.0, "LIE": 6.0, "XKX": None, "SRB": 0.0, "UKR": 250.0}
CLASSES = classes_of(value for value in VALUES.values() if value is not None)
SHADES = {code: Shade(value, f"{code}: {value}", f"/en/state/{code}") for code, value in VALUES.items()}


def drawn(base="region", shades=SHADES, **more) -> str:
    return str(choropleth(base, shades, CLASSES, "Map", "What it shows", **more))


@given(st.lists(st.integers(-(10**7), 10**9), min_size=1, max_size=60), st.integers(2, 5))
def test_every_value_has_one_class_and_no_class_is_empty(values, wanted):
    classes = classes_of(map(float, values), wanted)
    assert list(classes.bounds) == sorted(set(classes.bounds))
    assert len(classes.bounds) < wanted + 1
    used = {classes.index_of(value) for value in values}
    if len(set(values)) > 1 and not (min(values) < 0 <= max(values)):
        assert used == set(range(len(classes.bounds) + 1))
    kinds = [classes.kind_of(value) for value in sorted(values)]
    assert {kind for kind in kinds if kind.startswith("m")} == (
        {classes.kind_of(value) for value in values if value < 0} if classes.negative else set()
    )
    assert len(classes.legend()) == len({kind for kind, _words in classes.legend()})


def test_classes_are_worded_with_round_bounds():
    classes = classes_of([1_234.0, 5_432.0, 45_678.0, 123_456.0, 1_102_774.0])
    assert [words for _kind, words in classes.legend()] == [
        "less than 5,400",
        "5,400 to less than 45,000",
        "45,000 to less than 120,000",
        "120,000 to less than 1,100,000",
        "1,100,000 and more",
    ]
    assert [classes.kind_of(value) for value in (None, 0.0, 5_400.0, 2e6)] == ["none", "k1", "k2", "k5"]


def test_below_zero_has_colours_of_its_own():
    classes = classes_of([-500.0, -100.0, -90.0, 10.0, 20.0, 30.0])
    assert (classes.kind_of(-500.0), classes.kind_of(-1.0), classes.kind_of(0.0)) == ("m2", "m1", "k1")


def test_a_state_without_a_figure_is_hatched_and_zero_is_not():
    tree = ET.fromstring(drawn())
    fills = {
        link.get("href")[-3:]: link.find("path").get("fill") or link.find("path").get("class")
        for link in tree.iter("a")
        if link.find("path") is not None
    }
    assert (fills["XKX"], fills["SRB"]) == ("url(#figures-map-hatch)", "s k1")
    assert [label for _swatch, label in legend_of(CLASSES)][-1] == "no figure"


def test_the_line_between_kosovo_and_serbia_is_dashed():
    assert drawn().count('class="dashed"') == 1
    assert 'class="dashed"' not in drawn(shades={"POL": SHADES["POL"]})


def test_small_states_are_links_that_a_keyboard_meets_once():
    assert len(re.findall(r'<a href="/en/state/LIE"><title>', drawn())) == 1
    assert re.findall(r"<circle", drawn()) == ["<circle"]


def test_a_shade_without_an_address_is_no_link():
    assert "<a " not in drawn(shades={"POL": Shade(1.0, "Poland: 1")})


@pytest.mark.parametrize("base", ["region", "world"])
def test_flows_run_between_the_middles_and_the_largest_is_the_widest(base):
    flows = [
        Flow("UKR", "POL", 100, "to POL"),
        Flow("UKR", "CZE", 50, "to CZE"),
        Flow("UKR", "XXX", 9, "lost"),
    ]
    svg = drawn(base, flows=flows)
    widths = [float(width) for width in re.findall(r'class="flow" stroke-width="([\d.]+)"', svg)]
    assert widths == [11.0, 5.5]
    x, y = centre_of("UKR", base)
    assert svg.count(f'class="flow" stroke-width="11.0" d="M{x:.0f} {y:.0f}Q') == 1
    assert svg.count('class="arrow"') == 2


def test_two_opposite_flows_do_not_cover_each_other():
    svg = drawn(flows=[Flow("UKR", "POL", 1, "there"), Flow("POL", "UKR", 1, "back")])
    bends = re.findall(r'class="flow"[^>]*Q(\d+ \d+)', svg)
    assert len(set(bends)) == 2


def test_the_world_has_everybody_and_the_same_judgements_as_the_region():
    assert set(FIFTY) <= codes_on("world") & codes_on("region")
    assert {"CYN", "SOL", "KAS", "ATA"} & codes_on("world") == set()
    assert base_map("world")["dashed"].startswith("M")


@pytest.mark.parametrize(
    ("longitude", "latitude", "code"),
    [(34.1, 45.2, "UKR"), (21.0, 42.6, "XKX"), (33.2, 35.2, "CYP"), (44.0, 9.6, "SOM"), (69.2, 41.3, "UZB"), (-74.0, 4.6, "COL")],
)  # fmt: skip
def test_places_of_the_world_lie_where_they_belong(longitude, latitude, code):
    from tools.geometry import WORLD

    assert [one for one in base_map("world")["shapes"] if holds(one, WORLD.place(longitude, latitude))] == [
        code
    ]


def holds(code, point) -> bool:
    px, py = point
    inside = False
    for part in base_map("world")["shapes"][code].split("z")[:-1]:
        numbers = [int(number) for number in re.findall(r"-?\d+", part)]
        ring = [(numbers[0], numbers[1])]
        for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
            ring.append((ring[-1][0] + dx, ring[-1][1] + dy))
        for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
            if (y1 > py) != (y2 > py) and px < (x2 - x1) * (py - y1) / (y2 - y1) + x1:
                inside = not inside
    return inside


@pytest.mark.parametrize("base", ["region", "world"])
def test_as_a_file_it_stands_alone_with_its_legend(base):
    chart = Chart(
        "Map", "What it shows", Table("Map", (), ()), drawing(base, SHADES, CLASSES), notes=("Source: X",)
    )
    svg = str(chart.svg("print", alone=True, name="m"))
    tree = ET.fromstring(svg)
    words = [text.text for text in tree.iter("{http://www.w3.org/2000/svg}text")]
    assert words == ["Map", *(label for _swatch, label in legend_of(CLASSES)), "Source: X"]
    assert ("class=" in svg, "var(" in svg, "<a " in svg) == (False, False, False)


def test_names_are_escaped():
    hostile = Shade(1.0, "<b>&", '"><script>')
    tree = ET.fromstring(choropleth("region", {"POL": hostile}, CLASSES, "<i>", "&", name='"x'))
    assert [next(tree.iter("a")).get("href"), tree[0].text] == ['"><script>', "<i>"]


def test_the_world_is_small_enough_for_a_slow_line():
    everyone = {code: Shade(1.0, code, f"/en/state/{code}") for code in base_map("world")["shapes"]}
    assert len(gzip.compress(drawn("world", everyone).encode(), 6)) < 40_000
