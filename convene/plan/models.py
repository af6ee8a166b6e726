"""What was promised and what is done: thematic areas, plans, projects, pillars of work."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from convene.core.fields import MultilingualField
from convene.core.records import Record
from convene.plan.enums import ProjectKind, Role, WorkstreamKind
from convene.registry.models import Actor, Reading
from convene.repository.models import Work


class Area(Record, Reading):
    """A thematic area, under the name that the dialogue uses today."""

    address_kind = "area"

    number = models.PositiveSmallIntegerField(_("number"))
    name = MultilingualField(_("name"), blank=False)
    text = MultilingualField(_("about it"))

    class Meta(Reading.Meta):
        verbose_name = _("thematic area")
        verbose_name_plural = _("thematic areas")
        ordering = ["number"]


class AreaWording(Record):
    """How one source words a thematic area, and at which place of its list. Verbatim, in its language."""

    address_kind = "wording"

    area = models.ForeignKey(
        Area, verbose_name=_("thematic area"), on_delete=models.CASCADE, related_name="wordings"
    )
    wording = models.CharField(_("wording, as printed"), max_length=300)
    language = models.CharField(_("language"), max_length=10, default="en")
    position = models.PositiveSmallIntegerField(_("place in the source's list"), null=True, blank=True)
    note = MultilingualField(_("note"))

    class Meta:
        verbose_name = _("wording of a thematic area")
        verbose_name_plural = _("wordings of thematic areas")
        ordering = ["key"]


class Plan(Record, Reading):
    """An action plan or mandate, with the names of its levels (area; chapter; action) from the top."""

    address_kind = "plan"

    name = MultilingualField(_("name"), blank=False)
    levels = MultilingualField(_("names of its levels, from the top"))
    text = MultilingualField(_("about it"))
    work = models.ForeignKey(
        Work,
        verbose_name=_("document"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="plans",
    )

    class Meta(Reading.Meta):
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        ordering = ["starts_on", "key"]


class Provision(Record):
    """A part of a plan at any level: an area, a chapter, an action. Its exact words, where known."""

    address_kind = "provision"

    plan = models.ForeignKey(
        Plan, verbose_name=_("plan"), on_delete=models.CASCADE, related_name="provisions"
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("under"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="children",
    )
    area = models.ForeignKey(
        Area,
        verbose_name=_("thematic area"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="provisions",
    )
    number = models.CharField(_("number, as printed"), max_length=20, blank=True)
    title = MultilingualField(_("title"), blank=False)
    text = MultilingualField(_("text"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("provision")
        verbose_name_plural = _("provisions")
        ordering = ["plan", "position", "key"]


class Project(Record, Reading):
    """A project, pilot project or support concept."""

    address_kind = "project"

    kind = models.CharField(_("kind"), max_length=10, choices=ProjectKind, default=ProjectKind.PROJECT)
    acronym = models.CharField(_("acronym"), max_length=40, blank=True)
    name = MultilingualField(_("name"), blank=False)
    printed_name = models.CharField(_("name, as printed"), max_length=500, blank=True)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
    )
    areas = models.ManyToManyField(
        Area, verbose_name=_("thematic areas"), blank=True, related_name="projects"
    )
    text = MultilingualField(_("what it is for"))
    money = MultilingualField(_("money and frame"))
    participants_told = MultilingualField(_("participants, as told"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta(Reading.Meta):
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = ["position", "starts_on", "key"]


class ProjectRole(Record):
    """A state or organisation in a project, with its role."""

    address_kind = "project-role"

    project = models.ForeignKey(
        Project, verbose_name=_("project"), on_delete=models.CASCADE, related_name="roles"
    )
    actor = models.ForeignKey(
        Actor, verbose_name=_("state or organisation"), on_delete=models.PROTECT, related_name="project_roles"
    )
    role = models.CharField(_("role"), max_length=12, choices=Role)
    note = MultilingualField(_("note"))

    class Meta:
        verbose_name = _("role in a project")
        verbose_name_plural = _("roles in projects")
        ordering = ["project", "role", "actor__key"]


class Output(Record):
    """What a project produced; a document where we know it as one."""

    address_kind = "output"

    project = models.ForeignKey(
        Project, verbose_name=_("project"), on_delete=models.CASCADE, related_name="outputs"
    )
    title = MultilingualField(_("what it produced"), blank=False)
    work = models.ForeignKey(
        Work,
        verbose_name=_("document"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="outputs",
    )

    class Meta:
        verbose_name = _("output of a project")
        verbose_name_plural = _("outputs of projects")
        ordering = ["project", "key"]


class Workstream(Record, Reading):
    """A pillar of work, a hub that grows out of pillars, or a thematic component."""

    address_kind = "workstream"

    kind = models.CharField(_("kind"), max_length=12, choices=WorkstreamKind)
    name = MultilingualField(_("name"), blank=False)
    text = MultilingualField(_("what it does"))
    grows_from = models.ManyToManyField(
        "self", verbose_name=_("built up by"), symmetrical=False, blank=True, related_name="grows_into"
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta(Reading.Meta):
        verbose_name = _("pillar, hub or component")
        verbose_name_plural = _("pillars, hubs and components")
        ordering = ["position", "key"]
