"""
Sign-in under /account/, and the doors of Wagtail and Django that must lead there.

Include at the root of the site BEFORE `wagtail.admin.urls` and `wagtail.urls`: the first match wins.
"""

from django.urls import include, path
from wagtail.admin.auth import require_admin_access

from convene.accounts import views
from convene.accounts.cms import OwnAccountView

urlpatterns = [
    path("account/link/<str:token>/", views.one_time_link, name="account_one_time_link"),
    path("account/language/", views.choose_language, name="account_choose_language"),
    path("account/", include("allauth.urls")),
    path("cms/account/", require_admin_access(OwnAccountView.as_view())),
    path("cms/login/", views.to_login),
    path("cms/password_reset/", views.to_password_reset),
    path("cms/password_reset/<path:rest>", views.to_password_reset),
    path("_util/login/", views.to_login),
    path("admin/", views.to_login),
    path("admin/login/", views.to_login),
    path("accounts/login/", views.to_login),
    path("login/", views.to_login),
]
