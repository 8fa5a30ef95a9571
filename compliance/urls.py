"""Routes of this app."""

from __future__ import annotations

from django.urls import path

from compliance import views

app_name = "compliance"
_BASE = "plants/<slug:slug>/compliance/"
_DUTY = f"{_BASE}obligations/<int:pk>/"
urlpatterns = [
    path(_BASE, views.obligation_list, name="obligation-list"),
    path(f"{_BASE}due/", views.due_list, name="due-list"),
    path(f"{_BASE}facts/", views.fact_list, name="fact-list"),
    path(f"{_BASE}refresh/", views.obligation_refresh, name="obligation-refresh"),
    path(f"{_BASE}export/", views.obligation_export, name="obligation-export"),
    path(f"{_BASE}import/", views.obligation_import, name="obligation-import"),
    path(f"{_BASE}import/marked/", views.obligation_import_marked, name="obligation-import-marked"),
    path(
        f"{_BASE}import/confirm/",
        views.obligation_import_confirm,
        name="obligation-import-confirm",
    ),
    path(f"{_BASE}obligations/bulk/", views.obligation_bulk, name="obligation-bulk"),
    path(_DUTY, views.obligation_detail, name="obligation-detail"),
    path(f"{_DUTY}edit/", views.obligation_edit, name="obligation-edit"),
    path(f"{_DUTY}confirm/", views.obligation_confirm, name="obligation-confirm"),
    path(f"{_DUTY}review/", views.obligation_review, name="obligation-review"),
    path(f"{_DUTY}evidence/new/", views.evidence_create, name="evidence-create"),
    path(f"{_BASE}evidence/<int:pk>/delete/", views.evidence_delete, name="evidence-delete"),
]
