"""Routes of this app."""

from __future__ import annotations

from django.urls import path

from roadmap.views import (
    batches,
    history,
    initiatives,
    links,
    milestones,
    order,
    plan,
    presence,
    signing,
)

app_name = "roadmap"
ROOT = "plants/<slug:slug>/roadmap/"
ONE = f"{ROOT}initiatives/<int:pk>/"
LINK = f"{ROOT}dependencies/<int:pk>/"
STONE = f"{ROOT}milestones/<int:pk>/"
urlpatterns = [
    path(ROOT, plan.roadmap_detail, name="roadmap-detail"),
    path(f"{ROOT}create/", plan.roadmap_create, name="roadmap-create"),
    path(f"{ROOT}presence/", presence.roadmap_presence, name="roadmap-presence"),
    path(f"{ROOT}sort/", order.roadmap_sort, name="roadmap-sort"),
    path(f"{ROOT}preview/", batches.roadmap_preview, name="roadmap-preview"),
    path(f"{ROOT}accept/", batches.roadmap_accept, name="roadmap-accept"),
    path(f"{ROOT}bulk/", batches.roadmap_bulk, name="roadmap-bulk"),
    path(f"{ROOT}budget/edit/", plan.budget_edit, name="budget-edit"),
    path(f"{ROOT}initiatives/create/", initiatives.initiative_create, name="initiative-create"),
    path(f"{ONE}edit/", initiatives.initiative_edit, name="initiative-edit"),
    path(f"{ONE}move/", initiatives.initiative_move, name="initiative-move"),
    path(f"{ONE}place/", order.initiative_place, name="initiative-place"),
    path(f"{ONE}row/", initiatives.initiative_row_edit, name="initiative-row-edit"),
    path(f"{ONE}copy/", initiatives.initiative_copy, name="initiative-copy"),
    path(f"{ONE}delete/", initiatives.initiative_delete, name="initiative-delete"),
    path(f"{ONE}milestones/create/", milestones.milestone_create, name="milestone-create"),
    path(f"{STONE}edit/", milestones.milestone_edit, name="milestone-edit"),
    path(f"{STONE}reach/", milestones.milestone_reach, name="milestone-reach"),
    path(f"{STONE}sign/<slug:side>/", signing.milestone_sign, name="milestone-sign"),
    path(f"{STONE}delete/", milestones.milestone_delete, name="milestone-delete"),
    path(f"{ROOT}dependencies/create/", links.dependency_create, name="dependency-create"),
    path(f"{LINK}edit/", links.dependency_edit, name="dependency-edit"),
    path(f"{LINK}delete/", links.dependency_delete, name="dependency-delete"),
    path(f"{ROOT}changes/", history.change_list, name="change-list"),
    path(f"{ROOT}changes/<int:pk>/undo/", history.change_undo, name="change-undo"),
    path(f"{ROOT}changes/<int:pk>/redo/", history.change_redo, name="change-redo"),
]
