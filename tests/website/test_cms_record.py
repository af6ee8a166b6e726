"""The secretariat corrects the record: one form for each table, every change on record, every page at once."""

import csv
import io

import pytest
from django.urls import reverse

from convene.accounts.models import AuditEvent
from convene.core.tables import all_tables, table_named
from convene.core.text import TranslationState
from convene.dialogue.models import Meeting
from convene.registry.citing import cited_text
from convene.registry.models import Claim, Designation, Difference, Office, Term
from convene.registry.queries.reference import forget
from convene.website.cms_groups import GROUPS, ungrouped
from tests.website.back_office import SECRETARIAT, signed_in


@pytest.fixture
def ines(demo):
    return signed_in(SECRETARIAT)


def filled_form(browser, path) -> dict:
    """What a browser would send if nothing were changed."""
    form = browser.get(path).context["form"]
    sent = {}
    for bound in form:
        widget, value = bound.field.widget, bound.value()
        if hasattr(widget, "languages"):
            plain = widget.decompress(value) if not isinstance(value, list) else value
            sent.update(
                {
                    f"{bound.html_name}_{lang}": text
                    for lang, text in zip(widget.languages, plain, strict=True)
                }
            )
        elif isinstance(value, bool):
            sent.update({bound.html_name: "on"} if value else {})
        elif value is not None:
            chosen = [getattr(one, "pk", one) for one in value] if isinstance(value, list) else value
            sent[bound.html_name] = chosen
    return sent


def edit(table: str, row) -> str:
    return reverse(f"record_{table}:edit", args=[row.pk])


def test_every_table_of_the_record_is_in_a_group_that_the_secretariat_knows():
    grouped = [name for _key, _label, _icon, names in GROUPS for name in names]
    assert sorted(grouped) == sorted(table.name for table in all_tables() if table.in_back_office)
    assert ungrouped() == []


def test_a_corrected_title_is_on_the_public_page_at_once(ines, client):
    meeting = Meeting.objects.filter(visibility="public").first()
    sent = filled_form(ines, edit("meetings", meeting)) | {"title_fr": "Une réunion bien nommée"}
    answer = ines.post(edit("meetings", meeting), sent)
    assert answer.status_code == 302, answer.context["form"].errors
    assert "Une réunion bien nommée" in client.get(f"/fr/meeting/{meeting.key}").content.decode()


def test_a_correction_says_who_when_what_and_both_values(ines):
    meeting = Meeting.objects.filter(visibility="public").first()
    before = meeting.title.plain()
    sent = filled_form(ines, edit("meetings", meeting)) | {"title_fr": "Autre titre"}
    ines.post(edit("meetings", meeting), sent)
    event = AuditEvent.objects.first()
    assert (event.by_label, event.verb, event.address) == ("Ines Calder", "corrected", meeting.address)
    assert event.before == {"title": before}
    assert event.after == {"title": before | {"fr": "Autre titre"}}
    assert "Autre titre" in ines.get(reverse("edit_log")).content.decode()
    assert "Autre titre" in ines.get(edit("meetings", meeting)).content.decode()


def test_saving_without_a_change_records_nothing(ines):
    recorded = AuditEvent.objects.count()
    for table in all_tables():
        row = table.rows().first()
        if row is not None and table.in_back_office and table.name != "claims":
            answer = ines.post(edit(table.name, row), filled_form(ines, edit(table.name, row)))
            assert answer.status_code == 302, (table.name, answer.context["form"].errors)
    assert list(AuditEvent.objects.values_list("verb", "address"))[: -recorded or None] == []


def test_a_changed_source_text_makes_the_translation_stale(ines):
    meeting = Meeting.objects.filter(visibility="public").first()
    sent = filled_form(ines, edit("meetings", meeting)) | {"title_en": "Another title in English"}
    ines.post(edit("meetings", meeting), sent)
    meeting.refresh_from_db()
    assert meeting.title.state("fr") == TranslationState.STALE


def test_a_translation_is_confirmed_in_the_form_by_name(ines):
    meeting = Meeting.objects.filter(visibility="public").first()
    sent = filled_form(ines, edit("meetings", meeting)) | {"title-reviewed-fr": "on"}
    ines.post(edit("meetings", meeting), sent)
    meeting.refresh_from_db()
    event = AuditEvent.objects.first()
    assert meeting.title.state("fr") == TranslationState.REVIEWED
    assert (event.by_label, event.verb) == ("Ines Calder", "reviewed translation")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"sources": "Z99:L1"}, "The record has no source Z99."),
        ({"sources": ""}, "This field is required."),
        ({"claims": "nobody-said-so"}, "The record has no claim nobody-said-so."),
        ({"told": "spring"}, "“spring” is not a day, a month, a year or a range of them."),
        ({"starts_on": "2024-02-30"}, "Enter a valid date."),
        ({"starts_on": "2024-05-02", "last_day": "2024-05-01"}, "The last day cannot lie before the first."),
        ({"title_en": "", "title_fr": ""}, "This field is required."),
    ],
)
def test_what_is_wrong_is_said_in_plain_words_and_nothing_is_saved(ines, changes, said):
    meeting = Meeting.objects.filter(visibility="public").first()
    recorded = AuditEvent.objects.count()
    answer = ines.post(edit("meetings", meeting), filled_form(ines, edit("meetings", meeting)) | changes)
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert AuditEvent.objects.count() == recorded


