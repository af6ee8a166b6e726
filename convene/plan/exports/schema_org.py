"""A project as schema.org's Project, for search engines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings

from convene.core.viewer import Viewer
from convene.plan.models import Project
from convene.registry.naming import Named


def project_of(
    project: Project, viewer: Viewer, leads: Iterable[Named], donors: Iterable[Named]
) -> dict[str, Any]:
    """The beginning is given only where its day is known."""
    address = f"{settings.PUBLIC_URL}/{viewer.language}/{project.address}"
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Project",
        "@id": address,
        "url": address,
        "identifier": project.key,
        "name": project.name.in_language(viewer.language),
        "alternateName": project.acronym,
        "description": project.text.in_language(viewer.language),
        "member": [{"@type": "Organization", "name": str(lead)} for lead in leads],
        "funder": [{"@type": "Organization", "name": str(donor)} for donor in donors],
    }
    if project.starts_on and not project.starts_told:
        found["foundingDate"] = project.starts_on.isoformat()
    return {name: value for name, value in found.items() if value}
