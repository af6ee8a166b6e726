"""What accounts add to Wagtail's own pages."""

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks


@hooks.register("register_account_menu_item")
def sign_in_pages(request):
    """From one's account in the back office to second factor, password and address."""
    return {
        "url": reverse("mfa_index"),
        "label": _("Second factor, password, e-mail address"),
        "help_text": _("How you sign in."),
    }