def test_a_second_holder_of_an_office_with_one_seat_is_refused(ines):
    term = Term.objects.filter(office__key="ferry-group-chair").first()
    sent = filled_form(ines, edit("terms", term))
    sent |= {"key": "ferry-chair-twice", "reason_en": "", "claims": ""}
    recorded = AuditEvent.objects.count()
    assert Office.objects.get(key="ferry-group-chair").seats == 1
    answer = ines.post(reverse("record_terms:add"), sent)
    assert answer.status_code == 200
    assert "ferry-group-chair has one seat" in answer.content.decode()
    assert not Term.objects.filter(key="ferry-chair-twice").exists()
    assert AuditEvent.objects.count() == recorded


def test_a_row_is_added_with_its_sources(ines):
    source = table_named("sources").rows().first()
    sent = {"key": "shore-group", "name_en": "Shore group", "name_fr": "Groupe du rivage", "position": "3"}
    answer = ines.post(reverse("record_groups:add"), sent | {"sources": f"{source.key}:Article 2"})
    assert answer.status_code == 302, answer.context["form"].errors
    assert cited_text("group/shore-group") == f"{source.key}:Article 2"
    assert AuditEvent.objects.first().verb == "added"


def test_what_others_rest_on_is_not_removed(ines):
    office = Term.objects.first().office
    answer = ines.post(reverse("record_offices:delete", args=[office.pk]))
    assert answer.status_code == 409
    assert "It cannot be removed" in answer.content.decode()
    assert Office.objects.filter(pk=office.pk).exists()


def test_what_nothing_rests_on_is_removed_and_its_last_state_kept(ines):
    link = table_named("links").rows().first()
    assert ines.post(reverse("record_links:delete", args=[link.pk])).status_code == 302
    event = AuditEvent.objects.first()
    assert (event.verb, event.address, event.before["start"]) == ("removed", link.address, link.start)


def test_a_claim_cannot_be_edited_only_shown_or_kept_internal(ines):
    claim = (
        Claim.objects.filter(visibility="public", superseded_by=None).exclude(source__kind="press").first()
    )
    said = claim.value
    ines.post(edit("claims", claim), {"value_en": "Something else", "visibility": "secretariat"})
    claim.refresh_from_db()
    assert (claim.value, claim.visibility) == (said, "secretariat")


def test_a_claim_is_superseded_by_a_new_one_and_both_stay(ines):
    old = Claim.objects.filter(visibility="public", superseded_by=None).exclude(source__kind="press").first()
    path = f"{reverse('record_claims:add')}?supersedes={old.key}"
    sent = filled_form(ines, path) | {"key": "c-new", "value_en": "48"}
    answer = ines.post(path, sent)
    assert answer.status_code == 302, answer.context["form"].errors
    old.refresh_from_db()
    new = Claim.objects.get(key="c-new")
    assert (old.superseded_by, str(new.value), new.subject, new.source) == (
        new,
        "48",
        old.subject,
        old.source,
    )


def test_claims_are_never_removed(ines):
    claim = Claim.objects.first()
    assert ines.post(f"/cms/record/claims/delete/{claim.pk}/").status_code == 404


def test_an_editor_decides_who_sees_a_difference(ines, client):
    difference = Difference.objects.filter(visibility="public").first()
    public = f"/en/difference/{difference.key}"
    assert client.get(public).status_code == 200
    sent = filled_form(ines, edit("differences", difference)) | {"visibility": "secretariat"}
    answer = ines.post(edit("differences", difference), sent)
    assert answer.status_code == 302, answer.context["form"].errors
    forget()  # a test is one transaction, in which the record's number rises once
    assert client.get(public).status_code == 404


def test_lists_are_searched_in_every_language_and_by_the_names_of_states(ines):
    designation = Designation.objects.filter(language="fr", actor__key="XBR").first()
    found = ines.get(reverse("record_terms:index"), {"q": designation.short[:5].upper()}).context[
        "object_list"
    ]
    assert {term.holder.key for term in found if term.holder} >= {"XBR"}
    assert {term.holder.key for term in found if term.holder} < set(
        Term.objects.exclude(holder=None).values_list("holder__key", flat=True)
    )


def test_a_list_is_exported_as_a_pack_writes_it(ines):
    answer = ines.get(reverse("record_meetings:index"), {"export": "csv"})
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))
    meeting = Meeting.objects.get(key=rows[0]["key"])
    assert len(rows) == Meeting.objects.count()
    assert rows[0]["title.fr"] == meeting.title.plain().get("fr", "")
    assert rows[0]["sources"] == cited_text(meeting.address)


def test_forms_show_the_dialogues_languages_side_by_side_and_no_other(ines):
    meeting = Meeting.objects.first()
    page = ines.get(edit("meetings", meeting)).content.decode()
    assert page.count('name="title_') == 2
    assert 'lang="fr"' in page
    assert 'lang="ru"' not in page
