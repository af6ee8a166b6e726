"""
Documents: a Work (what was written), its Expressions (in a language and version), their Files.

The day of a document is not the day on which somebody uploaded it.
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from convene.core.fields import MultilingualField
from convene.core.records import Record
from convene.core.visibility import Visibility, VisibleQuerySet
from convene.registry.models import Actor, Body, Concept
from convene.repository.enums import ExpressionStatus


class Work(Record):
    """A document as a work: a declaration, a plan, a handbook, whatever language it is in."""

    address_kind = "document"

    kind = models.ForeignKey(Concept, verbose_name=_("kind"), on_delete=models.PROTECT, related_name="works")
    title = MultilingualField(_("title"), blank=False)
    printed_title = models.CharField(_("title, as printed"), max_length=500, blank=True)
    dated_on = models.DateField(_("date of the document"), null=True, blank=True)
    dated_told = models.CharField(_("date, as told"), max_length=40, blank=True)
    authors = models.ManyToManyField(Actor, verbose_name=_("authors"), blank=True, related_name="works")
    authors_told = models.CharField(_("authors, as told"), max_length=300, blank=True)
    summary = MultilingualField(_("what it is"))
    body = models.ForeignKey(
        Body, verbose_name=_("body"), on_delete=models.PROTECT, null=True, blank=True, related_name="works"
    )
    visibility = models.CharField(
        _("who may see it"), max_length=12, choices=Visibility, default=Visibility.PUBLIC
    )

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-dated_on", "key"]


class Expression(Record):
    """A work in one language and version. `url` is where the publisher has it."""

    address_kind = "expression"

    work = models.ForeignKey(
        Work, verbose_name=_("document"), on_delete=models.CASCADE, related_name="expressions"
    )
    language = models.CharField(_("language"), max_length=10)
    version = models.CharField(_("version"), max_length=40, blank=True)
    status = models.CharField(
        _("status"), max_length=12, choices=ExpressionStatus, default=ExpressionStatus.PUBLISHED
    )
    title = models.CharField(_("title in this language"), max_length=500, blank=True)
    url = models.URLField(_("address on the web"), max_length=600, blank=True)
    note = MultilingualField(_("note"))

    class Meta:
        verbose_name = _("language version of a document")
        verbose_name_plural = _("language versions of documents")
        ordering = ["work", "language"]


class File(models.Model):
    """The bytes of an expression. Checked by content and size when uploaded; served through `rules.may_read`."""

    expression = models.ForeignKey(Expression, on_delete=models.CASCADE, related_name="files")
    file = models.FileField(_("file"), upload_to="documents/")
    media_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")

    def __str__(self) -> str:
        return self.file.name

    def clean(self) -> None:
        """Refuse what is not the kind of file that its name says, or too large; note what it is."""
        # The upload checks also make Wagtail's forms, which need all models to be there.
        from convene.accounts.uploads import UploadRefused, check_upload

        if not self.file or getattr(self.file, "_committed", True):
            return
        try:
            accepted = check_upload(self.file.file, self.file.name)
        except UploadRefused as refusal:
            raise ValidationError({"file": str(refusal)}) from refusal
        self.media_type, self.size = accepted.media_type, accepted.size
