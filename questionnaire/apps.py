"""Django's view of this app."""

from __future__ import annotations

from typing import Any, ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from activity.domain.subjects import Commented
from organizations.domain.roles import Permission


class QuestionnaireConfig(AppConfig):
    """Names the app and its acts."""

    name = "questionnaire"

    acts: ClassVar[dict[str, Any]] = {
        "answer.given_apart": _("Answered a question apart"),
        "answer.moderated": _("Agreed on an answer"),
        "answer_link.code_asked": _("Asked for a code for another device"),
        "answer_link.code_made": _("Made a code for another device"),
        "answer_link.made": _("Invited somebody to answer by link"),
        "answer_link.opened": _("Opened a personal link on a device"),
        "answer_link.refused": _("Refused a wrong code of a personal link"),
        "answer_link.renewed": _("Made a new address for a personal link"),
        "answer_link.revoked": _("Withdrew a personal link"),
        "functions.set": _("Said for which functions a person speaks"),
    }
    labels: ClassVar[dict[str, Any]] = {
        "functions": _("Functions"),
        "is_mailed": _("Sent by mail"),
        "value": _("Answer"),
    }
    personal: ClassVar[dict[str, tuple[str, ...]]] = {
        "questionnaire.answerlink": ("mail", "person"),
        "questionnaire.raterfunctions": ("person",),
    }
    forgets = "questionnaire.services.links.forget_mails"
    notes: ClassVar[dict[str, tuple[str, ...]]] = {
        "questionnaire.rateranswer": ("note", "reason", "translations"),
        "questionnaire.agreedanswer": ("reason", "translations"),
    }
    commented: ClassVar[tuple[Commented, ...]] = (
        Commented(
            "question",
            _("Question"),
            Permission.ASSESSMENT_VIEW,
            find="questionnaire.selectors.commented.find_question",
            may_read="questionnaire.selectors.commented.may_read",
        ),
    )
