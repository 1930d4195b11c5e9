from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import OuterRef, Prefetch, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pools.models.agreement_status import AgreementState, AgreementStatus
from pools.models.signature import Signature
from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel
from portal.models import Profile

# No agreement without these clauses, whatever else is in it.
MANDATORY_CLAUSES = ("leaving", "liability", "money", "costs", "shares", "decision")

LONGEST_NOTICE_DAYS = 365

# Within so many days after the last signature, each signer may take theirs back. An agreement may say fewer, or none.
LONGEST_COOLING_OFF_DAYS = 14


class Sha256(models.Func):
    """PostgreSQL's own fingerprint of a text, as Python's `hashlib` writes it."""

    template = "encode(sha256(convert_to(%(expressions)s, 'UTF8')), 'hex')"
    output_field = models.CharField()


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def with_state(self) -> "AgreementQuerySet":
        """Adds `state`, an `AgreementState`: what the newest status row says."""
        newest = AgreementStatus.objects.filter(agreement=OuterRef("pk")).order_by("-at", "-id")
        return self.annotate(state=Subquery(newest.values("state")[:1]))

    def standing_at(self, *states: AgreementState) -> "AgreementQuerySet":
        """Those whose newest status row says one of these."""
        return self.with_state().filter(state__in=states)

    def in_force(self) -> "AgreementQuerySet":
        """
        Those that everybody in them has signed, and nobody has taken that back: the newest of a pool holds.

        A newer version that waits for signatures does not undo them: what was signed holds until something else is.
        """
        signing = AgreementStatus.objects.filter(agreement=OuterRef("pk")).exclude(state=AgreementState.REPLACED)
        stands_at = Subquery(signing.order_by("-at", "-id").values("state")[:1])
        return self.annotate(signed_state=stands_at).filter(signed_state=AgreementState.ACTIVE).order_by("-version")

    def with_standing_signatures(self) -> "AgreementQuerySet":
        """Fetches `standing_signatures` beforehand, for all of them together."""
        standing = Prefetch("signatures", queryset=Signature.objects.standing(), to_attr="standing_signatures")
        return self.prefetch_related(standing)

    def latest_of_each_pool(self) -> "AgreementQuerySet":
        newest = Agreement.objects.filter(pool=OuterRef("pool")).order_by("-version")
        return self.filter(pk=Subquery(newest.values("pk")[:1]))


class Agreement(AreaModel):
    """
    One version of what the members of a pool agree to, frozen.

    `figures` are those that the members voted for. `terms` are what only they could say, by the names of
    `pools.operations.agreement_terms.AgreementTerms`, with dates as ISO writes them. `clauses` are the words, each with
    its Easy Read words, as `pools.operations.agreement_clauses` put them together on that day: pages and papers show
    these, so that a later change of our wording changes nothing that was signed. `canonical_text` is the same as plain
    text, and `sha256` its fingerprint, which PostgreSQL works out again. Nobody is active before everybody has signed:
    PostgreSQL refuses that too (trigger `pools_agreement_active_when_all_have_signed`).
    """

    pool = AreaForeignKey("pools.Pool", on_delete=models.PROTECT, related_name="agreements")
    version = models.PositiveSmallIntegerField()
    proposal = AreaForeignKey("pools.Proposal", on_delete=models.PROTECT, related_name="agreements")
    title = models.CharField(max_length=100)
    figures = models.JSONField()
    money_holder = models.CharField(_("who holds the money"), max_length=120)
    money_kept_apart = models.CharField(_("how the money is kept apart"), max_length=500)
    notice_days = models.PositiveSmallIntegerField(_("how many days before leaving to tell the others"))
    things_owned = models.CharField(_("what happens to things you own together"), max_length=500)
    terms = models.JSONField(default=dict)
    clauses = models.JSONField()
    canonical_text = models.TextField()
    sha256 = models.CharField(max_length=64)
    frozen_by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="+")
    frozen_at = models.DateTimeField()
    state: str  # there after `with_state()`
    standing_signatures: list[Signature]  # there where they were fetched beforehand, under this name

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["pool", "version"],
                name="pools_agreement_version_unique",
                violation_error_message=_("There is a newer version of this agreement. Please look at that one."),
            ),
            models.CheckConstraint(
                condition=Q(version__gte=1),
                name="pools_agreement_version_from_one",
                violation_error_message=_("The first version of an agreement is version 1."),
            ),
            models.CheckConstraint(
                condition=~Q(money_holder__regex=r"^\s*$") & ~Q(money_kept_apart__regex=r"^\s*$"),
                name="pools_agreement_says_who_holds_the_money",
                violation_error_message=_("Say who holds the money, and how it is kept apart."),
            ),
            models.CheckConstraint(
                condition=Q(notice_days__lte=LONGEST_NOTICE_DAYS) & ~Q(things_owned__regex=r"^\s*$"),
                name="pools_agreement_says_how_to_leave",
                violation_error_message=_(
                    "Give a number of days from 0 to 365, and say what happens to things you own together."
                ),
            ),
            models.CheckConstraint(
                condition=Q(*(Q(clauses__contains=[{"key": key}]) for key in MANDATORY_CLAUSES)),
                name="pools_agreement_has_every_mandatory_clause",
                violation_error_message=_(
                    "An agreement must say how to leave, who is liable, who holds the money, "
                    "what it costs, who pays what, and how you decide."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(terms__has_key="cooling_off_days")
                | Q(terms__cooling_off_days__gte=0, terms__cooling_off_days__lte=LONGEST_COOLING_OFF_DAYS),
                name="pools_agreement_cooling_off_of_at_most_a_fortnight",
                violation_error_message=_("Give a number of days from 0 to 14 for thinking again."),
            ),
            models.CheckConstraint(
                condition=Q(sha256=Sha256("canonical_text")),
                name="pools_agreement_fingerprint_of_its_text",
                violation_error_message=_("The fingerprint does not fit the text."),
            ),
            AppendOnly(name="pools_agreement_append_only"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.version}"

    def get_absolute_url(self) -> str:
        return reverse("pools:agreement", args=[self.pool_id, self.version])

    def get_document_url(self) -> str:
        """The page that shows how its paper is coming along."""
        return reverse("pools:agreement_document", args=[self.pool_id, self.version])

    @property
    def answers(self) -> dict[str, Any]:
        """The terms, with those that versions from before there were `terms` kept in columns of their own."""
        columns = ("money_holder", "money_kept_apart", "notice_days", "things_owned")
        return {name: getattr(self, name) for name in columns} | self.terms

    @property
    def cooling_off_days(self) -> int:
        """None were agreed on where the terms do not say."""
        return int(self.terms.get("cooling_off_days", 0))

    @property
    def total(self) -> Decimal:
        """What the members share."""
        return Decimal(self.figures["total"])

    def share_of(self, profile: Profile) -> Decimal | None:
        """What this version says that somebody pays; None for somebody who is not in it."""
        shares = (share for share in self.figures["shares"] if share["profile"] == str(profile.pk))
        return next((Decimal(share["amount"]) for share in shares), None)

    def name_of(self, profile: Profile) -> str:
        """The name by which this version knows somebody; empty for somebody who is not in it."""
        shares = (share for share in self.figures["shares"] if share["profile"] == str(profile.pk))
        return next((str(share["name"]) for share in shares), "")

    def is_for(self, profile: Profile) -> bool:
        return self.share_of(profile) is not None
