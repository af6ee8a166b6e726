"""What the factsheet cannot show, and why: a reader should not take a missing line for a zero."""

from __future__ import annotations

from collections import defaultdict

from django.utils.translation import gettext as _

from convene.observatory.factsheets.lines import NO_SOURCE, PARTS, WORKING_AGE, Part
from convene.observatory.factsheets.parts import Telling, producer_of, working_age
from convene.ui.documents.model import Block, Gap, Section


def gap_section(telling: Telling) -> tuple[Section, ...]:
    """The indicators without a figure, gathered by the reason; nothing where there is no gap."""
    by_reason: dict[str, list[str]] = defaultdict(list)
    for part in PARTS:
        for code in part.codes:
            if _is_expected(code, part, telling) and telling.figures.latest(code) is None:
                by_reason[_reason(code, telling)].append(telling.name_of(code))
    by_reason[_("no publisher's file with it is in the record")] += [str(one) for one in NO_SOURCE]
    if working_age(telling) is None:
        by_reason[_("no publisher's file with it is in the record")].append(str(WORKING_AGE))
    blocks: list[Block] = [Gap("; ".join(names), reason) for reason, names in by_reason.items()]
    return (Section(_("What is missing, and why"), tuple(blocks), key="gaps"),)


def _is_expected(code: str, part: Part, telling: Telling) -> bool:
    """Whether a reader would look for it: not for rare events, nor for a state's citizens protected at home."""
    at_home = code == "tp_ukraine" and "protection_hosts" in telling.figures.tops
    return code not in part.rare and not at_home


def _reason(code: str, telling: Telling) -> str:
    old = telling.figures.totals.get(code)
    if old:
        return _("the newest figure is of %(year)s") % {"year": old[-1].year}
    if code not in telling.known.default:
        return _("no edition with this indicator has been imported")
    dataset = telling.known.dataset_of(code)
    return _("not published by %(producer)s") % {"producer": producer_of(dataset, telling.viewer)}
