"""What every reading has: a period, and the reason of the choice."""

from django.utils.translation import gettext_lazy as _

from convene.core.fields import MultilingualField
from convene.core.records import Dated


class Reading(Dated):
    """A dated row that our pages use, chosen from what sources claim; `reason` says why this choice."""

    reason = MultilingualField(_("why we read it so"))

    class Meta(Dated.Meta):
        abstract = True
