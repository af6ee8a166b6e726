"""docs/reference/api.md shows answers that the API really gives."""

from __future__ import annotations

import json
import re

import pytest

from config.home import BASE_DIR
from convene.search.operations import rebuild

PAGE = (BASE_DIR / "docs" / "reference" / "api.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```\nGET (\S+)\n```\n.*?```json\n(.*?)```", PAGE, flags=re.DOTALL)


def is_in(shown, given) -> bool:
    """Whether everything shown is in what was given; what is shown may leave out names and items, never change one."""
    if isinstance(shown, dict):
        return isinstance(given, dict) and all(
            name in given and is_in(value, given[name]) for name, value in shown.items()
        )
    if isinstance(shown, list):
        return (
            isinstance(given, list)
            and bool(shown) == bool(given)
            and all(any(is_in(one, other) for other in given) for one in shown)
        )
    return shown == given


@pytest.mark.parametrize(("path", "shown"), EXAMPLES, ids=[path for path, _ in EXAMPLES])
def test_the_answer_on_the_page_is_the_answer_of_the_api(client, prague, settings, tmp_path, path, shown):
    if "/search" in path:
        settings.HOME = tmp_path  # an index of its own
        rebuild()
    shown = json.loads(shown)
    answer = client.get(path)
    assert answer.status_code == (400 if "error" in shown else 200)
    assert is_in(shown, answer.json()), answer.json()


def test_every_kind_of_question_has_its_example():
    assert len(EXAMPLES) == 13


def test_another_answer_would_be_noticed():
    given = {"count": 2, "items": [{"code": "POL"}, {"code": "CZE"}]}
    assert is_in({"count": 2, "items": [{"code": "CZE"}]}, given)
    assert not is_in({"count": 3}, given)
    assert not is_in({"items": [{"code": "LTU"}]}, given)
    assert not is_in({"items": []}, given)
    assert not is_in({"next": None}, given)
