"""
Who comes in where. Every address of the back office, asked as everybody: what is not the person's own is
refused, and what the other state drafts appears in no answer, whatever the address.
"""

import pytest
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page

from convene.accounts.models import AuditEvent, User
from convene.core.tables import all_tables
from convene.registry.models import Appointment
from convene.website.models import ArticlePage, StateDesk
from convene.website.operations import prepare_site
from tests.website.back_office import (
    CHAIR_OF_XAL,
    CONTACT_OF_XAL,
    CONTACT_OF_XBR,
    NO_LONGER,
    SECRETARIAT,
    STRANGER,
    doors,
    signed_in,
)

SECRET = "Ferry quarrel of Brenn"
REFUSED = {403, 404}
WAYS_OUT = ("/account/login/", "/cms/login/", "/account/password/reset/")
OPEN = {"wagtailadmin_javascript_catalog", "wagtailadmin_sprite"}  # words and pictures of the interface
OF_THE_SECRETARIAT = (
    "record_",
    "appointments",
    "edit_log",
    "translation_debt",
    "wagtailusers",
    "wagtailsites",
)


@pytest.fixture
def site(demo):
    prepare_site(["en", "fr"])
    return demo


@pytest.fixture
def draft(site):
    """What XBR drafts, and has sent to the secretariat for review."""
    desk = StateDesk.objects.get(state__key="XBR", locale__language_code="en")
    brune = User.objects.get(email=CONTACT_OF_XBR)
    article = ArticlePage(
        title=SECRET, slug="ferry-quarrel", date="2026-11-01", intro=SECRET, live=False, owner=brune
    )
    desk.add_child(instance=article)
    article.save_revision(user=brune)
    article.get_workflow().start(article, brune)
    return ArticlePage.objects.get(pk=article.pk)


@pytest.fixture
def all_doors(draft):
    revision = draft.latest_revision_id
    values = {
        "page_id": draft.pk,
        "parent_page_id": draft.get_parent().pk,
        "page_to_move_id": draft.pk,
        "page_to_copy_id": draft.pk,
        "destination_id": draft.get_parent().pk,
        "pk": draft.pk,
        "page_pk": draft.pk,
        "user_id": User.objects.get(email=CONTACT_OF_XBR).pk,
        "workflow_pk": draft.current_workflow_state.workflow_id,
        "workflow_state_id": draft.current_workflow_state.pk,
        "task_state_id": draft.current_workflow_task_state.pk,
        "task_id": draft.current_workflow_task_state.task_id,
        "action_name": "approve",
        "revision_id": revision,
        "revision_id_a": revision,
        "revision_id_b": revision,
        "content_type_app_name": "website",
        "content_type_model_name": "articlepage",
        "content_type_id": ContentType.objects.get_for_model(ArticlePage).pk,
        "app_label": "website",
        "model_name": "articlepage",
        "object_id": draft.pk,
        "app_name": "website",
        "action_type": "delete",
        "locale_id": draft.locale_id,
    }
    rows = {f"record_{table.name}": {"pk": row.pk} for table in all_tables() if (row := table.rows().first())}
    rows["appointments"] = {
        "pk": Appointment.objects.get(user__email=CONTACT_OF_XBR, office__key="liaison-officer").pk
    }
    return doors(values, rows)


def test_every_address_is_walked(all_doors):
    walked, left = all_doors
    assert len(walked) > 250
    assert [name for name in left if name.startswith(("record_", "wagtailadmin_pages", "appointments"))] == []


@pytest.mark.parametrize("email", [None, STRANGER, NO_LONGER])
def test_who_holds_nothing_comes_in_nowhere(all_doors, client, email):
    browser = client if email is None else signed_in(email)
    wrong = {}
    for door in all_doors[0]:
        answer = browser.get(door.path)
        is_led_out = answer.status_code == 302 and answer.headers["Location"].startswith(WAYS_OUT)
        if not (is_led_out or answer.status_code in REFUSED or door.name in OPEN):
            wrong[door.name] = (answer.status_code, answer.headers.get("Location"))
    assert wrong == {}


def what_is_seen(browser, walked) -> tuple[dict, dict]:
    """Status of every door, and of those behind which the draft is named."""
    answers, seen = {}, {}
    for door in walked:
        answer = browser.get(door.path)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        answers[door.name] = answer.status_code
        if SECRET.encode() in body or b"ferry-quarrel" in body:
            seen[door.name] = answer.status_code
    return answers, seen


@pytest.mark.parametrize("email", [CONTACT_OF_XAL, CHAIR_OF_XAL])
def test_a_contact_point_sees_no_record_forms_and_nothing_of_another_states_draft(all_doors, email):
    answers, seen = what_is_seen(signed_in(email), all_doors[0])
    closed = {name: status for name, status in answers.items() if name.startswith(OF_THE_SECRETARIAT)}
    assert seen == {}
    assert len(closed) > 120
    assert set(closed.values()) == {403}


def test_the_walk_would_notice(all_doors):
    _answers, seen = what_is_seen(signed_in(CONTACT_OF_XBR), all_doors[0])
    assert {"wagtailadmin_pages:edit", "wagtailadmin_pages:history", "wagtailadmin_explore"} <= set(seen)


