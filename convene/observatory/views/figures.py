"""The passport of a figure: its permanent page."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from convene.core.failures import Failure
from convene.core.viewer import Viewer
from convene.observatory import showing
from convene.observatory.areas import area_name, is_known
from convene.observatory.observation import KOSOVO, TOTAL
from convene.observatory.queries.looking_up import passport_path
from convene.observatory.queries.older_editions import told_of
from convene.observatory.queries.passports import Passport, passport
from convene.observatory.queries.values import NoSuchIndicator, Value
from convene.observatory.shown import attributions_of
from convene.observatory.telling import plain_number
from convene.registry.naming import named_one
from convene.registry.viewing import page_of, public_page
from convene.ui.charts import Chart, Series, line_chart
from convene.ui.formats import told


@public_page
def figure(request: HttpRequest, viewer: Viewer, code: str, place: str, when: str) -> HttpResponse:
    """What a figure is, who says so, from which row of which file, and what other editions say."""
    state, _dot, counterpart = place.partition(".")
    if not all(is_known(area) for area in (state, counterpart) if area):
        raise Http404(_("There is no state or area with this code."))
    year, _dash, month = when.partition("-")
    asked = {name: request.GET.get(name, "")[:120] for name in ("sex", "age", "detail", "edition")}
    try:
        found = passport(
            code,
            state,
            int(year),
            counterpart=counterpart,
            month=int(month) if month else None,
            sex=asked["sex"] or TOTAL,
            age=asked["age"] or TOTAL,
            detail=asked["detail"],
            edition=asked["edition"] or None,
        )
    except NoSuchIndicator as error:
        raise Http404(_("There is no indicator with this code.")) from error
    except Failure as error:
        raise BadRequest(f"{error.record}: {error.reason}") from error
    title = _title(found, state, counterpart, when, viewer)
    page = page_of(
        viewer,
        title=title,
        description=found.indicator.definition,
        path=f"figure/{code}/{place}/{when}",
        section="observatory",
        query={name: given for name, given in asked.items() if given},
        breadcrumbs=[
            (_("Observatory"), "observatory"),
            (found.indicator.name, found.indicator.address),
            (title, None),
        ],
        has_date_control=False,
    )
    context = {"page": page, "found": found, **_shown(found, viewer, title)}
    return render(request, "observatory/figure.html", context, using="jinja2")


def _title(found: Passport, state: str, counterpart: str, when: str, viewer: Viewer) -> str:
    """“International migrants: Poland (Ukraine), 2024”."""
    where = str(area_name(state, viewer))
    if counterpart:
        where = f"{where} ({area_name(counterpart, viewer)})"
    moment = told(when, viewer.language) if "-" in when else when
    return f"{found.indicator.name.in_language(viewer.language)}: {where}, {moment}"


def _shown(found: Passport, viewer: Viewer, title: str) -> dict[str, Any]:
    value = found.value
    areas = [area for area in (value.state, value.counterpart) if area]
    there = isinstance(value, Value)
    return {
        "there": there,
        "edition_note": told_of(value) if there else "",
        "older": _older(found, viewer),
        "number": _number(value) if there else None,
        "whose": area_name(value.value[0], viewer) if there and isinstance(value.value, tuple) else None,
        "names": [area_name(area, viewer) for area in areas],
        "notes": [(area_name(note.area, viewer), note) for note in found.territory_notes],
        "starred": area_name(KOSOVO, viewer).footnote,
        "concept": showing.concept_words(found.indicator),
        "producer": named_one(found.dataset.producer.address, viewer),
        "attributions": attributions_of([found.edition.key], viewer) if found.edition else (),
        "chart": _chart(found, title, viewer),
        "others": [
            (
                one,
                _number(one.value),
                None if one.difference is None else plain_number(round(one.difference, 6)),
            )
            for one in found.others
        ],
    }


def _older(found: Passport, viewer: Viewer) -> str:
    """The address of the figure that only an older edition has."""
    absent = found.value
    if isinstance(absent, Value) or not absent.older or absent.year is None:
        return ""
    path = passport_path(
        absent.indicator, absent.state, absent.year, counterpart=absent.counterpart, edition=absent.older
    )
    return f"/{viewer.language}/{path}"


def _number(value: Value) -> Any:
    """The figure whole, as the file has it; letters as they are."""
    return value.value if isinstance(value.value, str) else plain_number(value.number or 0)


def _chart(found: Passport, title: str, viewer: Viewer) -> Chart | None:
    """The same figure in the other years of the same edition."""
    years = [one for one in showing.of_each_year(found.years) if one.number is not None]
    if len(years) < 3:
        return None
    line = Series(
        label=str(area_name(found.value.state, viewer)),
        points=tuple((one.year, showing.displayed(one)) for one in years),
        hrefs={one.year: f"/{viewer.language}/{one.passport_path}" for one in years},
        notes={one.year: one.flag for one in years if one.flag},
    )
    unit = found.indicator.unit_name.in_language(viewer.language)
    return line_chart(title.rpartition(",")[0], [line], unit=unit)
