"""
Migration Profiles: a profile of a state, the versions of its text, what they say, and every step of its way.

The text of a version stands in paragraphs and figures of the parts of its template. A version that was sent to
the secretariat never changes again. Steps are only ever added; each is sealed with the one before it.
"""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from convene.core.chain import Content, seal
from convene.core.failures import Failure
from convene.core.fields import MultilingualField
from convene.core.records import Record
from convene.core.text import Text
from convene.observatory.profile_rounds import PUBLICATIONS, ProfileKind, Step
from convene.registry.models import Actor, State
from convene.registry.silence import Event


class StepsAreNotRewritten(Failure):
    def __init__(self, record: str) -> None:
        super().__init__(
            record, str(_("a step that was taken is not rewritten")), str(_("Record what happened since."))
        )


class ProfileQuerySet(models.QuerySet):
    """A profile is public while a version of it is; its state and the secretariat see it from its first word."""

    def public(self):
        return self.filter(Exists(ProfileVersion.objects.public().filter(profile=OuterRef("pk"))))

    def visible_to(self, viewer):
        if viewer.standing.is_secretariat:
            return self
        published = Exists(ProfileVersion.objects.public().filter(profile=OuterRef("pk")))
        return self.filter(Q(published) | Q(state__key__in=viewer.standing.states))


class Profile(Record):
    """The Migration Profile of a state, after one template, of one year. Its state comes from its steps."""

    address_kind = "profile"

    state = models.ForeignKey(
        State, verbose_name=_("state"), on_delete=models.PROTECT, related_name="migration_profiles"
    )
    kind = models.CharField(_("template"), max_length=10, choices=ProfileKind)
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(1990), MaxValueValidator(2100)]
    )

    objects = ProfileQuerySet.as_manager()

    class Meta:
        verbose_name = _("Migration Profile")
        verbose_name_plural = _("Migration Profiles")
        ordering = ["state__key", "-year", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["state", "kind", "year"], name="a_state_has_one_profile_of_a_year"
            )
        ]

    @staticmethod
    def key_for(state: str, kind: str, year: int) -> str:
        return f"{state}-{kind}-{year}"

    @property
    def title(self) -> Text:
        """For lists of data, where no day says under which name the state goes: its code stands for it."""
        words = {}
        for language, _name in settings.LANGUAGES:
            with override(language):
                words[language] = f"{self.get_kind_display()} {self.year}: {self.state.key}"
        return Text.from_plain(words, state="reviewed")


class ProfileVersionQuerySet(models.QuerySet):
    """A version is public from its publication until the profile is withdrawn."""

    def public(self):
        steps = ProfileStep.objects.filter(profile=OuterRef("profile")).order_by("-number")
        published = ProfileStep.objects.filter(version=OuterRef("pk"), what__in=PUBLICATIONS)
        rows = self.annotate(
            published_at=Subquery(published.order_by("-number").values("number")[:1]),
            withdrawn_at=Subquery(steps.filter(what=Step.WITHDRAWN).values("number")[:1]),
        )
        return rows.filter(
            Q(withdrawn_at=None) | Q(published_at__gt=F("withdrawn_at")), published_at__isnull=False
        )

    def visible_to(self, viewer):
        if viewer.standing.is_secretariat:
            return self
        public = ProfileVersion.objects.public().order_by().values("pk")
        return self.filter(Q(pk__in=public) | Q(profile__state__key__in=viewer.standing.states))


