"""A state's page tells its newest key figures, each with its year, its passport and whose it is."""

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext

from convene.observatory.store import Store


def key_figures(page):
    """(name, number, year) of the figures of the panel."""
    panel = page[page.index('id="figures"') :]
    panel = panel[: panel.index("</section>")]
    pattern = r'<dt>([^<]+)</dt><dd class="figure"><a href="[^"]+">([^<]+)</a></dd><dd class="about">[^<]*?(\d{4})</dd>'
    return re.findall(pattern, panel)


def test_the_newest_figures_stand_on_the_page_of_a_state(prague, client):
    page = client.get("/en/state/UKR").content.decode()
    found = key_figures(page)
    assert ("International migrants", "5,064,173", "2024") in found
    assert len(found) == 4
    assert 'href="/en/figure/migrant_stock/UKR/2024?edition=undesa-ims.2024"' in page
    assert "CC BY 3.0 IGO" in page


def test_what_is_absent_is_left_out_and_is_never_another_states(prague, client):
    """UN DESA has no row for Kosovo*; the World Bank has its population."""
    names = [name for name, _number, _year in key_figures(client.get("/en/state/XKX").content.decode())]
    assert "International migrants" not in names
    assert any("opulation" in name for name in names)


def test_the_second_reader_costs_no_question(prague, client, monkeypatch):
    first = client.get("/en/state/POL").content
    monkeypatch.setattr(Store, "cursor", lambda held: 1 / 0)
    with CaptureQueriesContext(connection) as seen:
        assert client.get("/en/state/POL").content == first
    assert len(seen.captured_queries) <= 8


def test_looking_back_shows_no_year_to_come(prague, client):
    found = key_figures(client.get("/en/state/UKR?on=2016-06-01").content.decode())
    assert found
    assert all(int(year) <= 2016 for _name, _number, year in found)
