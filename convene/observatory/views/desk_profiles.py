"""Profiles at the desk: all of them, one with its steps and versions, a preview, a comparison."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from convene.core.failures import Failure
from convene.core.viewer import Viewer
from convene.observatory.models.profiles import ProfileVersion
from convene.observatory.operations.profiles import begin_profile, begin_version, take_step
from convene.observatory.profile_document import document_of, title_of
from convene.observatory.profile_forms import BeginForm, StepForm
from convene.observatory.profile_rounds import Step, why_not
from convene.observatory.queries.profiles import (
    Standing,
    chain_is_whole,
    changes_of_versions,
    contents_of,
    newest_version,
    profile_at_desk,
    profiles_at_desk,
    version_of,
)
from convene.observatory.rules.profiles import may_take_step
from convene.observatory.views.desk import desk_of
from convene.registry.desk import desk_page
from convene.registry.naming import named, named_one
from convene.registry.queries.names import alphabetical_place
from convene.registry.queries.reference import reference
from convene.registry.silence import Event

# What the buttons say, and whether the step must be confirmed and explained.
ACTIONS = {
    Step.SENT: (gettext_lazy("Send to the secretariat for review"), False, False),
    Step.RETURNED: (gettext_lazy("Return with comments"), False, True),
    Step.ACCEPTED: (gettext_lazy("Accept for formal submission"), False, False),
    Step.SUBMITTED: (gettext_lazy("Submit formally to the state"), True, False),
    Step.ENDORSED: (gettext_lazy("Endorse"), True, False),
    Step.COMMENTED: (gettext_lazy("Comment"), False, True),
    Step.OBJECTED: (gettext_lazy("Object"), True, True),
    Step.PUBLISHED_AS_DRAFT: (gettext_lazy("Publish as a draft"), True, False),
    Step.PUBLISHED_ENDORSED: (gettext_lazy("Publish as endorsed"), True, False),
    Step.WITHDRAWN: (gettext_lazy("Withdraw"), True, True),
}
SURE = {
    Step.SUBMITTED: gettext_lazy(
        "The text goes to the state as it stands, and the three months begin today."
    ),
    Step.OBJECTED: gettext_lazy("I object on behalf of the state."),
    Step.ENDORSED: gettext_lazy("I endorse this text on behalf of the state."),
    Step.PUBLISHED_AS_DRAFT: gettext_lazy("Everybody can read it from now on, marked as a draft."),
    Step.PUBLISHED_ENDORSED: gettext_lazy("Everybody can read it from now on."),
    Step.WITHDRAWN: gettext_lazy("Nothing of it stays published."),
}


@desk_page
def profiles(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The profiles that the person works on, and the form to begin another."""
    actors = reference().actors
    codes = viewer.standing.states
    addresses = [
        address
        for address, actor in actors.items()
        if actor.kind == "state" and (viewer.standing.is_secretariat or actor.key in codes)
    ]
    choices = [(one.code, str(one)) for one in named(addresses, viewer)]
    form = BeginForm(
        request.POST or None,
        states=choices,
        initial={"year": viewer.today.year, "kind": "light", "copy": True},
    )
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            made = begin_profile(asked["state"], asked["kind"], asked["year"], viewer, copy=asked["copy"])
        except (Failure, ValidationError) as refused:
            form.add_error(None, str(refused) if isinstance(refused, Failure) else refused)
        else:
            return HttpResponseRedirect(f"/{viewer.language}/desk/{made.address}")
    rows = [(named_one(one.profile.state.address, viewer), one) for one in profiles_at_desk(viewer)]
    context = {
        "page": desk_of(
            viewer,
            title=_("Migration Profiles at your desk"),
            path="desk/profiles",
            breadcrumbs=[(_("Your desk"), "desk"), (_("Migration Profiles"), None)],
        ),
        "rows": sorted(rows, key=lambda row: (alphabetical_place(row[0].name), -row[1].profile.year)),
        "today": viewer.today,
        "form": form,
    }
    return render(request, "observatory/desk_profiles.html", context, using="jinja2", status=_status(form))


def _status(form) -> int:
    return 422 if form.is_bound and form.errors else 200


def asked_at_desk(key: str, viewer: Viewer) -> Standing:
    """The profile, for those who work on it; for everybody else there is none."""
    standing = profile_at_desk(key, viewer)
    if standing is None:
        raise Http404(_("There is no such profile at your desk."))
    return standing


@desk_page
def profile(request: HttpRequest, viewer: Viewer, key: str) -> HttpResponse:
    """One profile: where it stands, what can be done, every version and every step."""
    standing = asked_at_desk(key, viewer)
    return _profile_page(request, viewer, standing, StepForm(), "")


def _profile_page(
    request: HttpRequest, viewer: Viewer, standing: Standing, form: StepForm, refused: str
) -> HttpResponse:
    profile = standing.profile
    newest = newest_version(profile)
    newest.profile = profile
    title = title_of(profile, viewer)
    context = {
        "page": desk_of(
            viewer,
            title=title,
            path=f"desk/{profile.address}",
            breadcrumbs=[(_("Your desk"), "desk"), (_("Migration Profiles"), "desk/profiles"), (title, None)],
        ),
        "standing": standing,
        "phase": standing.way.phase(viewer.today),
        "version": newest,
        "contents": contents_of(newest, viewer),
        "actions": actions_of(standing, viewer),
        "may_begin_version": may_begin_version(standing, viewer),
        "versions": list(profile.versions.order_by("-number")),
        "steps": [(step, named_one(step.actor.address, viewer)) for step in reversed(standing.steps)],
        "is_whole": chain_is_whole(standing),
        "refused": refused,
        "sent": form,
        "today": viewer.today,
    }
    return render(
        request, "observatory/desk_profile.html", context, using="jinja2", status=422 if refused else 200
    )


