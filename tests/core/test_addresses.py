"""One address for every thing."""

import pytest

from convene.core.addresses import Address, NotAnAddress, parse_address


def test_an_address_may_name_a_property():
    assert parse_address("state/UKR#joined") == Address("state", "UKR", "joined")
    assert parse_address("state/UKR#joined").thing == "state/UKR"
    assert str(parse_address("meeting/2014-10-28-som-berlin")) == "meeting/2014-10-28-som-berlin"


@pytest.mark.parametrize(
    "text", ["", "UKR", "state/", "State/UKR", "state/UKR#", "../etc/passwd", "state/UKR x"]
)
def test_anything_else_is_refused(text):
    with pytest.raises(NotAnAddress):
        parse_address(text)
