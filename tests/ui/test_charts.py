"""Charts: every value inside the drawing, gaps left open, every number in the table, words that do not overlap."""

import re
import xml.etree.ElementTree as ET
from decimal import Decimal
from itertools import pairwise

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from convene.ui.charts import (
    Bar,
    Break,
    Part,
    Series,
    bar_chart,
    line_chart,
    pyramid_chart,
    slope_chart,
    stacked_chart,
)
from convene.ui.charts.chart import NARROW, WIDE
from convene.ui.charts.ink import PRINT
from convene.ui.charts.labels import spread, width_of, wrap
from convene.ui.charts.scales import ticks, value_ticks
from tests.ui.test_look import colours, contrast

YEARS = tuple(range(2018, 2025))
MIGRANTS = Series("Poland", tuple(zip(YEARS, (100, 110, None, None, 90, 95, 1_102_774), strict=True)))

values = st.one_of(st.none(), st.integers(-(10**9), 10**10), st.floats(-100, 100).map(lambda v: round(v, 2)))
labels = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1, max_size=40
)


@st.composite
def many_series(draw):
    years = sorted(draw(st.sets(st.integers(1960, 2050), min_size=1, max_size=30)))
    count = draw(st.integers(1, 6))
    return [Series(draw(labels), tuple((year, draw(values)) for year in years)) for _number in range(count)]


def places(svg: str) -> list[tuple[float, float]]:
    """The absolute beginnings of all paths, the corners of all rectangles and the anchors of all words."""
    svg = re.sub(r"<pattern.*?</pattern>", "", svg)
    moves = re.findall(r'd="M(-?[\d.]+) (-?[\d.]+)', svg)
    for line in re.findall(r'd="M([^"a-z]+)"', svg):
        moves += [tuple(point.split()) for point in line.split("L")]
    boxes = re.findall(r'<rect x="([-\d.]+)" y="([-\d.]+)" width="([\d.]+)" height="([\d.]+)"', svg)
    corners = [(float(x) + float(w), float(y) + float(h)) for x, y, w, h in boxes]
    words = re.findall(r'<text x="([-\d.]+)" y="([-\d.]+)"', svg)
    return [(float(x), float(y)) for x, y, *_rest in [*moves, *boxes, *words]] + corners


def assert_is_a_sound_drawing(chart, width):
    svg = str(chart.svg("print", width=width, name="c"))
    root = ET.fromstring(svg)
    title, description = root[0], root[1]
    assert (title.text, description.tag.rpartition("}")[2], bool(description.text)) == (
        chart.title,
        "desc",
        True,
    )
    assert root.attrib["aria-labelledby"] == f"{title.attrib['id']} {description.attrib['id']}"
    _x, _y, right, bottom = map(float, root.attrib["viewBox"].split())
    outside = [(x, y) for x, y in places(svg) if not (-1 <= x <= right + 1 and -1 <= y <= bottom + 1)]
    assert outside == []


@given(many_series(), st.sampled_from([WIDE, NARROW]))
def test_every_point_of_a_line_chart_lies_inside_and_every_number_in_the_table(series, width):
    chart = line_chart("Persons", series, unit="persons", breaks=[Break(2000, "Another definition.")])
    assert_is_a_sound_drawing(chart, width)
    assert [len(row) for row in chart.table.rows] == [len(series) + 1] * len(series[0].points)
    known = sum(len(one.known) for one in series)
    cells = [cell.text for row in chart.table.rows for cell in row[1:]]
    assert len([text for text in cells if text != "no figure"]) == known


@given(st.lists(st.tuples(labels, values), min_size=1, max_size=12), st.sampled_from([WIDE, NARROW]))
def test_bars_lie_inside(bars, width):
    chart = bar_chart("Largest", [Bar(label, value) for label, value in bars], unit="persons")
    assert_is_a_sound_drawing(chart, width)
    assert len(chart.table.rows) == len(bars)


