"""The Observatory is part of the one record: search finds it, the sitemap names it, unpublished profiles nowhere."""

from xml.etree import ElementTree

import pytest

from convene.observatory import indexed
from convene.observatory.models import Coverage, Indicator
from convene.observatory.models.profiles import Profile

SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def in_sitemap(client, kind):
    root = ElementTree.fromstring(client.get("/sitemap.xml").content)
    pages = [url.find("s:loc", SITEMAP).text for url in root.findall("s:url", SITEMAP)]
    return {page.rpartition("/")[2] for page in pages if f"/en/{kind}/" in page}


def test_an_indicator_is_found_by_its_name_its_code_and_its_dataset(demo):
    found = indexed.indicator("migrant_stock")
    assert found.title.plain() == {"en": "International migrants", "fr": "Migrants internationaux"}
    assert found.names == ("migrant_stock",)
    assert "Lake Migration Figures" in found.bodies["en"]
    assert {one.address for one in indexed.indicators()} == {one.address for one in Indicator.objects.all()}
    assert indexed.indicator("nothing") is None


def test_a_dataset_is_found_by_its_producer_and_its_indicators(demo):
    found = indexed.dataset("lake-migration")
    assert "Remittances received" in found.bodies["en"]
    assert "Fonds reçus" in found.bodies["fr"]


def test_a_factsheet_is_found_by_the_name_of_its_state_in_every_language(demo):
    found = indexed.factsheet("XAL")
    assert {name: "Al" in title or "Aul" in title for name, title in found.titles.items()} == {
        "en": True,
        "fr": True,
    }
    assert (found.states, found.path or found.address) == (("XAL",), "factsheet/XAL")


def test_a_state_that_takes_no_part_has_a_factsheet_only_by_decision(demo, client):
    assert indexed.factsheet("XEL") is not None
    assert "XEL" in in_sitemap(client, "factsheet")
    Coverage.objects.filter(key="XEL").delete()
    assert indexed.factsheet("XEL") is None


@pytest.mark.parametrize("kind", ["indicator", "dataset", "edition"])
def test_the_sitemap_names_what_figures_are(demo, client, kind):
    expected = {
        "indicator": {one.key for one in Indicator.objects.all()},
        "dataset": {"lake-migration"},
        "edition": {"lake-migration.2022", "lake-migration.2025"},
    }
    assert in_sitemap(client, kind) == expected[kind]


def test_the_sitemap_names_no_single_figure_and_no_corridor(demo, client):
    whole = client.get("/sitemap.xml").content.decode()
    assert "/en/observatory/map<" in whole
    assert "/figure/" not in whole
    assert "/corridor/" not in whole


def test_only_published_profiles_are_named(demo, client):
    published = {one.address.partition("/")[2] for one in indexed.profiles()}
    assert in_sitemap(client, "profile") == published
    assert published < {one.key for one in Profile.objects.all()}


def test_the_home_page_says_what_there_is_in_figures(demo, client):
    page = client.get("/en/").content.decode()
    assert "Migration in figures" in page
    assert '<dd class="figure">1,162</dd>' in page
    assert 'href="/en/observatory/map"' in page


def test_the_page_of_a_producer_leads_to_its_datasets(demo, client):
    page = client.get("/fr/organisation/lake-institute").content.decode()
    assert '<a href="/fr/dataset/lake-migration">Chiffres des migrations du Lac</a>' in page
    assert "/dataset/" not in client.get("/fr/organisation/ripple-fund").content.decode()
