"""Making the trees of editorial pages: one for each language of the dialogue, one desk for each state that writes."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Locale, Page, Site, Workflow, WorkflowPage, WorkflowTask

from convene.registry.enums import ActorKind
from convene.registry.models import Appointment, State
from convene.registry.queries.reference import reference
from convene.website.models import NEWS, HomePage, SecretariatReview, SectionPage, StateDesk


@transaction.atomic
def prepare_site(languages: Sequence[str]) -> None:
    """
    Make what editorial pages need and is not there yet: a home and a news section for each language, the
    review by the secretariat, and a desk for each state for which somebody is appointed. Twice changes nothing.
    """
    locales = [Locale.objects.get_or_create(language_code=language)[0] for language in languages]
    root = Page.objects.filter(depth=1).first()
    homes = _homes(root, locales)
    _review(root)
    site = Site.objects.filter(is_default_site=True).first() or Site(
        is_default_site=True, hostname="localhost"
    )
    if site.root_page_id != homes[0].pk:
        site.root_page = homes[0]
        site.save()
    _remove_welcome(root)
    for code in sorted(set(_states_that_write())):
        open_desk(code)


def open_desk(state_code: str) -> None:
    """Make the desks of a state, one in each language, where they are missing."""
    state = State.objects.get(key=state_code)
    original = None
    for home in HomePage.objects.order_by("path"):
        language = home.locale.language_code
        desk = StateDesk.objects.filter(state=state, locale=home.locale).first()
        if desk is None:
            desk = StateDesk(
                title=_desk_title(state, language),
                slug=f"desk-{state.key.lower()}",
                state=state,
                locale=home.locale,
                live=False,
                show_in_menus=False,
            )
            if original is not None:
                desk.translation_key = original.translation_key
            home.add_child(instance=desk)
        original = original or desk


def _homes(root: Page, locales: Sequence[Locale]) -> list[HomePage]:
    homes: list[HomePage] = []
    for locale in locales:
        home = HomePage.objects.filter(locale=locale).first()
        if home is None:
            code = locale.language_code
            with override(code):
                title, news_title = f"{_('Editorial pages')} ({code})", _("News")
            home = HomePage(title=title, slug=f"editorial-{code}", locale=locale, show_in_menus=False)
            news = SectionPage(title=news_title, slug=NEWS, locale=locale)
            if homes:
                home.translation_key = homes[0].translation_key
                news.translation_key = SectionPage.objects.get(locale=locales[0], slug=NEWS).translation_key
            root.add_child(instance=home)
            home.add_child(instance=news)
        homes.append(home)
    return homes


def _review(root: Page) -> None:
    if WorkflowPage.objects.filter(page=root, workflow__active=True).exists():
        if WorkflowTask.objects.filter(task__content_type=_type_of_review()).exists():
            return
        WorkflowPage.objects.filter(page=root).delete()  # the one that Wagtail brings, for its groups
    task, _made = SecretariatReview.objects.get_or_create(name="Review by the secretariat")
    workflow, _made = Workflow.objects.get_or_create(name="Review by the secretariat")
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task.task_ptr, defaults={"sort_order": 0})
    WorkflowPage.objects.create(workflow=workflow, page=root)


def _type_of_review() -> ContentType:
    return ContentType.objects.get_for_model(SecretariatReview)


def _remove_welcome(root: Page) -> None:
    """Wagtail's own first page greets developers."""
    for page in root.get_children().filter(slug="home"):
        if page.specific_class is Page and not page.get_children().exists():
            page.delete()


def _states_that_write() -> list[str]:
    return list(Appointment.objects.filter(actor__kind=ActorKind.STATE).values_list("actor__key", flat=True))


def _desk_title(state: State, language: str) -> str:
    from convene.registry.queries.names import designation

    day = reference().dialogue.as_of
    name = designation(state.address, on=day, language=language) if day else state.key
    with override(language):
        return _("Drafts: %(state)s") % {"state": name}
