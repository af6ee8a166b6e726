"""
The map of a region as SVG, made on the server from `geometry/region.json` (see tools/geometry.py).

Colours come from classes in `ui.css`. States that are not asked about form one neutral mass of land
without lines in it. Every state asked about is a link; those too small to hit get a circle.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from markupsafe import Markup

_REGION = Path(__file__).parent / "geometry" / "region.json"
_CIRCLE = 9  # units of the drawing

# (class, address of the state's page, title)
Shown = tuple[str, str, str]


@lru_cache(maxsize=1)
def region() -> dict:
    """width, height, shapes {alpha-3 code: path}, points {code: centre of a small state}, dashed."""
    return json.loads(_REGION.read_text())


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
    parts = [
        Markup('<title id="{0}-title">{1}</title><desc id="{0}-desc">{2}</desc>').format(
            name, title, description
        ),
        Markup('<path class="land" d="{}"/>').format(
            "".join(path for code, path in shapes.items() if code not in states)
        ),
    ]
    for code, (kind, href, label) in states.items():
        if code in shapes:
            parts.append(_link(href, label, Markup('<path class="s {}" d="{}"/>').format(kind, shapes[code])))
    if {"XKX", "SRB"} & set(states):
        kind = states["XKX"][0] if "XKX" in states else states["SRB"][0]
        parts.append(
            Markup('<path class="cover {0}" d="{1}"/><path class="dashed" d="{1}"/>').format(
                kind, drawn["dashed"]
            )
        )
    for code, (kind, href, label) in states.items():
        if code in points:
            x, y = points[code]
            circle = Markup('<circle class="s {}" cx="{}" cy="{}" r="{}"/>').format(kind, x, y, _CIRCLE)
            # The shape, where there is one, already is the link that keyboards and screen readers meet.
            parts.append(_link(href, label, circle, again=code in shapes))
    return Markup('<svg viewBox="0 0 {1} {2}" aria-labelledby="{0}-title {0}-desc">{3}</svg>').format(
        name, drawn["width"], drawn["height"], Markup("").join(parts)
    )


def _link(href: str, label: str, inside: Markup, *, again: bool = False) -> Markup:
    hidden = Markup(' tabindex="-1" aria-hidden="true"') if again else Markup("")
    return Markup('<a href="{}"{}><title>{}</title>{}</a>').format(href, hidden, label, inside)
