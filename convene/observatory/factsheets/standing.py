"""Where the factsheet of a state stands, and what its reader must be told about that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from convene.core.viewer import Viewer
from convene.observatory.factsheets.figures import Figures
from convene.observatory.models import Coverage, Factsheet
from convene.registry.queries.participation import participants
from convene.ui.documents.model import Note
from convene.ui.formats import day as day_text


@dataclass(frozen=True)
class Standing:
    """
    key  automatic: made from published figures, not seen by the state; shown: the state has seen these;
         released: by the secretariat, and these are the figures of today; stale: the figures that were released,
         and there are newer ones; unreleased: newer figures than those that were released;
         not-covered: the state takes no part and no decision covers it
    """

    key: str
    language: str
    released_on: date | None = None
    decision: str = ""
    takes_part: bool = True


def standing_of_factsheet(figures: Figures, viewer: Viewer, today: str = "") -> Standing:
    """Where it stands on the viewer's day. `today` is the fingerprint of today's figures, where these are older."""
    row = Factsheet.objects.filter(state__key=figures.state).first()
    takes_part = figures.state in participants(on=viewer.today).codes
    decision = ""
    if not takes_part:
        covered = Coverage.objects.filter(state__key=figures.state, decided_on__lte=viewer.today).first()
        if covered is None or (covered.ends_on and covered.ends_on <= viewer.today):
            return Standing("not-covered", viewer.language, takes_part=False)
        decision = covered.decision.in_language(viewer.language)
    key, released_on = "automatic", None
    if row and row.released_fingerprint:
        key = "released" if row.released_fingerprint == figures.fingerprint else "unreleased"
        if key == "released" and today not in ("", figures.fingerprint):
            key = "stale"
        released_on = row.released_at.date()
    elif row and row.shown_fingerprint == figures.fingerprint:
        key = "shown"
    return Standing(key, viewer.language, released_on, decision, takes_part)


def notices_of(standing: Standing) -> tuple[Note, ...]:
    """What stands at the head of the factsheet."""
    notes = []
    if standing.key == "not-covered":
        return (Note(_("The state does not take part, and no decision covers it."), kind="warn"),)
    if not standing.takes_part:
        notes.append(
            Note(standing.decision, _("The state is not in the list of participants. It is covered by a decision."))
        )  # fmt: skip
    words = {
        "automatic": _("Made by Convene from published figures. The authorities have not seen it."),
        "shown": _("Made by Convene from published figures and shown to the authorities. Not released."),
        "stale": _(
            "Shown to the authorities and released by the secretariat on %(day)s, with the figures of that day. "
            "Newer figures have been published since; they are not in this factsheet yet."
        ),
        "unreleased": _(
            "Figures have changed since the release on %(day)s. The authorities have not seen the new ones."
        ),
        "released": _("Shown to the authorities and released by the secretariat on %(day)s."),
    }[standing.key]
    day = day_text(standing.released_on, standing.language) if standing.released_on else ""
    kind = "" if standing.key == "released" else "warn"
    return (*notes, Note(words % {"day": day} if day else words, kind=kind))
