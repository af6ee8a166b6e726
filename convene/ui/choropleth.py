"""
Maps of figures: states shaded by value, and flows between them as arcs. SVG made on the server.

The base is the region or the world (`geometry/*.json`, see tools/geometry.py). A state without a figure is
hatched, never the colour of a small one. Kosovo* is a shape of its own with a dashed line. Every shaded
state with an address is a link; small ones get a circle. The table beside the map has every number.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from markupsafe import Markup, escape

from convene.ui.charts.ink import PRINT, Ink
from convene.ui.classes import NO_FIGURE, Classes
from convene.ui.outlines import coarser

_GEOMETRY = Path(__file__).parent / "geometry"
_CIRCLE = {"region": 11, "world": 6}  # units of the drawing
BASES = ("region", "world")
_WIDEST, _THINNEST = 11.0, 1.6
_TOLERANCE = 1.5  # units of the drawing

# On white paper, where classes cannot colour.
_PRINT = {
    "k1": "#c6dcd3",
    "k2": "#9dc3bb",
    "k3": "#5f9a98",
    "k4": "#2a6d71",
    "k5": "#0b363b",
    "m1": "#f3d3bb",
    "m2": "#d98f5b",
    "land": "#e4dfd3",
    "edge": "#ffffff",
    "hatch": "#9a9484",
}


@dataclass(frozen=True)
class Shade:
    """A state on the map. `title` says name and number in words; `value` None is hatched."""

    value: float | None
    title: str
    href: str = ""


@dataclass(frozen=True)
class Flow:
    """Persons from one state to another, drawn as an arc with an arrow at its end."""

    origin: str
    destination: str
    value: float
    title: str


@lru_cache(maxsize=len(BASES))
def base_map(base: str) -> dict:
    """width, height, shapes {alpha-3 code: path}, points {code: centre of a small state}, dashed."""
    if base not in BASES:
        raise ValueError(f"There is no map named {base!r}.")
    return json.loads((_GEOMETRY / f"{base}.json").read_text())


@lru_cache(maxsize=len(BASES))
def _coarse_shapes(base: str) -> dict[str, str]:
    """The shapes for half a printed page: 1.5 units of a map of 1440 are less than a tenth of a millimetre there."""
    return {code: coarser(path, _TOLERANCE) for code, path in base_map(base)["shapes"].items()}


def codes_on(base: str) -> frozenset[str]:
    """Codes that a map can show, XKX among them."""
    return frozenset(base_map(base)["shapes"]) | frozenset(base_map(base)["points"])


@lru_cache(maxsize=1024)
def centre_of(code: str, base: str) -> tuple[float, float] | None:
    """Where flows of a state begin and end: the middle of its largest part. None where the map has it not."""
    drawn = base_map(base)
    if code in drawn["points"]:
        return tuple(drawn["points"][code])
    if code not in drawn["shapes"]:
        return None
    return max((_middle(ring) for ring in drawn["shapes"][code].split("z")[:-1]), key=lambda found: found[1])[
        0
    ]


def _middle(ring: str) -> tuple[tuple[float, float], float]:
    """The centroid and the area of a ring written as M10 20l3-4."""
    numbers = [int(number) for number in re.findall(r"-?\d+", ring)]
    x, y = numbers[:2]
    points = [(x, y)]
    for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x, y))
    twice = cx = cy = 0.0
    for (x1, y1), (x2, y2) in zip(points, points[1:] + points[:1], strict=True):
        cross = x1 * y2 - x2 * y1
        twice += cross
        cx += (x1 + x2) * cross
        cy += (y1 + y2) * cross
    if not twice:
        return (float(points[0][0]), float(points[0][1])), 0.0
    return (cx / (3 * twice), cy / (3 * twice)), abs(twice / 2)


def choropleth(
    base: str,
    shades: Mapping[str, Shade],
    classes: Classes,
    title: str,
    description: str,
    *,
    flows: Sequence[Flow] = (),
    chosen: str = "",
    name: str = "figures-map",
) -> Markup:
    """
    Draw a map for a page. Colours come from charts.css: k1 to k5 from few to many, m1 and m2 below zero.

    Codes that the map has not are left out; the table has them. `chosen` gets a strong outline.
    """
    drawn = base_map(base)
    inside = _shapes(base, shades, classes, flows, chosen, _WebInk(name), drawn["shapes"])
    return Markup(  # noqa: S704 - what callers gave is escaped here and in _shapes
        f'<svg viewBox="0 0 {drawn["width"]} {drawn["height"]}"'
        f' aria-labelledby="{escape(name)}-title {escape(name)}-desc">'
        f'<title id="{escape(name)}-title">{escape(title)}</title>'
        f'<desc id="{escape(name)}-desc">{escape(description)}</desc>{inside}</svg>'
    )


def drawing(
    base: str,
    shades: Mapping[str, Shade],
    classes: Classes,
    *,
    flows: Sequence[Flow] = (),
    chosen: str = "",
) -> Callable[[Ink], None]:
    """The same map as the drawing of a `Chart`, with its legend: for files, pictures and print."""

    def draw(ink: Ink) -> None:
        drawn = base_map(base)
        scale = ink.width / drawn["width"]
        shapes = _coarse_shapes(base) if ink.is_narrow else drawn["shapes"]
        inside = _shapes(base, shades, classes, flows, chosen, _PrintInk(ink.name), shapes)
        frame = f"{escape(ink.name)}-frame"
        ink.definitions.append(
            f'<clipPath id="{frame}"><rect width="{drawn["width"]}" height="{drawn["height"]}"/></clipPath>'
        )
        ink.parts.append(
            f'<g transform="translate(0 {round(ink.height)}) scale({scale:.4f})"><g clip-path="url(#{frame})">{inside}</g></g>'
        )
        ink.height += drawn["height"] * scale + 10
        for kind, label in (*classes.legend(), (NO_FIGURE, classes.no_figure())):
            fill = f"url(#{escape(ink.name)}-hatch)" if kind == NO_FIGURE else _PRINT[kind]
            ink.parts.append(
                f'<rect x="0" y="{round(ink.height)}" width="18" height="12" fill="{fill}" stroke="{PRINT["soft"]}" stroke-width="0.5"/>'
            )
            ink.text(26, ink.height + 11, label)
            ink.height += ink.size + 6

    return draw


def legend_of(classes: Classes, name: str = "figures-map") -> list[tuple[Markup, str]]:
    """Swatch and label of each class, and of states without a figure."""
    swatches = [
        (Markup('<rect class="s {}" width="16" height="16"/>').format(kind), label)
        for kind, label in classes.legend()
    ]
    hatched = Markup('<rect width="16" height="16" fill="url(#{}-hatch)"/>').format(name)
    return [*swatches, (hatched, classes.no_figure())]


@dataclass(frozen=True)
class _WebInk:
    name: str

    def paint(self, kind: str) -> str:
        if kind == NO_FIGURE:
            return f'class="n" fill="url(#{escape(self.name)}-hatch)"'
        return (
            f'class="{kind}"' if kind in ("land", "dashed", "flow", "halo", "arrow") else f'class="s {kind}"'
        )

    def cover(self, kind: str) -> str:
        return f'class="cover {kind}"'

    def link(self, shade: Shade, inside: str, *, again: bool = False) -> str:
        told = f"<title>{escape(shade.title)}</title>"
        if not shade.href:
            hidden = ' aria-hidden="true"' if again else ""
            return f"<g{hidden}>{told}{inside}</g>"
        hidden = ' tabindex="-1" aria-hidden="true"' if again else ""
        return f'<a href="{escape(shade.href)}"{hidden}>{told}{inside}</a>'


@dataclass(frozen=True)
class _PrintInk:
    name: str

    def paint(self, kind: str) -> str:
        if kind == NO_FIGURE:
            return f'fill="url(#{escape(self.name)}-hatch)" stroke="#ffffff" stroke-width="1"'
        if kind in ("flow", "halo"):
            return f'fill="none" stroke="{"#ffffff" if kind == "halo" else PRINT["accent"]}" stroke-linecap="round"'
        if kind == "arrow":
            return f'fill="{PRINT["accent"]}"'
        if kind == "dashed":
            return 'fill="none" stroke="#ffffff" stroke-width="1.3" stroke-dasharray="3.5 2.5"'
        if kind == "chosen":
            return f'fill="none" stroke="{PRINT["accent"]}" stroke-width="3"'
        if kind == "land":
            return f'fill="{_PRINT["land"]}" stroke="{_PRINT["land"]}" stroke-width="0.6"'
        return f'fill="{_PRINT[kind]}" stroke="#ffffff" stroke-width="1"'

    def cover(self, kind: str) -> str:
        colour = _PRINT.get(kind, _PRINT["land"])
        return f'fill="none" stroke="{colour}" stroke-width="2.6"'

    def link(self, shade: Shade, inside: str, *, again: bool = False) -> str:
        return inside


def _shapes(
    base: str,
    shades: Mapping[str, Shade],
    classes: Classes,
    flows: Sequence[Flow],
    chosen: str,
    ink: _WebInk | _PrintInk,
    shapes: Mapping[str, str],
) -> str:
    drawn = base_map(base)
    points = drawn["points"]
    land = "".join(path for code, path in shapes.items() if code not in shades)
    parts = [_hatch(ink), f'<path {ink.paint("land")} d="{land}"/>']
    kinds = {code: classes.kind_of(shade.value) for code, shade in shades.items()}
    for code, shade in shades.items():
        if code in shapes:
            parts.append(ink.link(shade, f'<path {ink.paint(kinds[code])} d="{shapes[code]}"/>'))
    if "XKX" in shades or "SRB" in shades:
        # A solid line in a colour of the two hides the border; the dashed one lies over it.
        kind = kinds.get("XKX") or kinds["SRB"]
        parts.append(f'<path {ink.cover(kind)} d="{drawn["dashed"]}"/>')
        parts.append(f'<path {ink.paint("dashed")} d="{drawn["dashed"]}"/>')
    if chosen in shapes:
        parts.append(f'<path {ink.paint("chosen")} d="{shapes[chosen]}"/>')
    for code, shade in shades.items():
        if code in points:
            x, y = points[code]
            circle = f'<circle {ink.paint(kinds[code])} cx="{x}" cy="{y}" r="{_CIRCLE[base]}"/>'
            # The shape, where there is one, already is the link that keyboards and screen readers meet.
            parts.append(ink.link(shade, circle, again=code in shapes))
    return "".join([*parts, *_arcs(base, flows, ink)])


def _hatch(ink: _WebInk | _PrintInk) -> str:
    line, ground = 'class="hatch"', 'class="land"'
    if isinstance(ink, _PrintInk):
        line, ground = f'stroke="{_PRINT["hatch"]}"', f'fill="{_PRINT["land"]}"'
    return (
        f'<pattern id="{escape(ink.name)}-hatch" width="7" height="7" patternUnits="userSpaceOnUse"'
        f' patternTransform="rotate(45)"><rect width="7" height="7" {ground}/>'
        f'<path d="M0 0V7" {line} stroke-width="2.4"/></pattern>'
    )


def _arcs(base: str, flows: Sequence[Flow], ink: _WebInk | _PrintInk) -> list[str]:
    """The largest flow is `_WIDEST`; areas, not widths, would mislead: width grows with the value itself."""
    largest = max((flow.value for flow in flows), default=0) or 1
    parts = []
    for flow in sorted(flows, key=lambda flow: flow.value, reverse=True):
        start, end = centre_of(flow.origin, base), centre_of(flow.destination, base)
        if start is None or end is None or start == end:
            continue
        width = max(_THINNEST, _WIDEST * flow.value / largest)
        path, arrow = _arc(start, end, width)
        told = f"<title>{escape(flow.title)}</title>" if isinstance(ink, _WebInk) else ""
        parts.append(
            f'<g>{told}<path {ink.paint("halo")} stroke-width="{width + 2:.1f}" d="{path}"/>'
            f'<path {ink.paint("flow")} stroke-width="{width:.1f}" d="{path}"/>'
            f'<path {ink.paint("arrow")} d="{arrow}"/></g>'
        )
    return parts


def _arc(start: tuple[float, float], end: tuple[float, float], width: float) -> tuple[str, str]:
    """A bow that bends to the right of its way, so that two opposite flows do not cover each other."""
    (x1, y1), (x2, y2) = start, end
    length = math.hypot(x2 - x1, y2 - y1)
    bend = min(0.22 * length, 90) / length
    cx, cy = (x1 + x2) / 2 - (y2 - y1) * bend, (y1 + y2) / 2 + (x2 - x1) * bend
    angle = math.atan2(y2 - cy, x2 - cx)
    reach = min(7 + width * 1.4, length / 2)
    bx, by = x2 - reach * math.cos(angle), y2 - reach * math.sin(angle)
    half = 3 + width * 0.8
    left = (bx - half * math.sin(angle), by + half * math.cos(angle))
    right = (bx + half * math.sin(angle), by - half * math.cos(angle))
    path = f"M{x1:.0f} {y1:.0f}Q{cx:.0f} {cy:.0f} {bx:.0f} {by:.0f}"
    return path, f"M{x2:.0f} {y2:.0f}L{left[0]:.0f} {left[1]:.0f}L{right[0]:.0f} {right[1]:.0f}z"
