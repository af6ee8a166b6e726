"""Which reminder went to whom, so that nobody is told the same thing twice."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ReminderStage(models.TextChoices):
    """How urgent a duty was when somebody was reminded of it."""

    OPEN = "open", _("it is asked for")
    TWO_WEEKS = "two_weeks", _("two weeks are left")
    LAST_DAYS = "last_days", _("three days are left")
    LATE = "late", _("its day has passed")


class SentReminder(models.Model):
    """One mail about one duty. `duty` is `registry.Duty.key`; a duty that begins anew has another key."""

    duty = models.CharField(_("duty"), max_length=200)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("to"), on_delete=models.CASCADE, related_name="+"
    )
    stage = models.CharField(_("how urgent"), max_length=12, choices=ReminderStage)
    day = models.DateField(_("day"))

    class Meta:
        verbose_name = _("reminder that was sent")
        verbose_name_plural = _("reminders that were sent")
        constraints = [
            models.UniqueConstraint(fields=["duty", "person", "stage"], name="a_reminder_is_sent_once")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.stage} {self.duty}"
