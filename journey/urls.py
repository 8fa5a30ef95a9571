"""Routes of this app."""

from __future__ import annotations

from django.urls import path

from journey.views import stages

app_name = "journey"
AREA = "plants/<slug:slug>/journey/"
STAGE = f"{AREA}stages/<int:number>/"
TASK = f"{AREA}tasks/<int:pk>/"
urlpatterns = [
    path(STAGE, stages.stage_detail, name="stage-detail"),
    path(f"{STAGE}edit/", stages.stage_edit, name="stage-edit"),
    path(f"{STAGE}sign/", stages.stage_sign, name="stage-sign"),
    path(f"{STAGE}reopen/", stages.stage_reopen, name="stage-reopen"),
    path(f"{STAGE}tasks/new/", stages.task_create, name="task-create"),
    path(f"{TASK}edit/", stages.task_edit, name="task-edit"),
    path(f"{TASK}tick/", stages.task_tick, name="task-tick"),
    path(f"{TASK}delete/", stages.task_delete, name="task-delete"),
]
