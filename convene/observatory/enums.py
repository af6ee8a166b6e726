"""What an indicator counts, of whom, and at which moment. `comparability` compares these, never names."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Measure(models.TextChoices):
    STOCK = "stock", _("stock: how many there are at a moment")
    FLOW = "flow", _("flow: how many during a period")
    BALANCE = "balance", _("balance of two flows: it can be below zero")
    SHARE = "share", _("share or rate")
    INDEX = "index", _("index")
    RANK = "rank", _("rank")
    LETTERS = "letters", _("letters of a classification")


class PopulationConcept(models.TextChoices):
    """Whom an indicator is about. Born abroad and foreign citizens are two populations, not two words for one."""

    ALL = "all", _("everybody")
    BORN_ABROAD = "born-abroad", _("born abroad")
    BORN_ABROAD_OR_CITIZENS = (
        "born-abroad-or-citizens",
        _("born abroad; foreign citizens where that is not known"),
    )
    FOREIGN_CITIZENS = "foreign-citizens", _("foreign citizens")
    FOREIGN_AND_STATELESS = "foreign-and-stateless", _("foreign citizens and stateless persons")
    THIRD_COUNTRY = "third-country", _("citizens of countries outside the EU")
    REFUGEES = "refugees", _("refugees and persons in a refugee-like situation")
    ASYLUM_SEEKERS = "asylum-seekers", _("asylum-seekers")
    DISPLACED = "displaced", _("internally displaced persons")
    STATELESS = "stateless", _("stateless persons")
    PROTECTED = "protected", _("beneficiaries of temporary protection")
    MOVERS = "movers", _("persons who change their usual residence")
    WORKERS = "workers", _("the labour force")
    NOBODY = "nobody", _("not persons")


class Counted(models.TextChoices):
    PERSONS = "persons", _("persons")
    APPLICATIONS = "applications", _("applications, persons and cases mixed")
    CASES = "cases", _("cases")
    DECISIONS = "decisions", _("decisions")
    PERMITS = "permits", _("permits")
    EVENTS = "events", _("events")
    MONEY = "money", _("money")
    AREA = "area", _("area")
    COUNTRIES = "countries", _("countries")
    NUMBER = "number", _("a number without a unit")


class Moment(models.TextChoices):
    MIDYEAR = "midyear", _("mid-year")
    FIRST_JANUARY = "1-january", _("1 January")
    END_OF_YEAR = "31-december", _("31 December")
    MID_OR_END_OF_YEAR = "end-of-period", _("end of the year, or the latest day reported")
    DURING_YEAR = "year", _("during the year")
    END_OF_MONTH = "month-end", _("end of the month")
    DURING_MONTH = "month", _("during the month")
    AVERAGE = "average", _("average of the year")
    DAY = "day", _("the day of the edition")


class CounterpartRole(models.TextChoices):
    """Who stands on the other side of a number, where it has one."""

    NONE = "none", _("no other side")
    ORIGIN = "origin", _("country of origin")
    CITIZENSHIP = "citizenship", _("citizenship")
    BIRTH = "birth", _("country of birth")
    DESTINATION = "destination", _("country of destination")
    SENDER = "sender", _("sending country")
    RECEIVER = "receiver", _("receiving country")


class Section(models.TextChoices):
    """Where an indicator stands in a factsheet, an explorer and a list."""

    GENERAL = "general", _("General information")
    IMMIGRANTS = "immigrants", _("Immigrants")
    EMIGRANTS = "emigrants", _("Emigrants")
    FLOWS = "flows", _("Migration flows")
    PROTECTION = "protection", _("International protection")
    IRREGULAR = "irregular", _("Irregular migration and return")
    ADMISSION = "admission", _("Residence and citizenship")
    MONEY = "money", _("Remittances and economy")
    DEVELOPMENT = "development", _("Development and mobility")


class TerritoryKind(models.TextChoices):
    STATE = "state", _("state")
    TERRITORY = "territory", _("territory")
    AGGREGATE = "aggregate", _("group of countries")
    OTHER = "other", _("no country")


class SubmissionStatus(models.TextChoices):
    """Where something stands that a contact point submitted. Only what is accepted is public."""

    SUBMITTED = "submitted", _("submitted")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")


class FrameTopic(models.TextChoices):
    """What the national frame of a state tells."""

    AUTHORITY = "authority", _("Migration authorities")
    MINISTER = "minister", _("Responsible minister")
    LAW = "law", _("Key laws")
    POLICY = "policy", _("Key policy documents")
    BIRTH = "birth", _("Citizenship by birth")
    DESCENT = "descent", _("Citizenship by descent")
    RESIDENCE = "residence", _("Citizenship by years of residence")
    DUAL = "dual", _("Dual citizenship")
    TRENDS = "trends", _("Trends in short")
