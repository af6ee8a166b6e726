"""Who may read what of the repository. `may_*(viewer, ...)` answers yes or no."""

from __future__ import annotations

from convene.core.viewer import Viewer
from convene.repository.models import Work


def may_read(viewer: Viewer, work: Work) -> bool:
    """Whether the viewer may see the document, and with it every language version and file of it."""
    return Work.objects.visible_to(viewer).filter(pk=work.pk).exists()
