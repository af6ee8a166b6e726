"""All addresses. Each part has its own; the order matters only where noted."""

from django.urls import include, path, register_converter


class LanguageCode:
    """The first step of every public address. Which languages a dialogue has is asked by the view."""

    regex = "[a-z]{2,3}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(LanguageCode, "lang")

urlpatterns = [
    path("", include("convene.accounts.urls")),  # before Wagtail's own sign-in
    path("cms/", include("wagtail.admin.urls")),
    path("documents/", include("wagtail.documents.urls")),  # asks who may read, every time
    path("api/", include("convene.observatory.machine_urls")),
    path("", include("convene.website.urls")),
    path("<lang:language>/", include("convene.ui.urls")),
    path("<lang:language>/", include("convene.registry.urls")),
    path("<lang:language>/", include("convene.repository.urls")),
    path("<lang:language>/", include("convene.dialogue.urls")),
    path("<lang:language>/", include("convene.plan.urls")),
    path("<lang:language>/", include("convene.observatory.urls")),
]

handler400 = "convene.website.views.errors.bad_request"
handler403 = "convene.website.views.errors.forbidden"
handler404 = "convene.website.views.errors.not_found"
handler500 = "convene.website.views.errors.server_error"
