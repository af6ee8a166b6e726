"""Factsheets at the desk: what the state submits and comments on, what the secretariat accepts and releases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from convene.core.failures import Failure
from convene.core.text import Text
from convene.core.viewer import Viewer
from convene.observatory.factsheet_forms import DecisionForm, FrameEntryForm, NationalValueForm, StepForm
from convene.observatory.factsheets import contents
from convene.observatory.factsheets.changes import Changed, changes_between
from convene.observatory.factsheets.figures import Figures, figures_of
from convene.observatory.factsheets.kept import Readable, kept_figures, readable
from convene.observatory.factsheets.standing import standing_of_factsheet
from convene.observatory.models import Factsheet, FactsheetComment, FrameEntry, NationalValue
from convene.observatory.operations import factsheets as steps
from convene.observatory.operations import national
from convene.observatory.rules import factsheets as rules
from convene.observatory.views.desk import desk_of
from convene.registry.desk import desk_page
from convene.registry.models import State
from convene.registry.naming import named, named_one
from convene.registry.queries.reference import reference
from convene.registry.viewing import own_name


@dataclass(frozen=True)
class Waiting:
    """A state in the list of the desk: what waits for a decision or an answer there."""

    submissions: int
    comments: int
    factsheet: Factsheet | None
    is_stale: bool = False  # newer figures than those that were released


@desk_page
def factsheets(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The states whose desk is open to the viewer, each with what waits there."""
    codes = [
        actor.key
        for actor in reference().actors.values()
        if actor.kind == "state" and rules.may_see_desk(viewer, actor.key)
    ]
    rows = Factsheet.objects.filter(key__in=codes).prefetch_related("comments")
    known = {row.key: row for row in rows}
    today = readable([row.key for row in known.values() if row.is_released])
    stale = {code for code, found in today.items() if not found.is_current}
    waiting = {
        code: Waiting(_submitted(code), _unanswered(known.get(code)), known.get(code), code in stale)
        for code in codes
    }
    context = {
        "page": desk_of(
            viewer,
            title=_("Country factsheets at your desk"),
            path="desk/factsheets",
            breadcrumbs=[(_("Your desk"), "desk"), (_("Country factsheets"), None)],
        ),
        "rows": [(one, waiting[one.code]) for one in named([f"state/{code}" for code in codes], viewer)],
    }
    return render(request, "observatory/desk_factsheets.html", context, using="jinja2")


def _submitted(code: str) -> int:
    waiting = {"state__key": code, "status": "submitted"}
    return NationalValue.objects.filter(**waiting).count() + FrameEntry.objects.filter(**waiting).count()


def _unanswered(row: Factsheet | None) -> int:
    return sum(comment.answered_at is None for comment in row.comments.all()) if row else 0


