"""Agreements, signed and unsigned, for tests. Call them inside an area."""

from datetime import UTC, datetime

from pools.models import Agreement, Period, Pool, PoolDocument, PurchaseKind, Signature
from pools.operations.agreement import SignedWords, freeze_agreement, sign_agreement
from pools.operations.agreement_terms import AgreementTerms
from pools.operations.consent import need_consent
from pools.operations.decision import reopen_costing
from pools.operations.documents import claim_document, make_document
from pools.queries.documents import document_of
from portal.models import Profile
from tests.factories.pools import agree, cost, look_at_shares, make_agreed_pool, make_pool, waive_the_rest
from tests.factories.portal import make_member

# A week after the pools were made and decided.
NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)

TERMS = {
    "money_holder": "Lakeside Credit Union",
    "money_kept_apart": "It has an account of its own, and two of us must sign.",
    "notice_days": 28,
    "things_owned": "We sell them and share the money in the same way as the cost.",
    # Most stories buy on the day of the last signature. Those about thinking again have days for it.
    "cooling_off_days": 0,
}


def terms(**others: object) -> AgreementTerms:
    return AgreementTerms(**{**TERMS, **others})


def freeze(pool: Pool, *, now: datetime = NOW, **others: object) -> Agreement:
    """A version to be signed, with the usual terms unless the test has others."""
    return freeze_agreement(pool=pool, terms=terms(**others), by=pool.organiser, now=now)


def signed_words(profile: Profile, **others: object) -> SignedWords:
    """What somebody says who agrees to everything."""
    yes = {"agrees_to_pool": True, "agrees_to_cost": True, "knows_liability": True}
    return SignedWords(**{"typed_name": profile.shown_name, **yes, **others})


def sign(agreement: Agreement, profile: Profile, *, now: datetime = NOW, **words: object) -> Signature:
    return sign_agreement(agreement=agreement, words=signed_words(profile, **words), by=profile, now=now)


def people_in(agreement: Agreement) -> list[Profile]:
    """The people in an agreement, in its order."""
    return [Profile.objects.get(pk=share["profile"]) for share in agreement.figures["shares"]]


def sign_all(agreement: Agreement, *, but: Profile | None = None, now: datetime = NOW) -> None:
    for profile in people_in(agreement):
        if profile != but:
            sign(agreement, profile, now=now)


def make_gym(*names: str) -> Pool:
    """Scenario 3: three men have decided to buy gym equipment for £895.00. The landlord has not said yes yet."""
    men = [make_member(name) for name in names or ("Alan", "Barry", "Colin")]
    gym = make_pool(*men, title="A gym at home", purpose="To keep fit together.", buying=PurchaseKind.EQUIPMENT)
    cost(gym, "500.00")
    cost(gym, "200.00", prompt="assembly")
    cost(gym, "25.00", prompt="induction")
    cost(gym, "170.00", prompt="servicing", period=Period.YEARLY)
    need_consent(consent=gym.consents.get(kind="landlord"), name="Lakeside Homes", by=gym.organiser, now=NOW)
    waive_the_rest(gym)
    look_at_shares(gym)
    agree(gym)
    return gym


def make_chef() -> Pool:
    """Scenario 1: seven people in Banbury have decided to take lessons with a chef for £840.00."""
    people = [make_member(name) for name in ("Peter", "Ann", "Bo", "Cy", "Di", "Ed", "Flo")]
    return make_agreed_pool(*people, title="Cooking with a chef", price="840.00")


def make_signed_agreement(pool: Pool) -> tuple[Agreement, PoolDocument]:
    """An agreement that everybody has signed, and the paper that waits to be made."""
    agreement = freeze(pool)
    sign_all(agreement)
    document = document_of(agreement)
    assert document is not None
    return agreement, document


def make_paper(document: PoolDocument, *, now: datetime = NOW) -> PoolDocument:
    """What a worker does with a paper that is due."""
    claimed = claim_document(document_id=str(document.pk), now=now)
    assert claimed is not None
    return make_document(document=claimed, now=now)


def make_made_agreement(pool: Pool) -> tuple[Agreement, PoolDocument]:
    """An agreement that everybody has signed, and its paper, made and sealed."""
    agreement, document = make_signed_agreement(pool)
    return agreement, make_paper(document)


def make_newer_version(pool: Pool, *, now: datetime) -> Agreement:
    """The costs opened again after everybody had signed, decided again, and put into a version to be signed."""
    reopen_costing(pool=pool, by=pool.organiser, now=now)
    look_at_shares(pool, now=now)
    agree(pool, now=now)
    return freeze(pool, now=now)
