"""Tables of the Observatory: the catalogue of the figures, and what states and the secretariat do with them."""

from convene.observatory.models.catalogue import (
    Dataset,
    Edition,
    Indicator,
    Snapshot,
    Territory,
    TerritoryNote,
)
from convene.observatory.models.factsheets import Factsheet, FactsheetComment, FactsheetEdition
from convene.observatory.models.national import Coverage, FrameEntry, NationalValue
from convene.observatory.models.profiles import (
    Profile,
    ProfileFigure,
    ProfileParagraph,
    ProfileStep,
    ProfileVersion,
)
from convene.observatory.models.reminders import SentReminder

__all__ = [
    "Coverage",
    "Dataset",
    "Edition",
    "Factsheet",
    "FactsheetComment",
    "FactsheetEdition",
    "FrameEntry",
    "Indicator",
    "NationalValue",
    "Profile",
    "ProfileFigure",
    "ProfileParagraph",
    "ProfileStep",
    "ProfileVersion",
    "SentReminder",
    "Snapshot",
    "Territory",
    "TerritoryNote",
]