@desk_page
def factsheet(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    """One state's desk: where its factsheet stands, comments, national figures and frame."""
    return _desk_of_state(request, viewer, _state(code, viewer))


def _state(code: str, viewer: Viewer) -> State:
    """The state, for those whose desk it is; for everybody else there is none."""
    state = State.objects.filter(key=code).first()
    if state is None or not rules.may_see_desk(viewer, code):
        raise Http404(_("There is no such factsheet at your desk."))
    return state


def _desk_of_state(
    request: HttpRequest, viewer: Viewer, state: State, *, refused: str = "", forms: dict[str, Any] | None = None
) -> HttpResponse:  # fmt: skip
    found = readable([state.key])[state.key]
    figures = found.today
    row = Factsheet.objects.filter(state=state).first()
    name = named_one(state.address, viewer)
    may_submit = rules.may_submit(viewer, state.key)
    context = {
        "page": desk_of(
            viewer,
            title=_("%(state)s: factsheet at the desk") % {"state": name},
            path=f"desk/factsheet/{state.key}",
            breadcrumbs=[
                (_("Your desk"), "desk"),
                (_("Country factsheets"), "desk/factsheets"),
                (str(name), None),
            ],
        ),
        "state": name,
        "factsheet": row,
        "standing": standing_of_factsheet(found.shown, viewer, figures.fingerprint),
        "changes": _changes(row, found, viewer),
        "editions": _editions(row, figures.fingerprint),
        "fingerprint": figures.fingerprint,
        "against": steps.reasons_against_release(state, figures.fingerprint, viewer.today),
        "comments": list(row.comments.all()) if row else [],
        "may": {
            "submit": may_submit,
            "comment": rules.may_comment(viewer, state.key, row),
            "answer": rules.may_answer(viewer),
            "show": rules.may_show_to_state(viewer),
            "release": rules.may_release(viewer),
            "cover": rules.may_decide_coverage(viewer),
        },
        "values": _decidable(NationalValue.objects.filter(state=state).select_related("indicator"), viewer),
        "entries": _decidable(FrameEntry.objects.filter(state=state), viewer),
        "forms": (forms or _empty_forms(viewer)) if may_submit else {},
        "refused": refused,
    }
    is_refused = bool(refused) or any(form.errors for form in (forms or {}).values())
    return render(
        request, "observatory/desk_factsheet.html", context, using="jinja2", status=422 if is_refused else 200
    )


def _changes(row: Factsheet | None, found: Readable, viewer: Viewer) -> list[Changed]:
    """What today's figures change of the edition that was released or, without a release, shown to the state."""
    if row is None:
        return []
    before: Figures | None = found.shown
    if not row.is_released and row.shown_fingerprint:
        before = kept_figures(row.key, row.shown_fingerprint)
    return changes_between(before, found.today, viewer) if before else []


def _editions(row: Factsheet | None, today: str) -> list[tuple[str, datetime, bool, bool]]:
    """The editions that were kept, the newest first: (fingerprint, when, is released, is that of today)."""
    if row is None:
        return []
    return [
        (fingerprint, at, fingerprint == row.released_fingerprint, fingerprint == today)
        for fingerprint, at in row.editions.values_list("fingerprint", "at")
    ]


def _decidable(rows, viewer: Viewer) -> list[tuple[Any, bool, bool]]:
    """Each submission, the newest first, with whether the viewer may decide on it or take it back."""
    found = sorted(rows, key=lambda row: (not row.is_open, row.submitted_at is None, row.key))
    return [
        (row, row.is_open and rules.may_accept(viewer, row), rules.may_withdraw(viewer, row)) for row in found
    ]


def _languages() -> list[tuple[str, str]]:
    return [(code, own_name(code)) for code in reference().languages]


def _empty_forms(viewer: Viewer, **sent) -> dict[str, Any]:
    """The forms of the desk; one of them filled with what was sent."""
    kinds = {"value": NationalValueForm, "entry": FrameEntryForm}
    return {
        name: form(sent.get(name), prefix=name, languages=_languages(), language=viewer.language)
        for name, form in kinds.items()
    }


@require_POST
@desk_page
def submit(request: HttpRequest, viewer: Viewer, code: str, kind: str) -> HttpResponse:
    """A contact point submits a national figure ("value") or an entry of the frame ("entry")."""
    state = _state(code, viewer)
    forms = _empty_forms(viewer, **{kind: request.POST})
    form = forms[kind]
    write = national.submit_national_value if kind == "value" else national.submit_frame_entry
    if form.is_valid():
        try:
            write(state, viewer, _now(), **form.values())
        except ValidationError as refused:
            form.refuse(refused)
        except Failure as refused:
            return _desk_of_state(request, viewer, state, refused=str(refused), forms=forms)
        else:
            return _back(viewer, code, "submitted")
    return _desk_of_state(request, viewer, state, forms=forms)


@require_POST
@desk_page
def decide(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    """Accept, decline or take back something that was submitted for this state."""
    state = _state(code, viewer)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _desk_of_state(request, viewer, state, refused=_("This could not be read. Try once more."))
    asked = form.cleaned_data
    model = NationalValue if asked["kind"] == "national-value" else FrameEntry
    row = model.objects.filter(state=state, key=asked["key"]).first()
    if row is None:
        raise Http404(_("There is no such submission at this desk."))
    try:
        if asked["decision"] == "accept":
            national.accept(row, viewer, _now())
        elif asked["decision"] == "decline":
            national.decline(row, viewer, _now(), asked["reason"])
        else:
            national.withdraw(row, viewer, _now())
    except Failure as refused:
        return _desk_of_state(request, viewer, state, refused=str(refused))
    return _back(viewer, code, asked["decision"])


@require_POST
@desk_page
def step(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    """A step on the way of the factsheet. What is refused is told on the state's desk."""
    state = _state(code, viewer)
    form = StepForm(request.POST)
    if not form.is_valid():
        return _desk_of_state(request, viewer, state, refused=_("This could not be read. Try once more."))
    try:
        _take(form.cleaned_data, state, viewer)
    except (Failure, ValidationError) as refused:
        words = str(refused) if isinstance(refused, Failure) else " ".join(refused.messages)
        return _desk_of_state(request, viewer, state, refused=words)
    return _back(viewer, code, form.cleaned_data["step"])


def _take(asked: dict[str, Any], state: State, viewer: Viewer) -> None:
    text, name = asked["text"], asked["step"]
    if name == "show":
        steps.show_to_state(state, figures_of([state.key])[state.key], viewer, _now())
    elif name == "release":
        steps.release_factsheet(state, figures_of([state.key])[state.key], viewer, _now())
    elif name == "take-back":
        steps.take_back_release(state, text, viewer)
    elif name == "comment":
        steps.comment_on_factsheet(state, text, viewer, _now())
    elif name == "cover":
        steps.decide_coverage(state, Text.from_plain({viewer.language: text}), viewer)
    else:
        found = FactsheetComment.objects.filter(pk=asked["comment"], factsheet__state=state)
        comment = found.select_related("factsheet").first()
        if comment is None:
            raise Http404(_("There is no such comment."))
        steps.answer_comment(comment, text, viewer, _now())


@desk_page
def preview(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    """The factsheet as its readers would see it today; `?edition=` is one that was kept."""
    state = _state(code, viewer)
    asked = request.GET.get("edition", "")
    today = figures_of([code])[code]
    figures = today if asked in ("", today.fingerprint) else None
    if asked.isalnum() and figures is None:
        figures = kept_figures(code, asked)
    if figures is None:
        raise Http404(_("There is no such edition of this factsheet."))
    name = named_one(state.address, viewer)
    here = f"desk/factsheet/{code}"
    context = {
        "page": desk_of(
            viewer,
            title=_("%(state)s: preview") % {"state": name},
            path=f"{here}/preview",
            breadcrumbs=[(_("Your desk"), "desk"), (str(name), here), (_("Preview"), None)],
        ),
        "document": contents.factsheet_from(figures, viewer, today=today.fingerprint),
        "state": name,
        "downloads": [],
    }
    return render(request, "observatory/factsheet.html", context, using="jinja2")


def _now() -> datetime:
    return timezone.now()


def _back(viewer: Viewer, code: str, done: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"/{viewer.language}/desk/factsheet/{code}?done={done}")
