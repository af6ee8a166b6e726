"""
The doors of the back office that stand open to contact points and the chair; all others are the secretariat's.

An allow-list, so that a page which another version of Wagtail brings is closed until somebody opens it here.
Behind an open door Wagtail asks `page_policy` too.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.permissions import policy_registry

from convene.registry.rules import may_edit_registry, may_enter_back_office
from convene.registry.standing_backend import viewer_in_back_office

CMS = "/cms/"
# For everybody who signs in, whatever they may do afterwards.
ALWAYS = frozenset(
    {
        "wagtailadmin_login",
        "wagtailadmin_logout",
        "wagtailadmin_javascript_catalog",
        "wagtailadmin_password_reset",
    }
)
WAYS_IN = "convene.accounts."  # our own views that lead to sign-in; Wagtail's stand behind them
HALL = frozenset(
    {
        "wagtailadmin_home",
        "wagtailadmin_account",
        "wagtailadmin_dismissibles",
        "wagtailadmin_sprite",
        "wagtailadmin_explore_root",
        "wagtailadmin_block_preview",
        "wagtailadmin_choose_page",
        "wagtailadmin_choose_page_search",
        "wagtailadmin_choose_page_external_link",
        "wagtailadmin_choose_page_email_link",
        "wagtailadmin_choose_page_phone_link",
        "wagtailadmin_choose_page_anchor_link",
        "wagtailadmin_pages:search",
        "wagtailadmin_pages:search_results",
        "wagtailadmin_api:pages:listing",
    }
)
# On the way to the own desk: lists of what stands below a page.
ON_THE_WAY = frozenset(
    {
        "wagtailadmin_explore",
        "wagtailadmin_explore_results",
        "wagtailadmin_choose_page_child",
        "wagtailadmin_api:pages:detail",
    }
)
AT_THE_DESK = frozenset(
    f"wagtailadmin_pages:{name}"
    for name in (
        "add",
        "preview_on_add",
        "edit",
        "preview_on_edit",
        "view_draft",
        "add_subpage",
        "delete",
        "workflow_action",
        "collect_workflow_action_data",
        "confirm_workflow_cancellation",
        "workflow_history",
        "workflow_history_detail",
        "revisions_index",
        "revisions_view",
        "revisions_revert",
        "revisions_compare",
        "history",
        "history_results",
    )
)
OF_A_PAGE = ("page_id", "parent_page_id", "pk")


class BackOfficeDoors:
    """Middleware. Lets the secretariat pass; shows others only what is theirs."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> None:
        if not request.path.startswith(CMS) or not request.user.is_authenticated:
            return  # a stranger is led to sign in by Wagtail
        name = request.resolver_match.view_name
        if name in ALWAYS or name.startswith(WAYS_IN) or request.user.is_superuser:
            return
        viewer = viewer_in_back_office(request.user)
        if may_edit_registry(viewer):
            return
        if not may_enter_back_office(viewer):  # whatever a group or a flag may say
            raise PermissionDenied(_("Your account has no access to the back office."))
        if name in HALL or request.path == f"{CMS}account/":
            return
        page = _page_of(kwargs)
        policy = policy_registry.get_by_type(Page)
        if name in AT_THE_DESK:
            allowed = policy.instances_user_has_any_permission_for(request.user, {"add", "change"})
        elif name in ON_THE_WAY:
            allowed = policy.explorable_instances(request.user)
        else:
            raise PermissionDenied
        if page is None or not allowed.filter(pk=page).exists():
            raise Http404  # whether there is such a page is nobody else's business


def _page_of(kwargs: dict) -> int | None:
    return next((kwargs[name] for name in OF_A_PAGE if name in kwargs), None)
