"""Routes of this app, and those of signing in that this product offers."""

from __future__ import annotations

from allauth.account import views as account
from allauth.socialaccount import views as social
from django.urls import include, path, re_path, reverse_lazy
from django.views.generic import RedirectView

from organizations.views import (
    audit,
    evidence,
    invitations,
    leaving,
    members,
    people,
    plants,
    rates,
    redaction,
    settings,
)

app_name = "organizations"
urlpatterns = [
    path("profile/", people.profile_edit, name="profile-edit"),
    path("language/", people.set_language, name="set-language"),
    path("invitations/<str:token>/", invitations.invitation_accept, name="invitation-accept"),
    path("organization/", settings.organization_settings, name="organization-settings"),
    path("organization/roles/", settings.role_list, name="role-list"),
    path("organization/rates/", rates.rate_list, name="rate-list"),
    path("organization/rates/<int:pk>/", rates.rate_edit, name="rate-edit"),
    path("organization/rates/<int:pk>/delete/", rates.rate_delete, name="rate-delete"),
    path("organization/members/", members.member_list, name="member-list"),
    path(
        "organization/members/invite/",
        invitations.invitation_create,
        name="invitation-create",
    ),
    path("organization/members/<int:pk>/", members.membership_edit, name="membership-edit"),
    path(
        "organization/members/<int:pk>/delete/",
        members.membership_delete,
        name="membership-delete",
    ),
    path("organization/members/<int:pk>/close/", leaving.person_close, name="person-close"),
    path(
        "organization/invitations/<int:pk>/resend/",
        invitations.invitation_resend,
        name="invitation-resend",
    ),
    path(
        "organization/invitations/<int:pk>/revoke/",
        invitations.invitation_revoke,
        name="invitation-revoke",
    ),
    path("organization/audit/", audit.audit_list, name="audit-list"),
    path("organization/audit/check/", audit.audit_check, name="audit-check"),
    path("organization/audit/<int:pk>/redact/", redaction.note_redact, name="note-redact"),
    path("organization/audit/export/", audit.audit_export, name="audit-export"),
    path("organization/audit/export/<int:pk>/", audit.audit_file, name="audit-file"),
    path("plants/new/", plants.plant_create, name="plant-create"),
    path("plants/<slug:slug>/edit/", plants.plant_edit, name="plant-edit"),
    path(
        "plants/<slug:slug>/evidence/<int:pk>/",
        evidence.evidence_download,
        name="evidence-download",
    ),
    path("plants/<slug:slug>/members/", members.plant_member_list, name="plant-member-list"),
]

_to_profile = RedirectView.as_view(url=reverse_lazy("organizations:profile-edit"))
_to_sign_in = RedirectView.as_view(url=reverse_lazy("account_login"))
# allauth's own list has more: sign-up, several addresses per person, accounts of third parties.
# They make no sense where accounts come from invitations; the names it links to stay resolvable.
account_urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("signup/", account.signup, name="account_signup"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("email/", _to_profile, name="account_email"),
    path("confirm-email/", _to_sign_in, name="account_email_verification_sent"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("2fa/", include("allauth.mfa.urls")),
    path("sso/cancelled/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("sso/error/", social.login_error, name="socialaccount_login_error"),
    path("sso/signup/", social.signup, name="socialaccount_signup"),
    path("sso/connections/", _to_profile, name="socialaccount_connections"),
    path("", include("allauth.socialaccount.providers.openid_connect.urls")),
]
