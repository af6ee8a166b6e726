"""Public addresses of documents, under /<language>/."""

from django.urls import path, re_path

from convene.repository import views

FORMS = r"(?P<form>csv|json|atom)"

urlpatterns = [
    path("documents", views.documents, name="documents"),
    re_path(rf"^documents\.{FORMS}$", views.data, name="documents_data"),
    re_path(r"^expressions\.(?P<form>csv|json)$", views.expressions_data, name="expressions_data"),
    path("document/<str:key>", views.document, name="document"),
    path("document/<str:key>/file/<int:pk>", views.file, name="document_file"),
]
