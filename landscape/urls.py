"""Routes of this app."""

from __future__ import annotations

from django.urls import path

from landscape.views import files, systems

app_name = "landscape"
SYSTEMS = "plants/<slug:slug>/landscape/systems/"
urlpatterns = [
    path(SYSTEMS, systems.system_list, name="system-list"),
    path(f"{SYSTEMS}new/", systems.system_create, name="system-create"),
    path(f"{SYSTEMS}template/", files.system_template, name="system-template"),
    path(f"{SYSTEMS}export/", files.system_export, name="system-export"),
    path(f"{SYSTEMS}import/", files.system_import, name="system-import"),
    path(f"{SYSTEMS}import/confirm/", files.system_import_confirm, name="system-import-confirm"),
    path(f"{SYSTEMS}import/marked/", files.system_import_marked, name="system-import-marked"),
    path(f"{SYSTEMS}<int:pk>/edit/", systems.system_edit, name="system-edit"),
    path(f"{SYSTEMS}<int:pk>/delete/", systems.system_delete, name="system-delete"),
]
