from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    name = "convene.accounts"
    label = "accounts"
    default = True
    verbose_name = _("Accounts")

    def ready(self) -> None:
        from convene.accounts import sign_in_events

        sign_in_events.connect()


class PeopleConfig(WagtailUsersAppConfig):
    """Wagtail's "Users" with our form: one name, a language, no password typed by somebody else."""

    user_viewset = "convene.accounts.cms.PeopleViewSet"
