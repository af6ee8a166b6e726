"""People who sign in, what they changed, and the number that says the public record changed."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils.translation import gettext_lazy as _

from convene.accounts.encoding import RecordEncoder
from convene.accounts.people import People
from convene.core.failures import Failure


def spoken_languages() -> list[tuple[str, str]]:
    """Languages the software speaks. A function, so that adding one needs no migration."""
    return list(settings.LANGUAGES)


class User(AbstractBaseUser, PermissionsMixin):
    """
    A person who may sign in. What the person may do follows from terms in the registry, not from here.

    `is_staff` and `is_superuser` are the technical administrator's, for Wagtail and Django.
    """

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    language = models.CharField(
        _("language"),
        max_length=10,
        blank=True,
        choices=spoken_languages,
        help_text=_("The person's own choice; never derived from a state."),
    )
    is_active = models.BooleanField(
        _("may sign in"),
        default=True,
        help_text=_("Take this away instead of deleting the account; the record of changes stays readable."),
    )
    is_staff = models.BooleanField(_("technical staff"), default=False)
    joined_at = models.DateTimeField(_("account made at"), auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = People()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name", "email"]

    def __str__(self) -> str:
        return self.name or self.email

    def clean(self) -> None:
        super().clean()
        self.email = self.email.strip().lower()

    def save(self, *args, **kwargs) -> None:
        self.email = self.email.strip().lower()
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        return self.name or self.email

    def get_short_name(self) -> str:
        return self.name or self.email

    @property
    def first_name(self) -> str:
        """What Wagtail's menu shows. A person has one name here; which part of it comes first is not ours to know."""
        return self.name

    def confirm_email(self) -> None:
        """Count the address as this person's own and only one, so that sign-in asks for no confirmation of it."""
        from allauth.account.models import EmailAddress  # its models refer to this one

        EmailAddress.objects.filter(user=self).exclude(email=self.email).delete()
        EmailAddress.objects.update_or_create(
            user=self, email=self.email, defaults={"verified": True, "primary": True}
        )


class Unchangeable(Failure):
    """Somebody tried to rewrite what was recorded."""

    def __init__(self, record: str) -> None:
        super().__init__(
            record, str(_("the audit trail can only grow")), str(_("Record a new event instead."))
        )


class AuditEventQuerySet(models.QuerySet):
    """Events can be added and read."""

    def about(self, address: str):
        """Events of a thing and of its properties, newest first."""
        return self.filter(models.Q(address=address) | models.Q(address__startswith=f"{address}#"))

    def update(self, **changes):
        raise Unchangeable("accounts.AuditEvent")

    def delete(self):
        raise Unchangeable("accounts.AuditEvent")

    def bulk_update(self, objs, fields, batch_size=None):
        raise Unchangeable("accounts.AuditEvent")


class AuditEvent(models.Model):
    """
    One change: when, who, what, to which thing, what it was before and is now.

    Who and what are kept as text too, so that the trail is readable after the person or the thing is gone.
    Written only by `convene.accounts.audit.record_event`.
    """

    at = models.DateTimeField(_("at"), auto_now_add=True, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    by_label = models.CharField(_("by"), max_length=254)
    verb = models.CharField(_("verb"), max_length=60)
    address = models.CharField(_("address"), max_length=250, db_index=True)
    label = models.CharField(_("what"), max_length=300, blank=True)
    before = models.JSONField(_("before"), null=True, blank=True, encoder=RecordEncoder)
    after = models.JSONField(_("after"), null=True, blank=True, encoder=RecordEncoder)
    note = models.TextField(_("note"), blank=True)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.by_label}: {self.verb} {self.address}"

    def save(self, *args, **kwargs) -> None:
        if not self._state.adding:
            raise Unchangeable(str(self))
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise Unchangeable(str(self))


class RecordVersion(models.Model):
    """One row: how often what the public sees has changed. See `convene.accounts.record_version`."""

    ONLY = 1

    number = models.BigIntegerField(default=0)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("record version")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="there_is_one_record_version")]

    def __str__(self) -> str:
        return str(self.number)


class OneTimeLink(models.Model):
    """A local sign-in link. Only the hash of its token is kept; it works once, and never in production."""

    token_hash = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("one-time sign-in link")
        verbose_name_plural = _("one-time sign-in links")

    def __str__(self) -> str:
        return f"{self.user} until {self.expires_at:%Y-%m-%d %H:%M}"
