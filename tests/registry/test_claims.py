"""Claims may contradict; that is their purpose. They are added or superseded, never edited."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from convene.accounts.models import AuditEvent
from convene.core.text import Text
from convene.registry import operations
from convene.registry.models import Claim, Source, State
from convene.registry.queries import citations_of


@pytest.fixture
def two_claims(db):
    site = Source.objects.create(key="A1", title="About us")
    study = Source.objects.create(key="B2", title="A study")
    return [
        Claim.objects.create(
            key=f"states-{source.key}",
            subject="dialogue/lake#participants-count",
            value=Text.of(en=number),
            source=source,
            recorded_on=date(2026, 11, 22),
        )
        for source, number in ((site, "47"), (study, "50"))
    ]


def test_two_sources_may_say_two_things_of_one_subject(two_claims):
    said = {
        claim.source.key: str(claim.value)
        for claim in Claim.objects.filter(subject__startswith="dialogue/lake#")
    }
    assert said == {"A1": "47", "B2": "50"}


def test_a_claim_is_not_edited(two_claims):
    with pytest.raises(operations.ClaimsAreNotEdited) as refusal:
        operations.correct(two_claims[0], {"value": Text.of(en="48")})
    assert refusal.value.next_step == "Add a claim and mark this one as superseded by it."
    assert str(Claim.objects.get(key="states-A1").value) == "47"


def test_a_claim_is_superseded_once_and_both_stay(two_claims):
    older, newer = two_claims
    operations.supersede(older, newer)
    assert Claim.objects.get(key="states-A1").superseded_by == newer
    with pytest.raises(operations.ClaimIsAlreadySuperseded):
        operations.supersede(older, newer)
    with pytest.raises(ValidationError):
        operations.supersede(newer, newer)


def test_a_claim_is_never_removed(two_claims):
    with pytest.raises(operations.ClaimsAreNotEdited):
        operations.remove(two_claims[0])


def test_an_edit_is_one_audit_entry_with_before_and_after_and_one_version_more(two_claims):
    from convene.accounts.record_version import current

    state = operations.add(State(key="XAA", note=Text.of(en="By the lake")), {"sources": "A1:page 3; B2"})
    before = current()
    operations.correct(state, {"note": Text.of(en="On the lake"), "alpha2": ""}, note="a slip")
    event = AuditEvent.objects.latest("at")
    assert (event.verb, event.address, event.before, event.after, event.note) == (
        "corrected",
        "state/XAA",
        {"note": {"en": "By the lake"}},
        {"note": {"en": "On the lake"}},
        "a slip",
    )
    assert current() >= before
    assert AuditEvent.objects.filter(address="state/XAA").count() == 2


def test_nothing_changed_writes_nothing(two_claims):
    state = operations.add(State(key="XAA"), {"sources": "A1"})
    events = AuditEvent.objects.count()
    operations.correct(state, {"sources": "A1", "alpha2": ""})
    assert AuditEvent.objects.count() == events


def test_an_unknown_source_is_refused_by_name_and_the_old_citations_stay(two_claims, reader):
    state = operations.add(State(key="XAA"), {"sources": "A1:page 3"})
    with pytest.raises(ValidationError, match="No such source: Z9"):
        operations.correct(state, {"sources": "A1; Z9"})
    cited = citations_of(["state/XAA"], reader())["state/XAA"]
    assert [(one.source_key, one.place) for one in cited] == [("A1", "page 3")]
