"""Making a person who may sign in. Nobody signs up alone: an account is made for them."""

from __future__ import annotations

from django.contrib.auth.base_user import BaseUserManager
from django.db import transaction


class People(BaseUserManager):
    """The manager of `User`. An address is kept and compared in lower case."""

    use_in_migrations = False

    def get_by_natural_key(self, email: str):
        return self.get(email=email.strip().lower())

    def create_user(self, email: str, password: str | None = None, **fields):
        """
        Make a person whose e-mail address counts as confirmed, because whoever made the account vouches for it.

        Without a password the person signs in by a mailed code, or sets a password by the reset mail.
        """
        if not email:
            raise ValueError("A person needs an e-mail address to sign in.")
        with transaction.atomic():
            person = self.model(email=email.strip().lower(), **fields)
            person.set_password(password)
            person.save(using=self._db)
            person.confirm_email()
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)
