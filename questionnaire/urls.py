"""Routes of this app."""

from __future__ import annotations

from django.urls import path

from questionnaire.views import (
    evidence,
    functions,
    handing_in,
    moderation,
    questions,
    workbooks,
)

app_name = "questionnaire"
AREA = "plants/<slug:slug>/current/"
RUN = f"{AREA}runs/<int:run>/"
QUESTION = f"{RUN}questions/<str:question>/"
WORKBOOK = f"{RUN}workbook/"
urlpatterns = [
    path(f"{AREA}functions/", functions.function_list, name="function-list"),
    path(f"{AREA}functions/<int:pk>/", functions.function_edit, name="function-edit"),
    path(f"{RUN}hand-in/", handing_in.section_submit, name="section-submit"),
    path(f"{RUN}take-back/", handing_in.section_reopen, name="section-reopen"),
    path(f"{RUN}questions/", questions.question_open, name="question-open"),
    path(QUESTION, questions.question_detail, name="question-detail"),
    path(f"{QUESTION}answer/", questions.answer_save, name="answer-save"),
    path(WORKBOOK, workbooks.workbook_import, name="workbook-import"),
    path(f"{WORKBOOK}file/", workbooks.workbook_export, name="workbook-export"),
    path(f"{WORKBOOK}marked/", workbooks.workbook_import_marked, name="workbook-import-marked"),
    path(f"{WORKBOOK}confirm/", workbooks.workbook_import_confirm, name="workbook-import-confirm"),
    path(f"{RUN}moderation/", moderation.moderation_detail, name="moderation-detail"),
    path(f"{QUESTION}agree/", moderation.answer_agree, name="answer-agree"),
    path(f"{QUESTION}evidence/", evidence.evidence_create, name="evidence-create"),
    path(f"{AREA}evidence/<int:pk>/delete/", evidence.evidence_delete, name="evidence-delete"),
]
