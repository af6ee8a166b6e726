"""
What a person may do in the back office, told from offices held today: never from flags or groups.

Django and Wagtail ask `user.has_perm(...)`; this backend answers from `standing_of`.
"""

from __future__ import annotations

from django.contrib.auth.backends import BaseBackend
from django.utils.translation import get_language

from convene.core.viewer import Viewer
from convene.registry.queries.reference import reference
from convene.registry.queries.standing import standing_of
from convene.registry.rules import may_edit_registry, may_enter_back_office
from convene.registry.viewing import today_in

ENTER = "wagtailadmin.access_admin"
# What the secretariat keeps: the record, its editorial pages, and who may sign in.
RECORD_PARTS = frozenset({"registry", "repository", "dialogue", "plan", "observatory", "website"})
ACCOUNTS = frozenset({"accounts.add_user", "accounts.change_user", "accounts.view_user"})
_HELD = "_convene_viewer"


def viewer_in_back_office(person) -> Viewer:
    """
    The person as a viewer of today, reading in the language of the back office.

    Standing is asked once for a person's object, which lives as long as one request.
    """
    known = reference()
    spoken = (get_language() or "").partition("-")[0]
    language = spoken if spoken in known.languages else known.source_language
    held = getattr(person, _HELD, None)
    if held is None:
        today = today_in(known)
        held = Viewer(today, today, language, person, standing_of(person, on=today))
        setattr(person, _HELD, held)
    return (
        held if held.language == language else Viewer(held.day, held.today, language, person, held.standing)
    )


class StandingBackend(BaseBackend):
    """Signs nobody in; says what those who are signed in may do."""

    def has_perm(self, user_obj, perm: str, obj=None) -> bool:
        if not user_obj.is_active or user_obj.is_anonymous:
            return False
        if perm == ENTER:
            return may_enter_back_office(viewer_in_back_office(user_obj))
        if perm.partition(".")[0] in RECORD_PARTS or perm in ACCOUNTS:
            return may_edit_registry(viewer_in_back_office(user_obj))
        return False

    def has_module_perms(self, user_obj, app_label: str) -> bool:
        if not user_obj.is_active or user_obj.is_anonymous or app_label not in {*RECORD_PARTS, "accounts"}:
            return False
        return may_edit_registry(viewer_in_back_office(user_obj))
