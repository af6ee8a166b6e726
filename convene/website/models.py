"""
Editorial pages: news and texts, written, reviewed and published in Wagtail, one tree for each language.

Facts stay in the record; a page refers to them by address. Trees: root > home of a language > sections
("news") and desks of states; articles stand below either. Their public addresses do not show the tree:
/<language>/news/<slug>, /<language>/page/<slug>.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, Task, TaskState

from convene.core.viewer import Viewer
from convene.registry.models import State
from convene.registry.rules import may_edit_registry
from convene.registry.standing_backend import viewer_in_back_office
from convene.registry.viewing import page_of, viewer_of
from convene.ui.page import Page as PageOfTheSite
from convene.website.facts import Fact, FactBlock, facts_at

TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "blockquote", "hr"]
NEWS = "news"


class _Served(Page):
    """A page that the public may read, in our own look. Wagtail's own serving is not mounted."""

    class Meta:
        abstract = True

    @classmethod
    def published(cls) -> models.QuerySet:
        """What everybody may read: published, and not kept behind a password or for some."""
        return cls.objects.live().public()

    @property
    def language(self) -> str:
        return self.locale.language_code

    @property
    def public_path(self) -> str:
        """The path without language."""
        raise NotImplementedError

    def get_url_parts(self, request=None):
        return None, settings.PUBLIC_URL, f"/{self.language}/{self.public_path}"

    def get_url(self, request=None, current_site=None):
        return f"/{self.language}/{self.public_path}"

    url = property(get_url)

    def get_full_url(self, request=None):
        return settings.PUBLIC_URL + self.get_url()

    full_url = property(get_full_url)

    def read_in(self) -> list[str]:
        """Languages in which this page is published."""
        same = self.published().filter(translation_key=self.translation_key)
        return list(same.values_list("locale__language_code", flat=True))

    def get_context(self, request, *args, **kwargs) -> dict[str, Any]:
        viewer = viewer_of(request, self.language)
        page = self.page_for(viewer, self.read_in())
        return {"page": page, "thing": self, **self.shown_to(viewer)}

    def page_for(self, viewer: Viewer, languages: Sequence[str]) -> PageOfTheSite:
        """What the base template is told, with a link to each of the `languages`."""
        page = page_of(
            viewer,
            title=self.title,
            description=self.search_description or getattr(self, "intro", ""),
            path=self.public_path,
            section=NEWS,
            has_date_control=False,
        )
        page.languages = [pair for pair in page.languages if pair[0] in {*languages, self.language}]
        return page

    def shown_to(self, viewer: Viewer) -> dict[str, Any]:
        """What the template needs beside the page itself."""
        return {}


class HomePage(Page):
    """The root of the editorial pages of one language. The home page that readers see is made of the record."""

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["website.SectionPage", "website.StateDesk"]
    is_creatable = False

    class Meta:
        verbose_name = _("editorial pages of a language")
        verbose_name_plural = _("editorial pages of languages")

    def get_url_parts(self, request=None):
        return None, settings.PUBLIC_URL, f"/{self.locale.language_code}/"


class SectionPage(_Served):
    """A list of articles: the news, or another."""

    intro = models.TextField(_("introduction"), blank=True)

    template = "website/section.html"
    parent_page_types = ["website.HomePage"]
    subpage_types = ["website.ArticlePage"]
    content_panels = [*Page.content_panels, FieldPanel("intro")]

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    @property
    def public_path(self) -> str:
        return NEWS if self.slug.startswith(NEWS) else f"page/{self.slug}"

    def articles(self) -> models.QuerySet[ArticlePage]:
        """Published articles of this section, the newest first; in the news also those of states' desks."""
        published = ArticlePage.published().filter(locale_id=self.locale_id)
        if self.public_path != NEWS:
            published = published.descendant_of(self)
        return published.order_by("-date", "-first_published_at")

    def shown_to(self, viewer: Viewer) -> dict[str, Any]:
        return {"articles": list(self.articles())}