class ProfileVersion(Record):
    """One wording of a profile. `copied_from` is the version it was begun with: the last one, or last year's."""

    address_kind = "profile-version"

    profile = models.ForeignKey(
        Profile, verbose_name=_("Migration Profile"), on_delete=models.CASCADE, related_name="versions"
    )
    number = models.PositiveSmallIntegerField(_("version"), validators=[MinValueValidator(1)])
    copied_from = models.ForeignKey(
        "self",
        verbose_name=_("begun with"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="continued_by",
    )

    objects = ProfileVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a Migration Profile")
        verbose_name_plural = _("versions of Migration Profiles")
        ordering = ["profile", "number"]
        constraints = [
            models.UniqueConstraint(fields=["profile", "number"], name="a_version_has_its_own_number")
        ]


class OfVersionQuerySet(models.QuerySet):
    """What a version says is seen by whoever may see the version."""

    def public(self):
        return self.filter(version__in=ProfileVersion.objects.public().order_by().values("pk"))

    def visible_to(self, viewer):
        return self.filter(version__in=ProfileVersion.objects.visible_to(viewer).order_by().values("pk"))


class ProfileParagraph(Record):
    """
    A paragraph (or list) of a part, as cleaned HTML in each language.

    Sources of the registry are cited by its address; `told_sources` names others in the writer's own words.
    """

    address_kind = "profile-paragraph"

    version = models.ForeignKey(
        ProfileVersion, verbose_name=_("version"), on_delete=models.CASCADE, related_name="paragraphs"
    )
    part = models.CharField(_("part of the template"), max_length=20)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    text = MultilingualField(_("text"))
    told_sources = models.CharField(_("other sources, in words"), max_length=500, blank=True)
    copied = models.BooleanField(_("copied from last year, not edited since"), default=False)

    objects = OfVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("paragraph of a Migration Profile")
        verbose_name_plural = _("paragraphs of Migration Profiles")
        ordering = ["version", "part", "position", "key"]


class ProfileFigure(Record):
    """
    A figure of a part, bound to an observation by indicator and year of the profile's state.

    What it says is looked up while the version is written. `seen_*` keep what it said when the version was
    sent: the number as digits with a dot, its unit, the edition it came from and the day.
    """

    address_kind = "profile-figure"

    version = models.ForeignKey(
        ProfileVersion, verbose_name=_("version"), on_delete=models.CASCADE, related_name="figures"
    )
    part = models.CharField(_("part of the template"), max_length=20)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    indicator = models.CharField(_("indicator"), max_length=60)
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(1950), MaxValueValidator(2100)]
    )
    seen_value = models.CharField(_("value when sent"), max_length=40, blank=True)
    seen_unit = models.CharField(_("unit when sent"), max_length=60, blank=True)
    seen_edition = models.CharField(_("edition when sent"), max_length=120, blank=True)
    seen_on = models.DateField(_("seen on"), null=True, blank=True)

    objects = OfVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("figure of a Migration Profile")
        verbose_name_plural = _("figures of Migration Profiles")
        ordering = ["version", "part", "position", "key"]


class ProfileStepQuerySet(models.QuerySet):
    def public(self):
        """Steps of published versions that are about publication; rounds and their notes stay inside."""
        shown = ProfileVersion.objects.public().order_by().values("pk")
        return self.filter(what__in=PUBLIC_STEPS, version__in=shown)

    def visible_to(self, viewer):
        if viewer.standing.is_secretariat:
            return self
        shown = ProfileVersion.objects.public().order_by().values("pk")
        mine = Q(profile__state__key__in=viewer.standing.states)
        return self.filter(mine | Q(what__in=PUBLIC_STEPS, version__in=shown))

    def update(self, **changes):
        raise StepsAreNotRewritten("observatory.ProfileStep")


PUBLIC_STEPS = frozenset({Step.SUBMITTED, Step.ENDORSED, *PUBLICATIONS})


class ProfileStep(Record):
    """
    One step of a profile: what, on which day of the dialogue's time zone, on whose behalf, to which version.

    `person_mark` stands for the person in the seal, so that the chain can be checked in a copy of the record,
    which never holds people. `person` and `person_label` stay in this database.
    """

    address_kind = "profile-step"

    profile = models.ForeignKey(
        Profile, verbose_name=_("Migration Profile"), on_delete=models.CASCADE, related_name="steps"
    )
    number = models.PositiveSmallIntegerField(_("number"), validators=[MinValueValidator(1)])
    what = models.CharField(_("step"), max_length=20, choices=Step)
    happened_on = models.DateField(_("day"))
    version = models.ForeignKey(
        ProfileVersion, verbose_name=_("version"), on_delete=models.PROTECT, related_name="steps"
    )
    actor = models.ForeignKey(
        Actor, verbose_name=_("on behalf of"), on_delete=models.PROTECT, related_name="profile_steps"
    )
    remark = models.TextField(_("remark, not public"), blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    person_label = models.CharField(_("by"), max_length=254, blank=True)
    person_mark = models.CharField(_("mark of the person"), max_length=16, blank=True)
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)
    seal = models.CharField(_("seal"), max_length=64, blank=True)

    objects = ProfileStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of a Migration Profile")
        verbose_name_plural = _("steps of Migration Profiles")
        ordering = ["profile", "number"]
        constraints = [
            models.UniqueConstraint(fields=["profile", "number"], name="a_step_has_its_own_number")
        ]

    def save(self, *args, **kwargs) -> None:
        if not self._state.adding:
            raise StepsAreNotRewritten(self.address)
        super().save(*args, **kwargs)

    @property
    def event(self) -> Event:
        """The step for the rules. Asks nothing of the database where version and actor are at hand."""
        return Event(self.what, self.happened_on, self.actor.address, self.version.number, self.remark)

    @property
    def content(self) -> Content:
        """What the seal covers."""
        return step_content(
            profile=self.profile.key,
            number=self.number,
            what=self.what,
            on=self.happened_on.isoformat(),
            version=self.version.number,
            actor=self.actor.address,
            note=self.remark,
            person=self.person_mark,
        )

    def sealed_after(self, previous: str) -> str:
        return seal(previous, self.content)


def step_content(**content: str | int) -> Content:
    """One shape of what is sealed, for rows of the database and of a pack alike."""
    order = ("profile", "number", "what", "on", "version", "actor", "note", "person")
    return {name: content[name] for name in order}
