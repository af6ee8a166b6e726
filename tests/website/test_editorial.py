"""News and other editorial pages: prepared once, published by the secretariat, facts taken from the record."""

import pytest
from wagtail.models import Locale, Page

from convene.accounts.models import User
from convene.dialogue.models import Meeting
from convene.registry.models import Appointment, Office, State
from convene.registry.operations import correct
from convene.registry.queries.addresses import page_path
from convene.registry.queries.reference import forget
from convene.website import editorial, indexed
from convene.website.facts import facts_at
from convene.website.models import ArticlePage, HomePage, SectionPage, StateDesk
from convene.website.operations import prepare_site


@pytest.fixture
def site(demo):
    prepare_site(["en", "fr"])
    return demo


def article(slug="an-article", language="en", body=()):
    section = SectionPage.objects.get(slug="news", locale__language_code=language)
    page = ArticlePage(
        title=f"Title of {slug}",
        slug=slug,
        date="2026-11-01",
        intro="An introduction.",
        body=list(body),
        locale=section.locale,
        live=False,
    )
    section.add_child(instance=page)
    return page


def test_each_language_has_its_tree_and_each_state_that_writes_its_desk(site):
    assert list(Locale.objects.order_by("language_code").values_list("language_code", flat=True)) == [
        "en",
        "fr",
    ]
    assert HomePage.objects.count() == SectionPage.objects.count() == 2
    desks = set(StateDesk.objects.values_list("state__key", "locale__language_code"))
    appointed = set(Appointment.objects.filter(actor__kind="state").values_list("actor__key", flat=True))
    assert desks == {(code, language) for code in appointed for language in ("en", "fr")}


def test_preparing_twice_changes_nothing(site):
    before = list(Page.objects.order_by("path").values_list("pk", "path", "title"))
    prepare_site(["en", "fr"])
    assert list(Page.objects.order_by("path").values_list("pk", "path", "title")) == before


def test_whoever_is_appointed_finds_a_desk(site):
    assert not StateDesk.objects.filter(state__key="XDU").exists()
    Appointment.objects.create(
        user=User.objects.create_user("new@lake.example.org"),
        office=Office.objects.get(key="liaison-officer"),
        actor=State.objects.get(key="XDU"),
    )
    assert StateDesk.objects.filter(state__key="XDU").count() == 2


def test_a_draft_is_nowhere_until_it_is_published(site, client):
    page = article()
    page.save_revision()
    assert client.get("/en/news/an-article").status_code == 404
    assert "Title of an-article" not in client.get("/en/news").content.decode()
    page.get_latest_revision().publish()
    assert "Title of an-article" in client.get("/en/news/an-article").content.decode()
    assert "Title of an-article" in client.get("/en/news").content.decode()


def test_publishing_unpublishing_and_deleting_change_the_public_record(site, monkeypatch):
    changed = []
    monkeypatch.setattr(editorial, "touched_public", lambda: changed.append(True))
    page = article()
    page.save_revision()
    assert len(changed) == 0
    page.get_latest_revision().publish()
    assert len(changed) == 1
    page = ArticlePage.objects.get(pk=page.pk)
    page.unpublish()
    assert len(changed) == 2
    page.delete()
    assert len(changed) == 3


def test_an_article_is_offered_in_the_languages_in_which_it_is_published(site, client):
    page = article()
    page.save_revision().publish()
    alone = client.get("/en/news/an-article").content.decode()
    assert 'hreflang="fr"' not in alone
    translated = page.copy_for_translation(Locale.objects.get(language_code="fr"))
    translated.title = "Un article"
    translated.slug = "an-article"
    translated.save_revision().publish()
    assert 'hreflang="fr"' in client.get("/en/news/an-article").content.decode()
    assert "Un article" in client.get("/fr/news/an-article").content.decode()


def test_a_fact_says_what_the_record_says_now(site, client):
    meeting = Meeting.objects.filter(visibility="public").exclude(starts_on=None).first()
    fact = ("fact", {"address": f"{meeting.address}#mode", "note": ""})
    article(body=[fact]).save_revision().publish()
    assert meeting.get_mode_display() in client.get("/en/news/an-article").content.decode()
    other = "hybrid" if meeting.mode != "hybrid" else "online"
    correct(meeting, {"mode": other})
    assert meeting.get_mode_display() in client.get("/en/news/an-article").content.decode()


def test_a_fact_that_the_reader_may_not_see_is_not_said(site, reader):
    meeting = Meeting.objects.filter(visibility="public").first()
    assert list(facts_at([meeting.address], reader())) == [meeting.address]
    Meeting.objects.filter(pk=meeting.pk).update(visibility="secretariat")
    forget()
    assert facts_at([meeting.address, "meeting/none", "not an address"], reader()) == {}


def test_two_articles_never_share_an_address(site):
    article()
    with pytest.raises(Exception, match=r"Another article already has this address|already in use"):
        article()


def test_search_finds_what_is_published_and_only_that(site):
    page = article(body=[("text", "<p>About <b>lighthouses</b>.</p>")])
    page.save_revision()
    assert indexed.article("an-article") is None
    page.get_latest_revision().publish()
    found = indexed.article("an-article")
    assert (found.address, str(found.title)) == ("article/an-article", "Title of an-article")
    assert "About lighthouses." in str(found.body)
    assert page_path("article/an-article") == "news/an-article"
