"""Who takes part on a day. Where a day is not known the count is a range with the uncertain ones named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from convene.registry.enums import ActorKind, ParticipationStatus
from convene.registry.models import Actor, Participation
from convene.registry.queries.at_hand import rows_at_hand, rows_under
from convene.registry.queries.reference import reference
from convene.ui.words import counted_word


@dataclass(frozen=True)
class Participants:
    """
    The participants on a day.

    `rows` are those of our reading; `uncertain` are rows, read as taking part or not, whose told days
    leave it open. `count_min <= count <= count_max`.
    """

    on: date
    rows: tuple[Participation, ...]
    uncertain: tuple[Participation, ...]

    @property
    def count(self) -> int:
        return len(self.rows)

    @property
    def count_min(self) -> int:
        return len({row.actor_id for row in self.rows} - {row.actor_id for row in self.uncertain})

    @property
    def count_max(self) -> int:
        return len({row.actor_id for row in (*self.rows, *self.uncertain)})

    def word(self, language: str) -> str:
        """What those who take part are called, as it goes with their number; of a range, with its end."""
        word = reference().dialogue.participants_word
        number = self.count_max if self.uncertain else self.count
        return counted_word(word, number, language) if word else _("participants")

    @property
    def codes(self) -> list[str]:
        return [row.actor.key for row in self.rows]

    @property
    def is_certain(self) -> bool:
        return not self.uncertain


def participants(
    *, on: date, kind: str = ActorKind.STATE, status: str = ParticipationStatus.PARTICIPATING
) -> Participants:
    """Return the states (or organisations) with `status` on `on`, by code. No query where nothing changed."""
    return reference().remembered_of_day(("participants", kind, status), on, lambda: _on(on, kind, status))


def _on(on: date, kind: str, status: str) -> Participants:
    rows, uncertain = [], []
    for row in reference().remembered("participation", _in_order):
        if row.status != status or row.actor.kind != kind:
            continue
        certainly, possibly = row.certainty_on(on)
        if row.period.on(on):
            rows.append(row)
        if possibly and not certainly:
            uncertain.append(row)
    return Participants(on, tuple(rows), tuple(uncertain))


def _in_order() -> tuple[Participation, ...]:
    return tuple(sorted(rows_at_hand(Participation).values(), key=lambda row: row.actor.key))


def participation_of(actor: Actor) -> list[Participation]:
    """Return the whole history of `actor` in the dialogue, the oldest first."""
    rows = rows_under(Participation, "actor_id")[actor.pk]
    return sorted(rows, key=lambda row: (row.starts_on or date.min, row.key))
