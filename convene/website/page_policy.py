"""
Who may do what with editorial pages: told from offices held today, never from groups.

The secretariat writes and publishes everywhere. A contact point writes at the desks of its own state and
sees nothing else of the tree but the way there. Wagtail asks this policy in its explorer, choosers, search,
reports, previews and revisions; `cms_doors` stands before all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace

from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from convene.registry.rules import may_edit_registry
from convene.registry.standing_backend import viewer_in_back_office
from convene.website.models import StateDesk

EVERYTHING = ("add", "change", "publish", "bulk_delete", "lock", "unlock", "view")
WRITING = ("add", "change")


@dataclass(frozen=True)
class Granted:
    """What Wagtail otherwise reads from a row of GroupPagePermission."""

    page: Page
    permission: SimpleNamespace

    @property
    def page_id(self) -> int:
        return self.page.pk


class StandingPagePolicy(PagePermissionPolicy):
    def get_all_permissions_for_user(self, user) -> list[Granted]:
        if not user.is_active or user.is_anonymous:
            return []
        viewer = viewer_in_back_office(user)
        if may_edit_registry(viewer):
            root = Page.objects.filter(depth=1).first()
            return _granted(root, EVERYTHING) if root else []
        desks = StateDesk.objects.filter(state__key__in=viewer.standing.states)
        return [one for desk in desks for one in _granted(desk, WRITING)]

    def explorable_instances(self, user):
        if not user.is_superuser and not self.get_cached_permissions_for_user(user):
            return self.model._default_manager.none()
        return super().explorable_instances(user)


def _granted(page: Page, actions: tuple[str, ...]) -> list[Granted]:
    return [Granted(page, SimpleNamespace(codename=f"{action}_page")) for action in actions]
