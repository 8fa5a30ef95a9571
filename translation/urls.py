"""Routes of this app."""

from __future__ import annotations

from django.urls import path

from translation.views import files, listing

app_name = "translation"
AREA = "plants/<slug:slug>/translation/texts/"
urlpatterns = [
    path(AREA, listing.text_list, name="text-list"),
    path(f"{AREA}export/", files.text_export, name="text-export"),
    path(f"{AREA}import/", files.text_import, name="text-import"),
]