@given(st.data(), st.integers(1, 12), st.integers(1, 6), st.sampled_from([WIDE, NARROW]))
def test_stacked_columns_lie_inside(data, columns, count, width):
    amounts = st.one_of(st.none(), st.integers(0, 10**8))
    parts = [
        Part(data.draw(labels), tuple(data.draw(amounts) for _c in range(columns))) for _p in range(count)
    ]
    assert_is_a_sound_drawing(stacked_chart("Parts", [str(2000 + c) for c in range(columns)], parts), width)


@given(st.lists(st.integers(0, 10**7), min_size=2, max_size=18), st.sampled_from([WIDE, NARROW]))
def test_pyramids_lie_inside(men, width):
    ages = [f"{5 * number}–{5 * number + 4}" for number in range(len(men))]
    assert_is_a_sound_drawing(pyramid_chart("Ages", ages, men, men[::-1], unit="persons"), width)


@given(many_series(), st.sampled_from([WIDE, NARROW]))
def test_slopes_lie_inside(series, width):
    first, last = series[0].points[0][0], series[0].points[-1][0]
    assert_is_a_sound_drawing(slope_chart("Then and now", first, last, series, unit="persons"), width)


def test_missing_years_part_the_line():
    svg = str(line_chart("Persons", [MIGRANTS]).svg(name="c"))
    lines = re.findall(r'<path d="(M[^"]+L[^"]+)" class="s-a"', svg)
    assert [line.count("L") + 1 for line in lines] == [2, 3]
    assert svg.count("<title>Poland, ") == 5


def test_a_lone_year_is_a_point():
    svg = str(line_chart("Persons", [Series("Poland", ((2020, None), (2021, 5), (2022, None)))]).svg())
    assert (svg.count('class="s-a"'), svg.count('class="f-a"')) == (0, 1)


def test_no_figures_at_all_is_said():
    chart = line_chart("Persons", [Series("Liechtenstein", ((2020, None), (2021, None)))])
    assert chart.description == "Line chart. Liechtenstein: no figures."
    assert ">no figure</text>" in chart.svg()


def test_a_line_without_figures_says_so_beside_the_others():
    nothing = Series("Kosovo*", ((2018, None), (2024, None)))
    assert ">Kosovo*: no figure</text>" in line_chart("Persons", [MIGRANTS, nothing]).svg()


def test_the_description_says_where_a_line_begins_and_ends():
    assert line_chart("Persons", [MIGRANTS], unit="persons").description == (
        "Line chart. Poland: 100 in 2018, 1,102,774 in 2024."
    )


def test_a_break_is_a_dashed_line_between_the_years_with_its_note():
    svg = str(
        line_chart("Persons", [MIGRANTS], breaks=[Break(2021, "Census."), Break(1990, "Not shown.")]).svg()
    )
    assert svg.count('class="s-accent"') == 1
    assert (">A  2021: Census.</text>" in svg, "Not shown" in svg) == (True, False)


def test_numbers_stand_as_the_readers_language_writes_them():
    bars = bar_chart("x", [Bar("Польша", 1_102_774)])
    with override("ru"):
        assert "1\u00a0102\u00a0774" in bar_chart("x", [Bar("Польша", 1_102_774)]).svg()
        assert "1,25\u00a0млн" in line_chart("x", [Series("Польша", ((2020, 0), (2021, 1_200_000)))]).svg()
    assert [cell.text for cell in bars.table.rows[0]] == ["Польша", "1,102,774"]


def test_a_decimal_keeps_its_digits():
    bars = bar_chart("x", [Bar("a", Decimal("0.950")), Bar("b", Decimal("1234.5"))])
    assert [row[1].text for row in bars.table.rows] == ["0.950", "1,234.5"]
    with override("ru"):
        assert ">0,950</text>" in bars.svg()


