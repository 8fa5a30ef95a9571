"""Handing out evidence, whatever it proves."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from core.uploads import as_attachment
from organizations.access import get_plant, may
from organizations.domain.roles import Permission
from organizations.models import Evidence
from organizations.selectors.evidence import rights_to


@login_required
@require_safe
def evidence_download(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    """Hand out a file as an attachment to whoever may see one of the things that it proves.

    Raises:
        Http404: it is a link or another plant's, or the file is no longer in the store.
        PermissionDenied: the person sees nothing that it proves.
    """
    plant = get_plant(request, slug, Permission.PLANT_VIEW)
    piece = get_object_or_404(Evidence, plant=plant, pk=pk)
    if not any(may(request, plant, right) for right in rights_to(piece)):
        raise PermissionDenied
    if piece.kind != Evidence.Kind.FILE:
        raise Http404
    return as_attachment(piece.file, title=piece.title, content_type=piece.content_type)
