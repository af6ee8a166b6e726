"""allauth's forms where they lack words (named in settings.MFA_FORMS)."""

from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django.utils.translation import gettext_lazy as _


class AddKeyForm(AddWebAuthnForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the key")
        if "passwordless" in self.fields:
            self.fields["passwordless"].label = _("Also sign in with it alone, without a password")
            self.fields["passwordless"].help_text = _(
                "The device then asks for your fingerprint, face or PIN each time."
            )
