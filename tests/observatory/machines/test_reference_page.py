"""docs/reference/figures-for-machines.md shows answers that are really given."""

from __future__ import annotations

import json
import re

import pytest

from config.home import BASE_DIR
from tests.website.test_api_reference import is_in

PAGE = (BASE_DIR / "docs" / "reference" / "figures-for-machines.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```\nGET (\S+)\n```\n\n```(csv|json)\n(.*?)```", PAGE, flags=re.DOTALL)


@pytest.mark.parametrize(("address", "form", "shown"), EXAMPLES, ids=[address for address, _, _ in EXAMPLES])
def test_the_answer_on_the_page_is_the_answer(ask, address, form, shown):
    body = ask(address).body.decode()
    if form == "csv":
        assert body.replace("\r\n", "\n") == shown
    else:
        assert is_in(json.loads(shown), json.loads(body)), body


def test_every_format_has_its_example():
    assert len(EXAMPLES) == 5


def test_the_page_names_every_dimension_in_order():
    from convene.observatory.exports.sdmx.model import KEY

    assert f"```\n{'.'.join(KEY)}\n```" in PAGE