class StateDesk(Page):
    """Where the contact points of a state write. Nobody but they and the secretariat see what stands here."""

    state = models.ForeignKey(State, verbose_name=_("state"), on_delete=models.PROTECT, related_name="desks")

    parent_page_types = ["website.HomePage"]
    subpage_types = ["website.ArticlePage"]
    is_creatable = False
    content_panels = Page.content_panels

    class Meta:
        verbose_name = _("desk of a state")
        verbose_name_plural = _("desks of states")

    def get_url_parts(self, request=None):
        """Its articles, once published, are among the news; the desk itself is nowhere."""
        return None, settings.PUBLIC_URL, f"/{self.locale.language_code}/{NEWS}"


class ArticlePage(_Served):
    """A piece of news or a text. Published by the secretariat, after review."""

    date = models.DateField(_("date"), default=timezone.localdate)
    intro = models.TextField(_("introduction"), help_text=_("One or two sentences; shown in lists."))
    body = StreamField(
        [
            ("text", blocks.RichTextBlock(features=TEXT_FEATURES, label=_("Text"))),
            (
                "quote",
                blocks.StructBlock(
                    [
                        ("words", blocks.TextBlock(label=_("Words"))),
                        ("by", blocks.CharBlock(required=False, label=_("Said or written by"))),
                    ],
                    icon="openquote",
                    label=_("Quotation"),
                ),
            ),
            ("fact", FactBlock(icon="link", label=_("Fact of the record"))),
        ],
        blank=True,
        verbose_name=_("text"),
    )

    template = "website/article.html"
    parent_page_types = ["website.SectionPage", "website.StateDesk"]
    subpage_types: list[str] = []
    content_panels = [*Page.content_panels, FieldPanel("date"), FieldPanel("intro"), FieldPanel("body")]

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    @property
    def public_path(self) -> str:
        return f"{NEWS}/{self.slug}"

    @property
    def desk(self) -> StateDesk | None:
        """The desk of the state that wrote it, if one did."""
        parent = self.get_parent().specific
        return parent if isinstance(parent, StateDesk) else None

    def clean(self) -> None:
        super().clean()
        same = ArticlePage.objects.filter(slug=self.slug, locale_id=self.locale_id).exclude(pk=self.pk)
        if self.slug and same.exists():
            raise ValidationError({"slug": _("Another article already has this address.")})

    def shown_to(self, viewer: Viewer) -> dict[str, Any]:
        addresses = [block.value["address"] for block in self.body if block.block_type == "fact"]
        facts: dict[str, Fact] = facts_at(addresses, viewer)
        desk = self.desk if self.pk else None
        return {"facts": facts, "by_state": desk.state if desk else None}


class SecretariatReview(Task):
    """The one step of review: whoever is of the secretariat today approves, or asks for changes."""

    class Meta:
        verbose_name = _("review by the secretariat")
        verbose_name_plural = _("reviews by the secretariat")

    def user_can_access_editor(self, obj, user) -> bool:
        return is_reviewer(user)

    def locked_for_user(self, obj, user) -> bool:
        return not is_reviewer(user)

    def user_can_lock(self, obj, user) -> bool:
        return is_reviewer(user)

    def user_can_unlock(self, obj, user) -> bool:
        return is_reviewer(user)

    def get_actions(self, obj, user):
        if not is_reviewer(user):
            return []
        return [
            ("reject", _("Ask for changes"), True),
            ("approve", _("Approve"), False),
            ("approve", _("Approve with a comment"), True),
        ]

    def get_task_states_user_can_moderate(self, user, **kwargs):
        if not is_reviewer(user):
            return TaskState.objects.none()
        return TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS, task=self.task_ptr)

    @classmethod
    def get_description(cls):
        return _("The secretariat approves the page, or asks for changes")


def is_reviewer(user) -> bool:
    return user.is_active and (user.is_superuser or may_edit_registry(viewer_in_back_office(user)))
