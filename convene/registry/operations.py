"""
Changes to the record. Each is one verb, one transaction, one audit entry, and bumps the record version.

The back office, the API and scripts call these; nothing else writes a public row (a pack loads by
`packs.loading`, which writes one entry for the whole load).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from convene.accounts.audit import record_event
from convene.accounts.record_version import touched_public
from convene.core.failures import Failure
from convene.core.fields import MultilingualField
from convene.core.forms import merge_edited
from convene.core.text import Text, control_character
from convene.registry.citing import cite, cited_text, ground, ground_text
from convene.registry.models import Claim
from convene.search.operations import mark


class ClaimsAreNotEdited(Failure):
    def __init__(self, claim: Claim) -> None:
        super().__init__(
            f"claim {claim.key}",
            "a claim says what a source said on the day it was recorded; it is not edited",
            "Add a claim and mark this one as superseded by it.",
        )


class ClaimIsAlreadySuperseded(Failure):
    def __init__(self, claim: Claim) -> None:
        super().__init__(
            f"claim {claim.key}",
            f"it is already superseded by {claim.superseded_by.key}",
            "Supersede the newest claim of the chain.",
        )


_NOT_COLUMNS = {"sources", "claims"}


def plain_value(row: models.Model, attribute: str) -> Any:
    """Return an attribute as the audit trail keeps it: text, numbers, lists of keys."""
    field = row._meta.get_field(attribute)
    if field.many_to_many:
        return [str(getattr(one, "key", one)) for one in getattr(row, attribute).all()] if row.pk else []
    value = getattr(row, attribute)
    if isinstance(value, Text):
        return value.plain()
    if isinstance(value, models.Model):
        return getattr(value, "address", str(value))
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, models.fields.files.FieldFile):
        return value.name
    return value


def label_of(row: models.Model) -> str:
    for attribute in ("title", "name", "subject", "short"):
        value = getattr(row, attribute, None)
        if value:
            return str(value)
    return str(row)


def _snapshot(row: models.Model, attributes) -> dict[str, Any]:
    plain = {name: plain_value(row, name) for name in attributes if name not in _NOT_COLUMNS}
    if "sources" in attributes:
        plain["sources"] = cited_text(row.address)
    if "claims" in attributes and not hasattr(type(row), "claims"):
        plain["claims"] = ground_text(row.address)
    return plain


@transaction.atomic
def correct(row: models.Model, changes: Mapping[str, Any], *, by=None, note: str = "") -> models.Model:
    """
    Change attributes of a row of the record and return it.

    `changes` is attribute -> new value: a Text, a plain value, a list for several, and for `sources`
    and `claims` the text of a pack's cell ("S003:L28; P02"). Translations that the editor did not touch
    turn stale when their source changed. Raises ValidationError, and ClaimsAreNotEdited for claims
    (whose visibility alone may be decided anew). Nothing is written where nothing changes.
    """
    if isinstance(row, Claim) and set(changes) - {"visibility", "superseded_by"}:
        raise ClaimsAreNotEdited(row)
    before = _snapshot(row, changes)
    several: dict[str, list] = {}
    for name, value in changes.items():
        if name in _NOT_COLUMNS and (name == "sources" or not hasattr(type(row), name)):
            continue
        field = row._meta.get_field(name)
        if field.many_to_many:
            several[name] = list(value)
        elif isinstance(field, MultilingualField):
            setattr(row, name, merge_edited(getattr(row, name), value))
        else:
            setattr(row, name, value)
    _save(row, several, changes)
    after = _snapshot(row, changes)
    changed = [name for name in after if after[name] != before.get(name)]
    if changed:
        record_event(
            "corrected",
            row.address,
            label_of(row),
            by=by,
            before={name: before.get(name) for name in changed},
            after={name: after[name] for name in changed},
            note=note,
        )
        _published(row)
    return row


@transaction.atomic
def add(
    row: models.Model, several: Mapping[str, Any] | None = None, *, by=None, note: str = ""
) -> models.Model:
    """Add a new, unsaved row of the record, with its several-valued attributes, sources and claims."""
    several = dict(several or {})
    _save(row, {k: list(v) for k, v in several.items() if k not in _NOT_COLUMNS}, several)
    names = [field.name for field in row._meta.fields if field.name != "id"] + list(several)
    record_event("added", row.address, label_of(row), by=by, after=_snapshot(row, names), note=note)
    _published(row)
    return row


@transaction.atomic
def remove(row: models.Model, *, by=None, note: str = "") -> None:
    """Remove a row. Its last state stays in the audit trail. Raises ProtectedError where others rest on it."""
    from convene.registry.models import Citation, Ground

    if isinstance(row, Claim):
        raise ClaimsAreNotEdited(row)
    address, label = row.address, label_of(row)
    names = [field.name for field in row._meta.fields if field.name != "id"]
    before = _snapshot(row, [*names, "sources"])
    row.delete()
    Citation.objects.filter(address=address).delete()
    Ground.objects.filter(address=address).delete()
    record_event("removed", address, label, by=by, before=before, note=note)
    mark(address)
    touched_public()


@transaction.atomic
def supersede(claim: Claim, by_claim: Claim, *, by=None, note: str = "") -> Claim:
    """Mark `claim` as superseded by the newer `by_claim`. Both stay in the record."""
    if claim.superseded_by_id:
        raise ClaimIsAlreadySuperseded(claim)
    if claim.pk == by_claim.pk or by_claim.superseded_by_id == claim.pk:
        raise ValidationError({"superseded_by": "A claim cannot supersede itself."})
    return correct(claim, {"superseded_by": by_claim}, by=by, note=note)


def _save(row: models.Model, several: Mapping[str, list], changes: Mapping[str, Any]) -> None:
    row.full_clean()
    _refuse_control_characters(row)
    row.save()
    for name, values in several.items():
        getattr(row, name).set(values)
    if "sources" in changes:
        cite(row.address, changes["sources"])
    if "claims" in changes and "claims" not in several:
        ground(row.address, changes["claims"])


def _refuse_control_characters(row: models.Model) -> None:
    """What was pasted along unseen would break every feed, calendar and Word document that shows the row."""
    troubles = {}
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        words = (
            value.plain().values() if isinstance(value, Text) else [value] if isinstance(value, str) else []
        )
        if found := next(filter(None, map(control_character, words)), ""):
            troubles[field.name] = _(
                "There is an invisible control character in it (%(code)s). Type it anew."
            ) % {"code": found}
    if troubles:
        raise ValidationError(troubles)


def _published(row: models.Model) -> None:
    mark(row.address)
    touched_public()