@pytest.mark.parametrize(
    "path",
    [
        "/cms/choose-page/search/?q=Ferry",
        "/cms/choose-page/search/?q=ferry-quarrel",
        "/cms/pages/search/?q=Ferry",
        "/cms/api/main/pages/?search=Ferry",
        "/cms/api/main/pages/?type=website.ArticlePage",
        "/cms/pages/{desk}/",
        "/cms/choose-page/{desk}/",
        "/cms/reports/site-history/",
        "/cms/reports/workflow/",
        "/cms/reports/workflow_tasks/",
    ],
)
def test_no_search_chooser_or_report_names_another_states_draft(draft, path):
    path = path.format(desk=draft.get_parent().pk)
    assert SECRET not in signed_in(CONTACT_OF_XAL).get(path).content.decode()
    assert SECRET in signed_in(SECRETARIAT).get(path).content.decode()


@pytest.mark.parametrize("email", [CONTACT_OF_XAL, CHAIR_OF_XAL])
def test_nothing_that_a_contact_point_sends_changes_another_states_draft(all_doors, draft, email):
    browser = signed_in(email)
    browser.raise_request_exception = False  # Wagtail's link forms fail on an empty form
    own = {"wagtailadmin_account"}
    before = (state_of(draft), Page.objects.count(), AuditEvent.objects.count(), Appointment.objects.count())
    for door in all_doors[0]:
        if door.name not in own:
            browser.post(door.path, {"title": "Taken over", "next": "/"})
    after = (state_of(draft), Page.objects.count(), AuditEvent.objects.count(), Appointment.objects.count())
    assert after == before


def state_of(draft):
    page = ArticlePage.objects.get(pk=draft.pk)
    return page.title, page.live, page.locked, page.latest_revision_id, page.current_workflow_state.status


@pytest.mark.parametrize("action", ["delete", "move", "publish", "unpublish"])
def test_bulk_actions_are_closed_to_contact_points(draft, action):
    path = f"/cms/bulk/wagtailcore/page/{action}/?id={draft.pk}"
    answer = signed_in(CONTACT_OF_XAL).get(path)
    assert answer.status_code in REFUSED


def test_the_secretariat_opens_every_list_form_history_and_report(all_doors):
    browser, wrong = signed_in(SECRETARIAT), {}
    for door in all_doors[0]:
        if door.name.startswith(OF_THE_SECRETARIAT[:4]):
            answer = browser.get(door.path)
            if answer.status_code != 200:
                wrong[door.name] = answer.status_code
    assert wrong == {}


def test_the_secretariat_is_no_superuser(demo):
    assert not User.objects.filter(is_superuser=True).exists()


def test_the_own_draft_is_seen_and_edited(draft):
    browser = signed_in(CONTACT_OF_XBR)
    assert SECRET in browser.get(f"/cms/pages/{draft.get_parent().pk}/").content.decode()
    # It is with the secretariat: to be read, not changed.
    assert browser.get(f"/cms/pages/{draft.pk}/edit/").status_code == 200


def test_an_alternate_of_the_same_state_shares_its_desk(site):
    desk = StateDesk.objects.get(state__key="XAL", locale__language_code="en")
    for email in (CONTACT_OF_XAL, "mara.quist@lake.example.org"):
        assert signed_in(email).get(f"/cms/pages/{desk.pk}/").status_code == 200


def test_who_writes_for_a_state_cannot_publish(draft):
    brune = User.objects.get(email=CONTACT_OF_XBR)
    may = draft.permissions_for_user(brune)
    assert (may.can_add_subpage(), may.can_publish(), may.can_unpublish()) == (False, False, False)


def test_the_secretariat_approves_and_the_public_reads_it(draft, client):
    assert client.get("/en/news/ferry-quarrel").status_code == 404
    ines = User.objects.get(email=SECRETARIAT)
    draft.current_workflow_task_state.approve(user=ines)
    answer = client.get("/en/news/ferry-quarrel")
    assert answer.status_code == 200
    assert SECRET in answer.content.decode()
    assert SECRET in client.get("/en/news").content.decode()
    assert client.get("/fr/news/ferry-quarrel")["Location"] == "/en/news/ferry-quarrel"


def test_a_contact_point_writes_and_sends_to_review_in_the_editor(site):
    desk = StateDesk.objects.get(state__key="XAL", locale__language_code="en")
    browser = signed_in(CONTACT_OF_XAL)
    sent = {
        "title": "A ferry for Alderland",
        "slug": "a-ferry",
        "date": "2026-11-01",
        "intro": "In short.",
        "body-count": "1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "quote",
        "body-0-id": "",
        "body-0-value-words": "Steady as she goes.",
        "body-0-value-by": "",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "action-submit": "1",
    }
    answer = browser.post(f"/cms/pages/add/website/articlepage/{desk.pk}/", sent)
    assert answer.status_code == 302
    page = ArticlePage.objects.get(slug="a-ferry")
    assert (page.live, page.owner.email, page.current_workflow_task.name) == (
        False,
        CONTACT_OF_XAL,
        "Review by the secretariat",
    )
    shown = signed_in(SECRETARIAT).get("/cms/").content.decode()
    assert "A ferry for Alderland" in shown
