"""What ties editorial pages to the rest: who may touch them, when the public record changes, how text is shown."""

from __future__ import annotations

from django.db.models.signals import post_delete, post_save
from markupsafe import Markup
from wagtail.models import AbstractPage, PageViewRestriction
from wagtail.permissions import register_permission_policy
from wagtail.rich_text import RichText, expand_db_html
from wagtail.signals import page_published, page_unpublished

from convene.accounts.record_version import touched_public
from convene.registry.enums import ActorKind
from convene.registry.models import Appointment
from convene.search.operations import mark, mark_kind
from convene.ui.environment import register_filter


def connect() -> None:
    """Called once, when all parts are loaded."""
    from convene.website.models import ArticlePage, SectionPage
    from convene.website.page_policy import StandingPagePolicy

    register_permission_policy(AbstractPage, StandingPagePolicy())
    for signal in (page_published, page_unpublished):
        signal.connect(_public_changed, dispatch_uid="editorial")
    for model in (ArticlePage, SectionPage):
        post_delete.connect(_public_changed, sender=model, dispatch_uid="editorial")
    for signal in (post_save, post_delete):
        signal.connect(_privacy_changed, sender=PageViewRestriction, dispatch_uid="editorial")
    post_save.connect(_appointed, sender=Appointment, dispatch_uid="editorial")
    register_filter("editorial", editorial)


def editorial(value: RichText) -> Markup:
    """Rich text of an editorial page, cleaned by Wagtail when it was saved, with its links followed."""
    return Markup(expand_db_html(value.source))  # noqa: S704


def _public_changed(sender, instance, **kwargs) -> None:
    touched_public()
    mark(f"article/{instance.slug}")


def _privacy_changed(sender, **kwargs) -> None:
    """A page was put behind a password or freed, and with it all below."""
    touched_public()
    mark_kind("article")


def _appointed(sender, instance: Appointment, **kwargs) -> None:
    """Whoever is appointed for a state finds its desk."""
    from convene.website.models import HomePage
    from convene.website.operations import open_desk

    if instance.actor.kind == ActorKind.STATE and HomePage.objects.exists():
        open_desk(instance.actor.key)
