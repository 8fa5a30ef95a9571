"""Reads for the pages: kinds with their versions, links, the link of a token."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar, cast

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from assessment.models import Snapshot
from core import clock
from core.base import every_row
from organizations.models import AuditEvent, Plant, User
from reports.domain.tokens import token_hash
from reports.models import Report, ShareLink

OPEN_STATES = (Report.State.QUEUED, Report.State.RENDERING)
SHOWN_VERSIONS = 8
NEWS = timedelta(days=7)
# Acts on these say nothing that a document prints.
UNPRINTED = (
    *("report.", "link.", "audit.", "data.", "invitation.", "membership.", "profile.", "words."),
)
Row = TypeVar("Row", Report, ShareLink)


@dataclass(frozen=True, slots=True)
class KindRow:
    """One kind of document on the page.

    Attributes:
        kind: a value of `Report.Kind`.
        latest: the newest report, whatever its state; None if none was ever asked for.
        ready: the newest finished one; it stays when a later one fails.
        versions: the newest reports, for the list of versions.
    """

    kind: str
    latest: Report | None
    ready: Report | None
    versions: tuple[Report, ...]

    @property
    def label(self) -> str:
        """Name of the kind in the reader's language."""
        return str(Report.Kind(self.kind).label)

    @property
    def running(self) -> Report | None:
        """The newest report if it waits or is being produced."""
        return self.latest if self.latest and self.latest.state in OPEN_STATES else None

    @property
    def failed(self) -> Report | None:
        """The newest report if it failed."""
        is_failed = self.latest and self.latest.state == Report.State.FAILED
        return self.latest if is_failed else None

    @property
    def is_earlier(self) -> bool:
        """Whether the finished report is not the one the row names."""
        return bool(self.ready and self.latest and self.ready.pk != self.latest.pk)

    @property
    def shown(self) -> Report | None:
        """The report whose version and language the row names."""
        return self.latest or self.ready

    @property
    def others(self) -> tuple[Report, ...]:
        """The newest finished report in each language that the row does not name."""
        named = {self.shown.language} if self.shown else set()
        found = dict[str, Report]()
        for report in self.versions:
            if report.state == Report.State.READY and report.language not in named:
                found.setdefault(report.language, report)
        return tuple(found.values())


def find_seal(plant: Plant, sha256: str) -> Snapshot | None:
    """Return the seal of a plant with a hash."""
    if not sha256:
        return None
    rows = Snapshot.objects.filter(assessment__plant=plant, sha256=sha256)
    return rows.defer("data").order_by("pk").first()


def with_withdrawal(rows: QuerySet[Row], report: str = "") -> QuerySet[Row]:
    """Return rows that know whether the result their report rests on was withdrawn.

    They carry `withdrawn_at` (None while it holds), `withdrawn_reason` and `valid_seal`, the hash
    of the run's valid seal (None until it is signed again).

    Args:
        rows: reports, or rows that point at one.
        report: way to the report, ending in `__`; empty for reports.
    """
    seal = f"{report}seal__"
    # The rows decide which tenant is read; a shared document is asked for outside of any scope.
    valid = Snapshot._base_manager.filter(  # noqa: SLF001 -- see above
        assessment=OuterRef(f"{seal}assessment"), withdrawal=None
    )
    found = rows.annotate(
        withdrawn_at=F(f"{seal}withdrawal__withdrawn_at"),
        withdrawn_reason=F(f"{seal}withdrawal__reason"),
        valid_seal=Subquery(valid.values("sha256")[:1]),
    )
    return cast("QuerySet[Row]", found)


def _light(rows: QuerySet[Report]) -> QuerySet[Report]:
    return with_withdrawal(rows.defer("content").select_related("requested_by"))


def kind_row(plant: Plant, kind: str) -> KindRow:
    """Return one kind with its versions, in one query, two if no shown version is ready."""
    rows = _light(Report.objects.filter(plant=plant, kind=kind)).order_by("-number")
    versions = tuple(rows[:SHOWN_VERSIONS])
    ready = next((row for row in versions if row.state == Report.State.READY), None)
    if ready is None and len(versions) == SHOWN_VERSIONS:
        ready = rows.filter(state=Report.State.READY).first()
    return KindRow(kind, versions[0] if versions else None, ready, versions)


def kind_rows(plant: Plant) -> list[KindRow]:
    """Return every kind, those nobody asked for too."""
    return [kind_row(plant, kind) for kind in Report.Kind.values]


def is_touched_since(plant: Plant, moment: datetime) -> bool:
    """Return whether somebody did something since that a document of the plant could say.

    Args:
        plant: whose document.
        moment: when its data were read.
    """
    events = AuditEvent.objects.filter(
        Q(plant=plant) | Q(plant=None),
        organization=plant.organization_id,
        happened_at__gt=moment,
    )
    for noun in UNPRINTED:
        events = events.exclude(verb__startswith=noun)
    return events.exists()


def links_of(plant: Plant) -> list[ShareLink]:
    """Return the share links of a plant, open ones first, the newest of each first."""
    rows = ShareLink.objects.filter(report__plant=plant).select_related(
        "report", "owner", "changed_by"
    )
    links = list(rows.defer("report__content").order_by("-created_at", "-pk"))
    return sorted(links, key=lambda link: not link.is_open)


def links_to_look_at(plant: Plant, owner: User) -> list[ShareLink]:
    """Return a person's links at a plant that wrong passphrases paused, or others touched.

    Both are news for a week.
    """
    now = clock.now()
    paused = Q(revoked_at=None, expires_at__gt=now, paused_until__gt=now - NEWS)
    touched = Q(changed_at__gt=now - NEWS, changed_by__isnull=False) & ~Q(changed_by=owner)
    rows = ShareLink.objects.filter(paused | touched, report__plant=plant, owner=owner)
    return list(rows.select_related("changed_by").order_by("pk"))


def shared_link(token: str) -> ShareLink | None:
    """Return the link of a token with its report and plant; the caller is no member of anything."""
    rows = every_row(ShareLink).filter(token_hash=token_hash(token))
    known = with_withdrawal(rows, "report__")
    return known.select_related("report__plant__organization").first()
