"""Routes of this app."""

from __future__ import annotations

from django.urls import path

from signoff.views import challenge, policy, signing

app_name = "signoff"
RUN = "plants/<slug:slug>/current/runs/<int:run>/"
CHALLENGE = f"{RUN}challenge/"
urlpatterns = [
    path("organization/sign-off/", policy.policy_edit, name="policy-edit"),
    path(f"{RUN}sign-off/", signing.run_sign_off, name="run-sign-off"),
    path(f"{RUN}sign-off/take-back/", signing.signature_take_back, name="signature-take-back"),
    path(CHALLENGE, challenge.challenge_detail, name="challenge-detail"),
    path(f"{CHALLENGE}draw/", challenge.challenge_draw, name="challenge-draw"),
    path(f"{CHALLENGE}<str:question>/", challenge.answer_verify, name="answer-verify"),
]
