"""The first page of the back office: for the secretariat what is to be done, for a contact point where to write."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component
from wagtail.models import TaskState

from convene.accounts.models import AuditEvent
from convene.core.text import TranslationState
from convene.core.visibility import Visibility
from convene.registry.cms.history import verb_name
from convene.registry.cms.labels import label_of
from convene.registry.models import Difference, Gap
from convene.registry.queries.reference import reference
from convene.registry.standing_backend import viewer_in_back_office
from convene.registry.translations import counted
from convene.website.models import StateDesk, is_reviewer

LATEST = 8


class ToDo(Component):
    name = "to_do"
    template_name = "website/cms/to_do.html"
    order = 10

    def get_context_data(self, parent_context) -> dict[str, Any]:
        user = parent_context["request"].user
        viewer = viewer_in_back_office(user)
        if not is_reviewer(user):
            desks = StateDesk.objects.filter(state__key__in=viewer.standing.states).select_related(
                "state", "locale"
            )
            return {"desks": [(desk, label_of(desk.state, viewer)) for desk in desks]}
        latest = AuditEvent.objects.exclude(address__startswith="person/")[:LATEST]
        return {
            "tasks": tasks(),
            "latest": [(event, verb_name(event)) for event in latest],
            "is_secretariat": True,
        }


def tasks() -> list[tuple[int, Any, str]]:
    """(how many, what, where) of what waits for the secretariat."""
    states: dict[str, int] = {}
    for by_language in counted(reference().languages).values():
        for counts in by_language.values():
            for state, number in counts.items():
                states[state] = states.get(state, 0) + number
    debt = reverse("translation_debt")
    differences, gaps = reverse("record_differences:index"), reverse("record_gaps:index")
    waiting = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).count()
    internal = Difference.objects.filter(visibility=Visibility.SECRETARIAT).count()
    return [
        (states.get(TranslationState.MISSING, 0), _("texts without translation"), f"{debt}?state=missing"),
        (
            states.get(TranslationState.STALE, 0),
            _("translations older than their source"),
            f"{debt}?state=stale",
        ),
        (
            states.get(TranslationState.UNREVIEWED, 0) + states.get(TranslationState.MACHINE, 0),
            _("translations nobody has confirmed"),
            debt,
        ),
        (waiting, _("drafts wait for review"), reverse("wagtailadmin_reports:workflow_tasks")),
        (
            internal,
            _("differences between sources kept internal"),
            f"{differences}?visibility={Visibility.SECRETARIAT}",
        ),
        (Gap.objects.count(), _("known gaps"), gaps),
    ]
