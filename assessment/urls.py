"""Routes of this app."""

from __future__ import annotations

from django.urls import path

from assessment.views import moving, results, review, runs, withdrawing

app_name = "assessment"
AREA = "plants/<slug:slug>/current/"
RUN = f"{AREA}runs/<int:run>/"
QUESTION = f"{RUN}questions/<str:question>/"
urlpatterns = [
    path(AREA, runs.assessment_list, name="assessment-list"),
    path(f"{AREA}runs/new/", runs.assessment_create, name="assessment-create"),
    path(RUN, runs.assessment_detail, name="assessment-detail"),
    path(f"{RUN}edit/", runs.assessment_edit, name="assessment-edit"),
    path(f"{RUN}delete/", runs.assessment_delete, name="assessment-delete"),
    path(f"{RUN}widen/", runs.assessment_widen, name="assessment-widen"),
    path(f"{RUN}facts/", runs.facts_refresh, name="facts-refresh"),
    path(f"{RUN}move/", moving.assessment_move, name="assessment-move"),
    path(f"{RUN}sections/<str:section>/", runs.assignment_edit, name="assignment-edit"),
    path(f"{RUN}submit/", runs.assessment_submit, name="assessment-submit"),
    path(f"{RUN}review/", review.review_detail, name="review-detail"),
    path(f"{RUN}return/", review.section_return, name="section-return"),
    path(f"{RUN}withdraw/", withdrawing.assessment_withdraw, name="assessment-withdraw"),
    path(f"{RUN}score/", results.score_detail, name="score-detail"),
    path(f"{QUESTION}exclusion/", review.exclusion_review, name="exclusion-review"),
    path(f"{AREA}evidence/<int:pk>/review/", review.evidence_review, name="evidence-review"),
]
