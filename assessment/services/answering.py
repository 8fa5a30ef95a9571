"""Saving answers: one transaction holds the answer, its revision, the scores and the trail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from assessment.domain.exclusions import is_reserved
from assessment.models import Answer, AnswerRevision, Assessment, SectionAssignment
from assessment.selectors.evidence import has_evidence, with_evidence
from assessment.selectors.result import SCORED_FIELDS, as_stored, terms_of
from core import clock
from core.errors import RuleError, StaleVersionError, StateError
from organizations.models import Plant, User
from organizations.services import audit
from packs.schema import Framework
from scoring.domain.answers import AnswerError, rate
from scoring.domain.engine import ENGINE_VERSION
from scoring.domain.results import score_run
from scoring.domain.scope import needs_acceptance
from scoring.domain.sections import find_sections
from scoring.domain.types import StoredAnswer

_TIMES = ("created_at", "updated_at", "answered_at")  # dear to read, and no save asks for them
STORED = ("scores", "answered_count", "question_count")
ENTERED = ("value", "target", "not_applicable", "reason", "note")
FIELDS = (*ENTERED, "na_state")
NaState = Answer.NaState
DECIDED = (NaState.ACCEPTED, NaState.REFUSED)


@dataclass(frozen=True, slots=True)
class Given:
    """What a person says about one question."""

    value: Any = None
    target: int | None = None
    not_applicable: bool = False
    reason: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Saved:
    """A stored answer with its run; a replay changed nothing."""

    run: Assessment
    answer: Answer
    is_replay: bool = False


class AnsweredApartError(StateError):
    """The people of the section answer it apart: what one of them says is not yet the answer."""


class StaleAnswerError(StaleVersionError):
    """Somebody else saved this answer in the meantime; `stored` is theirs."""

    def __init__(self, stored: Answer, run: Assessment) -> None:
        super().__init__(_("Somebody else changed this answer in the meantime."))
        self.stored = stored
        self.run = run


def record_answer(
    *,
    plant: Plant,
    run_id: int,
    question: str,
    given: Given,
    expected: int,
    key: str,
    by: User,
    may_manage: bool = False,
    may_review: bool = False,
) -> Saved:
    """Save one answer once.

    Args:
        plant: the run belongs to it.
        run_id: the run.
        question: id of a question that this run asks.
        given: the whole answer; a value of None clears it.
        expected: version the person saw, 0 for a question without an answer.
        key: names this save; the same key a second time changes nothing.
        by: who answers.
        may_manage: whether sections assigned to others are open to the person.
        may_review: whether the person may say "does not apply" on gate and veto questions of
            frameworks that know no proposals.

    Returns:
        The stored answer and its run with fresh scores.

    Raises:
        Assessment.DoesNotExist: no such run at this plant.
        StateError: the run is closed, or the section belongs to others.
        AnsweredApartError: its people answer the section apart; see `questionnaire`.
        StaleAnswerError: the stored version is another one.
        RuleError: the answer does not fit its question.
    """
    with transaction.atomic():
        run = lock_run(plant=plant, run_id=run_id)
        framework = run.framework.read(Framework)
        section = section_of(run, question)
        if section in run.apart:
            raise AnsweredApartError(_("The people of this section answer it apart."))
        others, stored = _read(run, question)
        replay = _replayed(stored, expected, key, by)
        if replay is not None:
            return Saved(run, replay, is_replay=True)
        require_open(run, section=section, by=by, may_manage=may_manage)
        check_given(framework, question, given, may_review=may_review)
        answer = stored or _unanswered(run, question)
        if answer.version != expected:
            raise StaleAnswerError(answer, run)
        try:
            changes = put_answer(run, answer, given, key=key, by=by, speaker=by)
        except IntegrityError as error:
            message = _("This save was sent before. Open the question again.")
            raise RuleError(message) from error
        if changes:
            _refresh(run, framework, [*others, _as_stored(answer)])
            audit.record(by=by, verb="answer.saved", target=answer, plant=plant, changes=changes)
        return Saved(run, answer)


def put_answer(
    run: Assessment, answer: Answer, given: Given, *, key: str, by: User, speaker: User | None
) -> dict[str, Any]:
    """Store an answer and its revision; the caller holds the lock and scores the run again.

    Args:
        run: locked.
        answer: its stored row, or a new one.
        given: the whole answer, checked.
        key: names this save.
        by: who does it.
        speaker: whose answer it is: nobody's where it is what several come to.

    Returns:
        What changed, nothing if nothing did; then nothing is stored.
    """
    values = _values(run, run.framework.read(Framework), answer, given)
    changes = audit.difference({name: getattr(answer, name) for name in FIELDS}, values)
    if changes:
        now = clock.now()
        if answer.na_state in DECIDED and values["na_state"] != answer.na_state:
            values |= {"decision_note": "", "decided_by": None, "decided_at": None}
        values |= {"answered_by": speaker, "answered_at": now, "last_key": key}
        store_answer(answer, values, key=key, by=by, moment=now)
    return changes


def lock_run(*, plant: Plant, run_id: int) -> Assessment:
    """Return a run that nobody else changes until the end of the transaction.

    Raises:
        Assessment.DoesNotExist: no such run at this plant.
    """
    run = (
        Assessment.objects.select_for_update(of=("self",))
        .select_related("framework")
        .defer("framework__content")
        .get(plant=plant, pk=run_id)
    )
    run.plant = plant
    return run


def section_of(run: Assessment, question: str) -> str:
    """Return the section that a question of this run belongs to.

    Raises:
        RuleError: the run does not ask it.
    """
    if question not in run.scores.get("visible", []):
        raise RuleError(_("This run does not ask this question."), field="question")
    sections = find_sections(run.framework.read(Framework))
    return next(part.id for part in sections if question in part.questions)


def require_unsigned(run: Assessment) -> None:
    """Refuse changes to a run whose result is locked.

    Raises:
        StateError: the run is signed off.
    """
    if run.state == Assessment.State.SIGNED_OFF:
        raise StateError(_("This run is signed off and does not change any more."))


def require_open(run: Assessment, *, section: str, by: User, may_manage: bool) -> None:
    """Refuse changes to a closed run, to sections of others, and to sections submitted.

    Raises:
        StateError: with a sentence for the person.
    """
    if run.state != Assessment.State.OPEN:
        raise StateError(_("This run is closed for answers."))
    if may_manage:
        return
    assigned = SectionAssignment.objects.filter(assessment=run, section=section)
    parts = list(assigned.values_list("user_id", "submitted_at"))
    own = [submitted for person, submitted in parts if person == by.pk]
    if parts and not own:
        raise StateError(_("This section is assigned to somebody else."))
    if own and own[0] is not None:
        raise StateError(_("You have submitted this section. Take it back to change answers."))


def _answers(run: Assessment) -> QuerySet[Answer]:
    """Return every answer of the run, each with `has_evidence`; one query."""
    rows = Answer._base_manager.filter(assessment=run)  # noqa: SLF001 -- the run was read in scope
    return with_evidence(rows)


def _read(run: Assessment, question: str) -> tuple[list[StoredAnswer], Answer | None]:
    """Return what the other answers say and the stored row of one question; one query.

    Only that one becomes an object: a run has a hundred answers and every save reads them.
    """
    names = [field.attname for field in Answer._meta.concrete_fields if field.name not in _TIMES]  # noqa: SLF001 -- Django's public meta data
    others: list[StoredAnswer] = []
    stored = None
    for row in _answers(run).order_by().values(*names, "has_evidence"):
        if row["question"] == question:
            stored = Answer.from_db(run._state.db, names, [row[name] for name in names])  # noqa: SLF001 -- see above
            stored.has_evidence = row["has_evidence"]  # type: ignore[attr-defined]
        else:
            others.append(as_stored({name: row[name] for name in SCORED_FIELDS}))
    return others, stored


def _unanswered(run: Assessment, question: str) -> Answer:
    """Return the row of a question that has none yet; evidence may have come before."""
    answer = Answer(assessment=run, question=question, version=Answer.UNANSWERED)
    answer.has_evidence = has_evidence(run, question)  # type: ignore[attr-defined]
    return answer


def _as_stored(row: Answer) -> StoredAnswer:
    """Return what an answer says, as the engine reads it."""
    return as_stored({name: getattr(row, name) for name in SCORED_FIELDS})


def _replayed(stored: Answer | None, expected: int, key: str, by: User) -> Answer | None:
    """Return the stored answer if this very save already happened.

    Raises:
        RuleError: the key is that of another save: of somebody else, or of an earlier answer.
    """
    if stored is None or stored.version == expected:
        return None  # a new save; a key used before breaks the database's own rule
    known = AnswerRevision.objects.filter(answer=stored, key=key).first()
    if known is not None and known.saved_by_id != by.pk:
        raise RuleError(_("This save was sent before. Open the question again."))
    return stored if known else None


def check_given(framework: Framework, question: str, given: Given, *, may_review: bool) -> None:
    """Refuse what does not fit its question.

    Raises:
        RuleError: with a sentence for the person, at a field where one is meant.
    """
    if given.not_applicable:
        _check_not_applicable(framework, question, given, may_review=may_review)
    kind = framework.answer_of(framework.nodes[question])
    if given.value is not None:
        rate(question, kind, given.value)
    if given.target is not None:
        try:
            rate(question, kind, given.target)
        except AnswerError as error:
            raise RuleError(_("Choose a level of the scale as target."), field="target") from error


def _check_not_applicable(
    framework: Framework, question: str, given: Given, *, may_review: bool
) -> None:
    if framework.policy(framework.nodes[question], "na") == "forbidden":
        raise RuleError(_("This question always applies."), field="not_applicable")
    if not given.reason.strip():
        raise RuleError(_("Say why this does not apply."), field="reason")
    if not may_review and is_reserved(framework, question):
        raise RuleError(
            _(
                "A gate or the level rests on this question: only an assessor can say that it does not apply."
            ),
            field="not_applicable",
        )


def _values(run: Assessment, framework: Framework, answer: Answer, given: Given) -> dict[str, Any]:
    """Return what is stored of an entry: "does not apply" may wait for an assessor.

    Where the framework says how "does not apply" counts, the answer beside it stays: it counts
    while a proposal waits. A new reason is a new proposal.
    """
    values = {name: getattr(given, name) for name in ENTERED}
    if not given.not_applicable:
        refused = answer.na_state == NaState.REFUSED and given.value == answer.value
        return {**values, "na_state": NaState.REFUSED if refused else ""}
    if answer.question not in framework.na_rules:
        return {**values, "value": None, "na_state": ""}
    if values["value"] is None:
        values["value"] = answer.value
    if not needs_acceptance(framework, answer.question, run.profile or None):
        return {**values, "na_state": ""}
    accepted = answer.na_state == NaState.ACCEPTED and given.reason == answer.reason
    return {**values, "na_state": NaState.ACCEPTED if accepted else NaState.PROPOSED}


def store_answer(
    answer: Answer, values: Mapping[str, Any], *, key: str, by: User, moment: dt.datetime
) -> None:
    """Write an answer and its revision; the version check and the write are one statement.

    Raises:
        StaleAnswerError: somebody else wrote it meanwhile.
    """
    before = answer.version
    for name, value in {**values, "version": before + 1}.items():
        setattr(answer, name, value)
    if answer.pk is None:
        answer.clean_fields(exclude=["assessment", "answered_by", "decided_by"])
        answer.save(force_insert=True)
    else:
        answer.updated_at = moment
        names = (*values, "version", "updated_at")
        mine = Answer._base_manager.filter(pk=answer.pk, version=before)  # noqa: SLF001 -- read in scope
        if not mine.update(**{name: getattr(answer, name) for name in names}):
            raise StaleAnswerError(Answer.objects.get(pk=answer.pk), answer.assessment)
    AnswerRevision(
        answer=answer,
        key=key,
        version=answer.version,
        saved_by=by,
        saved_at=moment,
        **{name: getattr(answer, name) for name in FIELDS},
    ).save(force_insert=True)


def _refresh(run: Assessment, framework: Framework, answers: Sequence[StoredAnswer]) -> None:
    """Score the run as its answers stand and store the result."""
    store_summary(run, score_run(framework, answers, terms_of(run)).summary)
    run.save(update_fields=[*STORED, "updated_at"])


def store_summary(run: Assessment, summary: Mapping[str, Any]) -> None:
    """Put scores in short into the `STORED` fields of a run; the caller saves them."""
    parts = summary["sections"].values()
    run.scores = summary
    run.answered_count = sum(part["answered"] for part in parts)
    run.question_count = sum(part["questions"] for part in parts)


def rescore(run: Assessment) -> None:
    """Score a run again, after its facts, kind or evidence changed; the caller holds the lock."""
    answers = [as_stored(row) for row in _answers(run).order_by().values(*SCORED_FIELDS)]
    _refresh(run, run.framework.read(Framework), answers)


def rescore_outdated() -> int:
    """Score every run under way in scope again whose stored scores are of other rules.

    Returns:
        How many were scored now.
    """
    under_way = Assessment.objects.exclude(state=Assessment.State.SIGNED_OFF)
    outdated = under_way.exclude(scores__engine=ENGINE_VERSION).select_related("plant")
    runs = list(outdated.order_by("pk").only("pk", "plant"))
    for run in runs:
        with transaction.atomic():
            rescore(lock_run(plant=run.plant, run_id=run.pk))
    return len(runs)