def actions_of(standing: Standing, viewer: Viewer) -> list[dict[str, Any]]:
    """The steps that are the viewer's to take: those possible now, and the publication that must wait."""
    found = []
    state = standing.profile.state.key
    for step, (label, confirms, explains) in ACTIONS.items():
        if not may_take_step(viewer, state, step):
            continue
        of_newest = step in (Step.SENT, Step.RETURNED, Step.ACCEPTED, Step.SUBMITTED)
        number = standing.way.version if of_newest else standing.clock.version or standing.way.version
        why = why_not(standing.way, Event(step, viewer.today, "", number))
        waits = step == Step.PUBLISHED_AS_DRAFT and standing.clock.is_running and not standing.clock.objected
        if why is None or (waits and not standing.clock.has_run_out(viewer.today)):
            found.append(
                {
                    "step": step.value,
                    "label": label,
                    "version": number,
                    "explains": explains,
                    "sure": SURE[step] if confirms else "",
                    "waits_until": standing.clock.due_on if why is not None else None,
                }
            )
    return found


def may_begin_version(standing: Standing, viewer: Viewer) -> bool:
    way = standing.way
    event = Event(Step.STARTED, viewer.today, "", way.version + 1)
    return may_take_step(viewer, standing.profile.state.key, Step.STARTED) and why_not(way, event) is None


@require_POST
@desk_page
def step(request: HttpRequest, viewer: Viewer, key: str) -> HttpResponse:
    """Take a step. What is refused is told on the profile's page, with the note still there."""
    standing = asked_at_desk(key, viewer)
    form = StepForm(request.POST)
    here = f"/{viewer.language}/desk/{standing.profile.address}"
    if not form.is_valid() or form.cleaned_data["step"] not in ACTIONS:
        return _profile_page(request, viewer, standing, form, _("This could not be read. Try once more."))
    asked = form.cleaned_data
    if ACTIONS[Step(asked["step"])][1] and not asked["sure"]:
        return _profile_page(request, viewer, standing, form, _("Confirm first that you mean it."))
    try:
        take_step(standing.profile, asked["step"], viewer, asked["note"], seen=asked["version"])
    except Failure as refused:
        return _profile_page(request, viewer, standing, form, str(refused))
    return HttpResponseRedirect(f"{here}?done={asked['step']}")


@require_POST
@desk_page
def new_version(request: HttpRequest, viewer: Viewer, key: str) -> HttpResponse:
    standing = asked_at_desk(key, viewer)
    try:
        begin_version(standing.profile, viewer)
    except Failure as refused:
        return _profile_page(request, viewer, standing, StepForm(), str(refused))
    return HttpResponseRedirect(f"/{viewer.language}/desk/{standing.profile.address}?done={Step.STARTED}")


@desk_page
def preview(request: HttpRequest, viewer: Viewer, key: str, number: int) -> HttpResponse:
    """A version as its readers would see it."""
    standing = asked_at_desk(key, viewer)
    version = _version(standing, number)
    is_written = standing.way.is_editable and version.number == standing.way.version
    title = title_of(standing.profile, viewer)
    context = {
        "page": desk_of(
            viewer,
            title=_("Version %(number)s") % {"number": number},
            path=f"desk/{standing.profile.address}/version/{number}",
            breadcrumbs=[
                (_("Your desk"), "desk"),
                (title, f"desk/{standing.profile.address}"),
                (_("Preview"), None),
            ],
        ),
        "document": document_of(version, viewer, published=None, live=is_written),
        "state": named_one(standing.profile.state.address, viewer),
    }
    return render(request, "observatory/desk_preview.html", context, using="jinja2")


@desk_page
def compare(request: HttpRequest, viewer: Viewer, key: str) -> HttpResponse:
    """What changed between any two versions."""
    standing = asked_at_desk(key, viewer)
    numbers = [request.GET.get(name, "") for name in ("older", "newer")]
    older, newer = (
        _version(standing, int(told) if told.isascii() and told.isdigit() and len(told) < 5 else 0)
        for told in numbers
    )
    title = title_of(standing.profile, viewer)
    context = {
        "page": desk_of(
            viewer,
            title=_("Versions %(older)s and %(newer)s compared")
            % {"older": older.number, "newer": newer.number},
            path=f"desk/{standing.profile.address}/compare",
            query={"older": str(older.number), "newer": str(newer.number)},
            breadcrumbs=[
                (_("Your desk"), "desk"),
                (title, f"desk/{standing.profile.address}"),
                (_("Comparison"), None),
            ],
        ),
        "profile_title": title,
        "changes": changes_of_versions(older, newer, viewer, reference().languages),
    }
    return render(request, "observatory/profile_compare.html", context, using="jinja2")


def _version(standing: Standing, number: int) -> ProfileVersion:
    version = version_of(standing.profile, number)
    if version is None:
        raise Http404(_("There is no version with this number."))
    return version
