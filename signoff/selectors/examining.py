"""What a run looks like to the people who sign it, and whose signatures stand."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from assessment.domain.sealing import seal
from assessment.models import AnswerEvidence, Assessment
from assessment.selectors.inspection import Inspection, inspect
from organizations.domain.roles import Permission
from organizations.models import User
from organizations.selectors.places import people_with
from questionnaire.models import AgreedAnswer
from questionnaire.selectors.hearing import unsettled
from signoff.domain.signatures import NeededSignatures, needed_signatures
from signoff.models import RunSignature
from signoff.selectors.answering import answerers
from signoff.selectors.challenge import DrawnSample, drawn_sample
from signoff.selectors.policy import policy_of


@dataclass(frozen=True, slots=True)
class Examination:
    """What stands between a run and its signature.

    Attributes:
        inspection: of the answers and their evidence.
        apart: questions on which people lie far apart and nobody has agreed.
        sample: the answers that were drawn; None without a draw.
        fingerprint: names all that was looked at: answers, verdicts, agreements, drawn answers.
    """

    inspection: Inspection
    apart: tuple[str, ...]
    sample: DrawnSample | None
    fingerprint: str


def examine(run: Assessment) -> Examination:
    """Return what stands between a run and its signature; eight queries, three more by section apart."""
    inspection, sample = inspect(run), drawn_sample(run)
    apart = tuple(unsettled(run)) if run.apart else ()
    verdicts = AnswerEvidence.objects.filter(assessment=run).order_by("pk")
    agreed = AgreedAnswer.objects.filter(assessment=run).order_by("question")
    seen = {
        "answers": inspection.fingerprint,
        "submitted": run.submitted_at.isoformat() if run.submitted_at else None,
        "verdicts": [list(row) for row in verdicts.values_list("pk", "evidence__is_accepted")],
        "agreed": [list(row) for row in agreed.values_list("question", "version")],
        "seed": sample.draw.seed if sample else None,
        "drawn": [[row.question, row.stands, row.reason] for row in sample.rows] if sample else [],
    }
    return Examination(inspection, apart, sample, seal(seen))


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """A signature that waits for another one.

    Attributes:
        row: who signed, when.
        is_same: whether what was signed is still what there is.
        may_sign: whether the person still has the right.
    """

    row: RunSignature
    is_same: bool
    may_sign: bool

    @property
    def stands(self) -> bool:
        """Whether it counts."""
        return self.is_same and self.may_sign


@dataclass(frozen=True, slots=True)
class Signing:
    """Who signed a run so far, and whose signature is needed still.

    Attributes:
        people: how many have to sign.
        lines: the signatures so far, those that count no more as well.
        answered: who answered, by id.
        needed: what is missing.
        signers: everybody who may sign.
    """

    people: int
    lines: tuple[SignatureLine, ...]
    answered: frozenset[int]
    needed: NeededSignatures
    signers: tuple[User, ...]

    @property
    def signed(self) -> set[int]:
        """Who signed what there is, by id."""
        return {line.row.signed_by_id for line in self.lines if line.stands}

    def needed_after(self, person: int) -> NeededSignatures:
        """Return what is missing once a person has signed, too."""
        return needed_signatures({*self.signed, person}, self.answered, self.people)

    def asked(self, without: Collection[int] = ()) -> list[User]:
        """Return who may give a signature that is missing; where one is, only who may give that."""
        found = [one for one in self.signers if one.pk not in self.signed | set(without)]
        is_last = self.needed.count <= 1 and self.needed.is_apart
        return [one for one in found if not (is_last and one.pk in self.answered)]

    @property
    def apart(self) -> list[User]:
        """Who may sign and did not answer."""
        return [one for one in self.signers if one.pk not in self.answered]


def signing_of(run: Assessment, fingerprint: str) -> Signing:
    """Return who signed a run so far and who is needed; five queries."""
    signers = tuple(people_with(run.plant, Permission.ASSESSMENT_SIGN))
    may = {one.pk for one in signers}
    rows = RunSignature.objects.filter(assessment=run).select_related("signed_by")
    lines = tuple(
        SignatureLine(row, row.fingerprint == fingerprint, row.signed_by_id in may) for row in rows
    )
    people = policy_of(run.plant.organization_id).signers
    answered = frozenset(answerers(run))
    signed = {line.row.signed_by_id for line in lines if line.stands}
    return Signing(people, lines, answered, needed_signatures(signed, answered, people), signers)
