"""Routes of this app."""

from __future__ import annotations

from django.urls import path

from roadmap.forms.initiatives import InitiativeForm
from roadmap.forms.plan import MilestoneForm
from roadmap.views import (
    batches,
    gates,
    history,
    initiatives,
    links,
    milestones,
    order,
    plan,
    presence,
    signing,
)
from roadmap.views.gone import tells_gone

app_name = "roadmap"
ROOT = "plants/<slug:slug>/roadmap/"
ONE = f"{ROOT}initiatives/<int:pk>/"
LINK = f"{ROOT}dependencies/<int:pk>/"
GATE = f"{ROOT}gates/"
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
    path(GATE, gates.gate_list, name="gate-list"),
    path(f"{GATE}create/", gates.gate_condition_create, name="gate-condition-create"),
    path(f"{GATE}<int:pk>/edit/", gates.gate_condition_edit, name="gate-condition-edit"),
    path(f"{GATE}<int:pk>/delete/", gates.gate_condition_delete, name="gate-condition-delete"),
    path(f"{ROOT}initiatives/create/", initiatives.initiative_create, name="initiative-create"),
    path(
        f"{ONE}edit/",
        tells_gone(initiatives.initiative_edit, InitiativeForm),
        name="initiative-edit",
    ),
    path(f"{ONE}move/", tells_gone(initiatives.initiative_move), name="initiative-move"),
    path(f"{ONE}place/", tells_gone(order.initiative_place), name="initiative-place"),
    path(f"{ONE}row/", tells_gone(initiatives.initiative_row_edit), name="initiative-row-edit"),
    path(f"{ONE}copy/", tells_gone(initiatives.initiative_copy), name="initiative-copy"),
    path(f"{ONE}delete/", tells_gone(initiatives.initiative_delete), name="initiative-delete"),
    path(
        f"{ONE}milestones/create/", tells_gone(milestones.milestone_create), name="milestone-create"
    ),
    path(
        f"{STONE}edit/", tells_gone(milestones.milestone_edit, MilestoneForm), name="milestone-edit"
    ),
    path(f"{STONE}reach/", tells_gone(milestones.milestone_reach), name="milestone-reach"),
    path(f"{STONE}sign/<slug:side>/", tells_gone(signing.milestone_sign), name="milestone-sign"),
    path(f"{STONE}delete/", tells_gone(milestones.milestone_delete), name="milestone-delete"),
    path(f"{ROOT}dependencies/create/", links.dependency_create, name="dependency-create"),
    path(f"{LINK}edit/", links.dependency_edit, name="dependency-edit"),
    path(f"{LINK}delete/", links.dependency_delete, name="dependency-delete"),
    path(f"{ROOT}changes/", history.change_list, name="change-list"),
]
