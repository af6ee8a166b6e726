"""The differences between sources: all 57 of the Prague Process, and who may see each."""

import pytest

from convene.core.viewer import Standing
from convene.registry.models import Claim, Difference
from convene.registry.queries import claims_behind, marks_for

SECRETARIAT = Standing(is_secretariat=True)


def test_all_fifty_seven_are_there_each_with_claims_kind_and_reading(prague, reader):
    rows = list(Difference.objects.prefetch_related("kinds"))
    assert [row.number for row in rows] == list(range(1, 58))
    claims = claims_behind([row.address for row in rows], reader(standing=SECRETARIAT))
    for row in rows:
        assert row.kinds.all(), row.number
        assert claims[row.address], row.number
        for language in ("en", "ru"):
            assert row.subject.plain().get(language), row.number
            assert row.reading.plain().get(language), row.number


def test_misprints_are_internal_and_the_press_is_never_public(prague):
    for row in Difference.objects.prefetch_related("kinds"):
        if {kind.key for kind in row.kinds.all()} == {"form"} and not row.decided_because:
            assert row.visibility == "secretariat", row.number
    assert list(Claim.objects.public().filter(source__kind="press")) == []


@pytest.mark.parametrize(("standing", "sees_all"), [(Standing(), False), (SECRETARIAT, True)])
def test_the_public_page_lists_only_what_the_editor_shows(prague, client, reader, standing, sees_all):
    visible = set(Difference.objects.visible_to(reader(standing=standing)).values_list("number", flat=True))
    assert (len(visible) == 57) is sees_all
    if not sees_all:
        html = client.get("/ru/differences").content.decode()
        shown = {number for number in range(1, 58) if f'id="d{number}"' in html}
        assert shown == visible
        hidden = min(set(range(1, 58)) - visible)
        assert client.get(f"/en/difference/{hidden:02d}").status_code == 404


def test_a_page_that_a_difference_touches_shows_the_mark(prague, client, reader):
    touching = marks_for(["office/chair"], reader())
    assert touching
    html = client.get("/en/office/chair").content.decode()
    assert f'href="/en/difference/{touching[0].number:02d}"' in html


def test_quotations_are_short(prague):
    assert [claim.key for claim in Claim.objects.all() if len(claim.quote.split()) > 25] == []
