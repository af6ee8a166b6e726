"""Outlines with fewer points stay within the tolerance of the whole ones."""

import re

import pytest

from convene.ui.choropleth import _middle, base_map
from convene.ui.outlines import coarser


@pytest.mark.parametrize(
    ("path", "tolerance", "expected"),
    [
        ("M0 0l5 0 5 0 0 10-10 0z", 1, "M0 0l10 0 0 10-10 0z"),
        ("M0 0l5 1 5-1 0 10-10 0z", 1, "M0 0l10 0 0 10-10 0z"),
        ("M0 0l5 3 5-3 0 10-10 0z", 1, "M0 0l5 3 5-3 0 10-10 0z"),
        ("M0 0l4 4-4 4zM20 20l2-2 2 2z", 1, "M0 0l4 4-4 4zM20 20l2-2 2 2z"),
    ],
)
def test_points_that_nobody_could_see_are_left_out(path, tolerance, expected):
    assert coarser(path, tolerance) == expected


def test_no_state_loses_its_place_or_a_part_of_it():
    for code, path in base_map("region")["shapes"].items():
        fewer = coarser(path, 1.5)
        assert fewer.count("z") == path.count("z"), code
        pairs = zip(path.split("z")[:-1], fewer.split("z")[:-1], strict=True)
        for whole, less in pairs:
            (_where, area), (_there, left) = _middle(whole), _middle(less)
            around = len(re.findall(r"-?\d+", whole)) / 2
            assert abs(area - left) <= max(1.5 * 4 * around, 0.1 * area), code