def test_pages_get_classes_and_files_get_colours():
    chart = line_chart("Persons", [MIGRANTS], notes=["UN DESA, CC BY 3.0 IGO"])
    page, file = str(chart.svg("web")), str(chart.svg("print", alone=True))
    assert ("#" in page.replace("&#", ""), "class=" in page) == (False, True)
    assert ("class=" in file, "var(" in file, 'fill="#0e4a50"' in file) == (False, False, True)
    assert ("UN DESA" in page, "UN DESA" in file) == (False, True)
    assert 'xmlns="http://www.w3.org/2000/svg"' in file


def test_hostile_words_stay_words():
    hostile = '"><script>alert(1)</script>&'
    chart = bar_chart(hostile, [Bar(hostile, 1, href=hostile)], unit=hostile).with_notes(hostile)
    for mode in ("web", "print"):
        root = ET.fromstring(chart.svg(mode, name=hostile, alone=True))
        assert [element for element in root.iter() if element.tag.endswith("script")] == []


def test_links_are_for_pages_only():
    chart = bar_chart("Largest", [Bar("Poland", 1, href="/en/state/POL")])
    assert ('<a href="/en/state/POL">' in chart.svg("web"), "<a " in chart.svg("print")) == (True, False)
    assert ('role="img"' in chart.svg("web"), 'role="img"' in chart.svg("print")) == (False, True)


@pytest.mark.parametrize("make", [lambda s: line_chart("x", s), lambda s: slope_chart("x", 2018, 2024, s)])
def test_more_series_than_signs_are_refused(make):
    with pytest.raises(ValueError, match="six series"):
        make([MIGRANTS] * 7)


def test_negative_parts_are_refused():
    with pytest.raises(ValueError, match="no negative values"):
        stacked_chart("x", ["2024"], [Part("a", (-1,))])


@given(
    st.integers(-(10**12), 10**12).map(lambda value: value / 1000),
    st.integers(0, 10**12).map(lambda value: value / 1000),
    st.integers(2, 8),
)
def test_ticks_rise_and_hold_the_range(low, length, wanted):
    high = low + length
    found = ticks(low, high, wanted)
    assert found == sorted(set(found))
    unseen = (length or abs(low)) * 1e-6  # less than any eye can tell
    assert found[0] <= low + unseen
    assert found[-1] >= high - unseen
    assert len(found) <= 2 * wanted + 3


def test_zero_belongs_to_the_axis_unless_little_is_lost_without_it():
    assert value_ticks([0.79, 0.81], 4, from_zero=False)[0] > 0.5
    assert value_ticks([0.79, 0.81], 4, from_zero=True)[0] == 0
    assert value_ticks([-5, 20], 4, from_zero=False) == [-10, 0, 10, 20]


@given(st.lists(st.floats(0, 300), min_size=1, max_size=10))
def test_labels_move_apart(wanted):
    heights = [17.0] * len(wanted)
    found = sorted(spread(wanted, heights, 0, 300))
    assert all(b - a >= 17 - 1e-6 for a, b in pairwise(found))
    assert found[0] >= 8.5 - 1e-6
    assert found[-1] <= 300 - 8.5 + 1e-6


def test_labels_that_have_room_stay_where_they_belong():
    assert spread([50, 10, 200], [17, 17, 17], 0, 300) == [50, 10, 200]


def test_words_break_at_spaces_and_fit():
    rows = wrap("Bosnia and Herzegovina (both entities)", 120, 13)
    assert " ".join(rows) == "Bosnia and Herzegovina (both entities)"
    assert max(width_of(row, 13) for row in rows) <= 120


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_every_line_and_class_can_be_told_from_the_paper(scheme):
    known = colours(scheme)
    too_low = [name for name in "abcdef" if contrast(known[f"chart-{name}"], known["paper"]) < 3]
    assert too_low == []


def test_the_printed_ink_is_the_light_one():
    light = colours("light")
    assert {name: light[f"chart-{name}"] for name in "abcdef"} == {name: PRINT[name] for name in "abcdef"}
