"""
What the address of a page of figures asks for: indicators, states, years, sex, the other side, the edition.

Everything that there is not is refused with words, and so is more than a page can show.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import QueryDict
from django.utils.translation import gettext as _

from convene.observatory.areas import is_known
from convene.observatory.enums import Measure
from convene.observatory.models import Indicator
from convene.observatory.queries.catalogue import catalogue
from convene.observatory.queries.looking_up import LARGEST

DEFAULT_INDICATOR = "migrant_stock"
FORMS = ("line", "bar", "table")
SEXES = ("T", "F", "M")
MOST_SERIES, MOST_INDICATORS = 120, 6


@dataclass(frozen=True)
class Asked:
    """What the address asks for. Raises BadRequest (answered by a friendly page) for what there is not."""

    indicators: tuple[str, ...]
    states: tuple[str, ...]
    first: int | None
    last: int | None
    sex: str = "T"
    form: str = "line"
    mixed: bool = False
    other: str = ""  # the other side: origin, citizenship, sender; "" is all together
    edition: str = ""  # as known in this edition of its dataset; "" is the newest

    @classmethod
    def of(cls, given: QueryDict) -> Asked:
        indicators = _listed(given, "indicator")
        states = tuple(dict.fromkeys(code.upper() for code in _listed(given, "states")))
        if len(indicators) > MOST_INDICATORS or len(indicators or " ") * len(states) > MOST_SERIES:
            raise BadRequest(
                _(
                    "At most %(indicators)s indicators and %(series)s series (indicators times states) are shown at once."
                )
                % {"indicators": MOST_INDICATORS, "series": MOST_SERIES}
            )
        known = explorable()
        for code in indicators:
            if code not in known:
                raise BadRequest(_("There is no indicator “%(code)s” to draw.") % {"code": code[:60]})
        for code in states:
            if not is_known(code):
                raise BadRequest(_("There is no state or area “%(code)s”.") % {"code": code[:20]})
        other = given.get("with", "").strip().upper()
        if other and not is_known(other):
            raise BadRequest(_("There is no state or area “%(code)s”.") % {"code": other[:20]})
        form, sex = given.get("as", "") or "line", given.get("sex", "") or "T"
        indicators = indicators or tuple(code for code in (DEFAULT_INDICATOR,) if code in known)
        return cls(
            indicators=indicators,
            states=states,
            first=_year(given.get("from", "")),
            last=_year(given.get("to", "")),
            sex=sex if sex in SEXES else "T",
            form=form if form in FORMS else "line",
            mixed=given.get("mixed", "") == "yes",
            other=other,
            edition=_edition(given.get("edition", "").strip(), indicators),
        )

    @property
    def query(self) -> dict[str, str]:
        """The shortest address of the same: defaults are left out."""
        given = {
            "indicator": ",".join(self.indicators),
            "states": ",".join(self.states),
            "from": str(self.first or ""),
            "to": str(self.last or ""),
            "sex": "" if self.sex == "T" else self.sex,
            "as": "" if self.form == "line" else self.form,
            "mixed": "yes" if self.mixed else "",
            "with": self.other,
            "edition": self.edition,
        }
        return {name: value for name, value in given.items() if value}

    def with_(self, **changes) -> str:
        """The query of the same with changes, as text."""
        return urlencode(replace(self, **changes).query)


def explorable() -> dict[str, Indicator]:
    """Indicators that are numbers and of which figures are here, by code, in the catalogue's order."""
    known = catalogue()
    return {
        code: row
        for code, row in known.indicators.items()
        if code in known.default and row.measure != Measure.LETTERS and code not in LARGEST
    }


def _listed(given: QueryDict, name: str) -> tuple[str, ...]:
    """Values of a parameter that may be repeated or joined by commas, each once."""
    words = [word.strip() for value in given.getlist(name) for word in value.split(",")]
    return tuple(dict.fromkeys(word for word in words if word and "\x00" not in word))


def _year(text: str) -> int | None:
    text = text.strip()
    if not text:
        return None
    if not (len(text) == 4 and text.isascii() and text.isdigit()):
        raise BadRequest(_("“%(year)s” is not a year. Write four digits, as in 2016.") % {"year": text[:40]})
    return int(text)


def _edition(key: str, indicators: Sequence[str]) -> str:
    """The edition asked for where it is one of these indicators'; one of other datasets says nothing here."""
    if not key:
        return ""
    known = catalogue()
    edition = known.editions.get(key)
    if edition is None or key not in known.served:
        raise BadRequest(_("There is no edition “%(key)s” here.") % {"key": key[:80]})
    datasets = {known.indicators[code].dataset_key for code in indicators}
    return key if edition.dataset_key in datasets else ""
