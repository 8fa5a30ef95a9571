"""The routes of every app."""

from __future__ import annotations

from django.conf import settings
from django.urls import include, path, re_path
from django.views.generic import TemplateView

from config import former
from organizations.urls import account_urlpatterns

handler400 = "organizations.views.errors.bad_request"
handler404 = "organizations.views.errors.not_found"
handler500 = "organizations.views.errors.server_error"
urlpatterns = [
    path("accounts/", include(account_urlpatterns)),
    path("", include("organizations.urls")),  # before overview: plants/new/ is no plant
    path("", include("overview.urls")),
    path("", include("imports.urls")),
    path("", include("steps.urls")),
    path("", include("activity.urls")),
    path("", include("journey.urls")),
    path("", include("assessment.urls")),
    path("", include("questionnaire.urls")),
    path("", include("signoff.urls")),
    path("", include("landscape.urls")),
    path("", include("capability.urls")),
    path("", include("goals.urls")),
    path("", include("calendars.urls")),
    path("", include("roadmap.urls")),
    path("", include("interchange.urls")),
    path("", include("launch.urls")),
    path("", include("returns.urls")),
    path("", include("advice.urls")),
    path("", include("compliance.urls")),
    path("", include("indicators.urls")),
    path("", include("readings.urls")),
    path("", include("needs.urls")),
    path("", include("translation.urls")),
    path("", include("reports.urls")),
    re_path(former.ROUTE, former.lead_on, name="former-address"),
]
if settings.DEBUG:
    from config import styleguide

    urlpatterns += [
        path(
            "styleguide/",
            TemplateView.as_view(
                template_name="styleguide.html", extra_context=styleguide.context()
            ),
        ),
        path("styleguide/<slug:key>.json", styleguide.figure),
    ]
