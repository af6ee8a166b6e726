"""What the back office shows: the tables of the record in groups, reports, our look. Read by Wagtail at start."""

from __future__ import annotations

from copy import copy

from django.db.models import Q
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.model import ModelViewSetGroup
from wagtail.models import Page
from wagtail.permissions import policy_registry

from convene.core.tables import table_named
from convene.registry.cms.appointments import AppointmentViewSet
from convene.registry.cms.debt import TranslationDebt
from convene.registry.cms.history import EditLog
from convene.registry.cms.viewsets import viewset_for
from convene.registry.rules import may_edit_registry, may_enter_back_office
from convene.registry.standing_backend import viewer_in_back_office
from convene.website.cms_dashboard import ToDo
from convene.website.cms_groups import GROUPS, ungrouped
from convene.website.models import is_reviewer

FIRST_ORDER = 110  # after Wagtail's "Pages"


class RecordGroup(ModelViewSetGroup):
    """A group of the menu, with the pages of its tables."""

    def __init__(self, key: str, label, icon: str, items, order: int) -> None:
        self.items, self.menu_label, self.menu_icon = items, label, icon
        self.menu_name, self.menu_order = f"record-{key}", order
        super().__init__()


@hooks.register("register_admin_viewset")
def tables_of_the_record():
    groups = [*GROUPS]
    if others := ungrouped():
        groups.append(("other", _("Other"), "list-ul", tuple(others)))
    made = [
        RecordGroup(
            key,
            label,
            icon,
            [viewset_for(table_named(name), icon=icon) for name in names],
            FIRST_ORDER + 10 * position,
        )
        for position, (key, label, icon, names) in enumerate(groups)
    ]
    people = RecordGroup(
        "people", _("People"), "user", [AppointmentViewSet()], FIRST_ORDER + 10 * len(groups)
    )
    return [*made, people]


class SecretariatItem(MenuItem):
    def is_shown(self, request) -> bool:
        return request.user.is_superuser or may_edit_registry(viewer_in_back_office(request.user))


class DeskItem(MenuItem):
    """To the desk, where profiles and factsheets are worked on, in the person's language."""

    def is_shown(self, request) -> bool:
        return may_enter_back_office(viewer_in_back_office(request.user))

    def render_component(self, request):
        there = copy(self)
        there.url = f"/{viewer_in_back_office(request.user).language}/desk"
        return super(DeskItem, there).render_component(request)


@hooks.register("register_admin_menu_item")
def desk_item():
    return DeskItem(_("Your desk"), "", name="desk", icon_name="clipboard-list", order=FIRST_ORDER - 5)


@hooks.register("register_admin_urls")
def addresses():
    return [
        path("reports/translation-debt/", TranslationDebt.as_view(), name="translation_debt"),
        path("reports/edit-log/", EditLog.as_view(), name="edit_log"),
        path("reports/edit-log/results/", EditLog.as_view(results_only=True), name="edit_log_results"),
    ]


@hooks.register("register_reports_menu_item")
def translation_debt_item():
    return SecretariatItem(_("Translation debt"), reverse("translation_debt"), icon_name="globe", order=10)


@hooks.register("register_reports_menu_item")
def edit_log_item():
    return SecretariatItem(_("Edit log"), reverse("edit_log"), icon_name="history", order=20)


@hooks.register("construct_page_chooser_queryset")
def only_pages_one_may_know(pages, request):
    """Wagtail's choosers show every page; here only what is published, and what the person may edit or pass by."""
    if is_reviewer(request.user):
        return pages
    known = policy_registry.get_by_type(Page).explorable_instances(request.user)
    return pages.filter(Q(live=True) | Q(pk__in=known.values("pk")))


# What the secretariat has no use for: pictures and files of Wagtail, snippets, groups, hints for developers.
UNUSED = {
    "help",
    "documents",
    "images",
    "snippets",
    "sites",
    "groups",
    "redirects",
    "workflows",
    "workflow-tasks",
}


@hooks.register("construct_main_menu")
@hooks.register("construct_settings_menu")
def without_what_is_not_used(request, items) -> None:
    items[:] = [item for item in items if item.name not in UNUSED]


@hooks.register("construct_reports_menu")
def only_reports_of_the_secretariat(request, items) -> None:
    if not is_reviewer(request.user):
        items[:] = []


@hooks.register("construct_homepage_summary_items")
def no_counts_of_what_is_not_seen(request, items) -> None:
    items[:] = []


@hooks.register("construct_homepage_panels")
def what_is_to_be_done(request, panels) -> None:
    panels.insert(0, ToDo())


@hooks.register("insert_global_admin_css")
def our_look() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("website/cms.css"))
