"""Routes of this app."""

from __future__ import annotations

from django.urls import path

from landscape.views import imports, systems

app_name = "landscape"
SYSTEMS = "plants/<slug:slug>/landscape/systems/"
urlpatterns = [
    path(SYSTEMS, systems.system_list, name="system-list"),
    path(f"{SYSTEMS}new/", systems.system_create, name="system-create"),
    path(f"{SYSTEMS}template/", imports.system_template, name="system-template"),
    path(f"{SYSTEMS}export/", imports.system_export, name="system-export"),
    path(f"{SYSTEMS}import/", imports.system_import, name="system-import"),
    path(f"{SYSTEMS}import/confirm/", imports.system_import_confirm, name="system-import-confirm"),
    path(f"{SYSTEMS}<int:pk>/edit/", systems.system_edit, name="system-edit"),
    path(f"{SYSTEMS}<int:pk>/delete/", systems.system_delete, name="system-delete"),
]
