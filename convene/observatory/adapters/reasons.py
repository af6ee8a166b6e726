"""Why a figure is missing, in words that readers see: gettext translates them where they are shown."""

from django.utils.translation import gettext_noop as _

KOSOVO_IN_SERBIA = _("the producer has no row for Kosovo*: it is part of its figures for Serbia")
NO_ROW_FOR_KOSOVO = _("the producer has no row for Kosovo*")
NOT_PRINTED = _("not printed")
NOT_PUBLISHED = _("not published")
NOT_AVAILABLE = _("not available, or not reported separately")
NOT_CLASSIFIED = _("not classified")
NO_NUMBER = _("a mark stands in place of a number")
PROTECTED = _("protected for privacy: fewer than five")
YEAR_NOT_WHOLE = _("the file does not hold the whole year; see its months")
DROPPED = _("no row: the republisher dropped cells of nought, so none was detected, or none reported")
