"""Writing a part of a profile: paragraphs in every language side by side, figures that are looked up."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from convene.core.failures import Failure
from convene.core.text import TranslationState
from convene.core.viewer import Viewer
from convene.observatory.models.profiles import ProfileFigure, ProfileVersion
from convene.observatory.operations.profile_writing import (
    ChangedMeanwhile,
    TypedPart,
    part_mark,
    write_part,
)
from convene.observatory.profile_document import title_of
from convene.observatory.profile_forms import FigureForms, ParagraphForms, paragraphs_as_typed
from convene.observatory.profile_parts import parts_of
from convene.observatory.queries.profile_figures import (
    Shown,
    figures_shown,
    indicator_choices,
    newest_years,
)
from convene.observatory.queries.profiles import Standing, Written, contents_of, newest_version
from convene.observatory.views.desk import desk_of
from convene.observatory.views.desk_profiles import asked_at_desk
from convene.registry.desk import desk_page
from convene.registry.queries.reference import reference
from convene.registry.viewing import own_name


class _Writing:
    """One look at a part: what stands in it, and its forms."""

    def __init__(self, request: HttpRequest, viewer: Viewer, standing: Standing, part: str) -> None:
        self.viewer, self.standing, self.part = viewer, standing, part
        self.version: ProfileVersion = newest_version(standing.profile)
        self.version.profile = standing.profile
        self.contents = contents_of(self.version, viewer)
        self.written: Written = next(one for one in self.contents if one.part.key == part)
        sent = request.POST if request.method == "POST" else None
        languages = [(code, own_name(code)) for code in reference().languages]
        known = dict(indicator_choices(viewer.language))
        known |= {one.indicator: one.indicator for one in self.written.figures if one.indicator not in known}
        self.paragraphs = ParagraphForms(
            sent,
            prefix="p",
            initial=paragraphs_as_typed(self.written),
            form_kwargs={"languages": languages},
        )
        self._mark_what_is_owed()
        self.figures = FigureForms(
            sent,
            prefix="f",
            initial=[{"indicator": one.indicator, "year": one.year} for one in self.written.figures],
            form_kwargs={"choices": sorted(known.items(), key=lambda row: row[1])},
        )

    def _mark_what_is_owed(self) -> None:
        """Say at each box what it lacks: no text yet, or one that is older than the other language's."""
        rows = {row.key: row for row in self.written.paragraphs}
        words = {
            TranslationState.MISSING: _("Missing in this language."),
            TranslationState.STALE: _("The other language has changed since this was written."),
        }
        for form in self.paragraphs:
            row = rows.get(form["key"].value() or "")
            for language in reference().languages if row else ():
                form.fields[f"text_{language}"].help_text = words.get(row.text.state(language), "")

    def is_valid(self) -> bool:
        return all([self.paragraphs.is_valid(), self.figures.is_valid()])

    def typed(self, proposed: list[str]) -> TypedPart:
        pairs = [
            (form.cleaned_data["indicator"], form.cleaned_data["year"])
            for form in self.figures.kept()
            if form.cleaned_data.get("indicator")
        ]
        offered = {f"{one.figure.indicator}:{one.figure.year}": one.figure for one in self.proposed()}
        pairs += [(offered[name].indicator, offered[name].year) for name in proposed if name in offered]
        return TypedPart([form.typed() for form in self.paragraphs.kept()], pairs)

    def shown(self) -> dict[tuple[str, int], Shown]:
        """(indicator, year) -> what the figures of this part say today."""
        state = self.standing.profile.state.key
        found = figures_shown(self.written.figures, state, self.viewer, live=True)
        return {(one.figure.indicator, one.figure.year): one for one in found.values()}

    def proposed(self) -> list[Shown]:
        """The newest figures of the indicators that the template asks for here, those not yet taken."""
        state, part = self.standing.profile.state.key, self.written.part
        taken = {one.indicator for one in self.written.figures}
        wanted = [code for code in part.figures if code not in taken]
        years = newest_years(state, wanted, self.viewer)
        figures = [
            ProfileFigure(pk=-place, indicator=code, year=years[code])
            for place, code in enumerate(wanted, 1)
            if code in years
        ]
        shown = figures_shown(figures, state, self.viewer, live=True)
        return [one for one in shown.values() if not one.is_missing]


@desk_page
def part(request: HttpRequest, viewer: Viewer, key: str, part: str) -> HttpResponse:
    """
    Write a part. Where somebody else saved it meanwhile, both wordings are shown and nothing is lost;
    saving again then replaces theirs knowingly.
    """
    standing = asked_at_desk(key, viewer)
    if part not in {one.key for one in parts_of(standing.profile.kind)}:
        raise Http404(_("The template has no such part."))
    writing = _Writing(request, viewer, standing, part)
    if not standing.way.is_editable:
        return HttpResponseRedirect(f"/{viewer.language}/desk/{standing.profile.address}?done=locked")
    if request.method != "POST":
        return _page(request, writing)
    if not writing.is_valid():
        return _page(request, writing, status=422, seen=request.POST.get("seen", ""))
    typed = writing.typed(request.POST.getlist("proposed"))
    try:
        write_part(writing.version, part, typed, viewer, seen=request.POST.get("seen", ""))
    except ChangedMeanwhile as changed:
        return _page(request, writing, status=409, refused=changed)
    except Failure as refused:
        return _page(request, writing, status=422, refused=refused)
    following = _following(writing, part) if "next" in request.POST else part
    return HttpResponseRedirect(
        f"/{viewer.language}/desk/{standing.profile.address}/part/{following}?done=saved"
    )


def _following(writing: _Writing, part: str) -> str:
    keys = [written.part.key for written in writing.contents]
    return keys[min(keys.index(part) + 1, len(keys) - 1)]


def _page(
    request: HttpRequest,
    writing: _Writing,
    *,
    status: int = 200,
    refused: Failure | None = None,
    seen: str = "",
) -> HttpResponse:
    viewer, standing = writing.viewer, writing.standing
    profile = standing.profile
    title = title_of(profile, viewer)
    context: dict[str, Any] = {
        "page": desk_of(
            viewer,
            title=writing.written.part.title(viewer.language),
            path=f"desk/{profile.address}/part/{writing.part}",
            breadcrumbs=[
                (_("Your desk"), "desk"),
                (_("Migration Profiles"), "desk/profiles"),
                (title, f"desk/{profile.address}"),
                (writing.written.part.title(viewer.language), None),
            ],
        ),
        "profile_title": title,
        "standing": standing,
        "version": writing.version,
        "contents": writing.contents,
        "written": writing.written,
        "paragraphs": writing.paragraphs,
        "figures": writing.figures,
        "shown": writing.shown(),
        "proposed": writing.proposed(),
        "copied": {one.key for one in writing.written.paragraphs if one.copied},
        "seen": seen or part_mark(writing.version, writing.part),
        "refused": refused,
        "is_conflict": isinstance(refused, ChangedMeanwhile),
        "is_saved": request.GET.get("done") == "saved",
    }
    return render(request, "observatory/desk_part.html", context, using="jinja2", status=status)
