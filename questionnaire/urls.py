"""Routes of this app."""

from __future__ import annotations

from django.urls import path

from questionnaire.views import (
    by_link,
    evidence,
    functions,
    handing_in,
    keeping,
    links,
    moderation,
    opening,
    questions,
    workbooks,
)

app_name = "questionnaire"
AREA = "plants/<slug:slug>/current/"
RUN = f"{AREA}runs/<int:run>/"
QUESTION = f"{RUN}questions/<str:question>/"
WORKBOOK = f"{RUN}workbook/"
LINK = f"{RUN}links/<int:pk>/"
BY_LINK = "a/<str:token>/"
urlpatterns = [
    path(f"{AREA}functions/", functions.function_list, name="function-list"),
    path(f"{AREA}functions/<int:pk>/", functions.function_edit, name="function-edit"),
    path("service-worker.js", keeping.worker, name="worker"),
    path(f"{RUN}kept/", keeping.kept_detail, name="kept-detail"),
    path(f"{RUN}hand-in/", handing_in.section_submit, name="section-submit"),
    path(f"{RUN}hand-on/<str:section>/", handing_in.section_hand_on, name="section-hand-on"),
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
    path(f"{RUN}links/", links.link_list, name="link-list"),
    path(f"{RUN}links/new/", links.link_create, name="link-create"),
    path(f"{LINK}address/", links.link_renew, name="link-renew"),
    path(f"{LINK}code/", links.code_make, name="code-make"),
    path(f"{LINK}revoke/", links.link_revoke, name="link-revoke"),
    # Without an account: nothing but these opens, and they open nothing else.
    path(BY_LINK, by_link.start, name="by-link"),
    path(f"{BY_LINK}open/", opening.device_bind, name="by-link-open"),
    path(f"{BY_LINK}code/", opening.code_enter, name="by-link-code"),
    path(f"{BY_LINK}code/ask/", opening.code_ask, name="by-link-code-ask"),
    path(f"{BY_LINK}questions/<str:question>/", by_link.question, name="by-link-question"),
    path(f"{BY_LINK}questions/<str:question>/answer/", by_link.answer, name="by-link-save"),
    path(f"{BY_LINK}kept/", keeping.kept_by_link, name="by-link-kept"),
    path(f"{BY_LINK}hand-in/", by_link.hand_in, name="by-link-hand-in"),
]
