"""Files that are handed out."""

from __future__ import annotations

from django.http import HttpResponse

CSV_TYPE = "text/csv; charset=utf-8"


def as_file(data: bytes | str, name: str, kind: str) -> HttpResponse:
    """Return data as a file to keep.

    Args:
        data: the whole file.
        name: of the file, in ASCII.
        kind: its content type.
    """
    response = HttpResponse(data, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
