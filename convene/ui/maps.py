"""
The map of a region as SVG, made on the server from `geometry/region.json` (see tools/geometry.py).

Colours come from classes in `ui.css`. States that are not asked about form one neutral mass of land
without lines in it. Every state asked about is a link; those too small to hit get a circle.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

from markupsafe import Markup, escape

_REGION = Path(__file__).parent / "geometry" / "region.json"
_CIRCLE = 9  # units of the drawing

# (class, address of the state's page, title)
Shown = tuple[str, str, str]


@lru_cache(maxsize=1)
def region() -> dict:
    """width, height, shapes {alpha-3 code: path}, points {code: centre of a small state}, dashed."""
    return json.loads(_REGION.read_text())


@cache
def codes_on_map() -> frozenset[str]:
    """Codes that the map can show, XKX among them."""
    return frozenset(region()["shapes"]) | frozenset(region()["points"])


def participation_map(
    states: Mapping[str, Shown], title: str, description: str, name: str = "region-map"
) -> Markup:
    """
    Draw `states` (alpha-3 code -> class, address, title) over the neutral land.

    Classes with a colour: participating, uncertain, former. Codes that are not on the map are left
    out; the list beside the map has them. `name` makes the ids unique where a page has two maps.
    The line between Kosovo* and Serbia is dashed wherever either of them is shown.
    """
    drawn = region()
    shapes, points = drawn["shapes"], drawn["points"]
    land = "".join(path for code, path in shapes.items() if code not in states)
    parts = [
        f'<svg viewBox="0 0 {drawn["width"]} {drawn["height"]}" aria-labelledby="{name}-title {name}-desc">',
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-desc">{escape(description)}</desc>',
        f'<path class="land" d="{land}"/>',
    ]
    for code, (kind, href, label) in states.items():
        if code in shapes:
            parts.append(_link(href, label, f'<path class="s {escape(kind)}" d="{shapes[code]}"/>'))
    if "XKX" in states or "SRB" in states:
        kind = escape((states.get("XKX") or states["SRB"])[0])
        line = drawn["dashed"]
        parts.append(f'<path class="cover {kind}" d="{line}"/><path class="dashed" d="{line}"/>')
    for code, (kind, href, label) in states.items():
        if code in points:
            x, y = points[code]
            circle = f'<circle class="s {escape(kind)}" cx="{x}" cy="{y}" r="{_CIRCLE}"/>'
            # The shape, where there is one, already is the link that keyboards and screen readers meet.
            parts.append(_link(href, label, circle, again=code in shapes))
    # Plain formatting, not Markup.format: five times faster on long paths. What callers gave is escaped above.
    return Markup("".join([*parts, "</svg>"]))  # noqa: S704


def _link(href: str, label: str, inside: str, *, again: bool = False) -> str:
    hidden = ' tabindex="-1" aria-hidden="true"' if again else ""
    return f'<a href="{escape(href)}"{hidden}><title>{escape(label)}</title>{inside}</a>'
