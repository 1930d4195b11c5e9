import hashlib
import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pools.models import MANDATORY_CLAUSES, Agreement, Pool, PooledPart, SharingRule, Shortfall
from pools.operations.agreement_clauses import clauses_of
from pools.operations.agreement_terms import TERMS, AgreementTerms, stored_terms, terms_from, tidied
from pools.operations.agreement_text import as_stored, canonical_text, normalise
from pools.operations.consent import file_consent
from pools.operations.costing import describe_sheet
from pools.queries.pools import members_of
from portal.models import Area, FundingKind
from tests.factories.agreements import freeze, make_chef, make_gym
from tests.factories.pools import agree, cost, look_at_shares, make_costed_pool, make_pool, paper, waive_the_rest
from tests.factories.portal import make_member

FACTS = re.compile(r"£[\d,]+\.\d\d|\d{1,2} [A-Z][a-z]+ \d{4}|\b\d+ (?:days|people)\b")


# Something for each term, and nothing twice.
RICH = {
    "contribution_due_day": 5,
    "late_payment": "We ring them.",
    "joining_later": "They try it twice",
    "ending": "We tell the pool's manager.",
    "things_use": "Only with a float.",
    "things_care": "Bo looks after them.",
    "things_removal": "The club takes them.",
    "deadlock": "We wait 30 days",
    "mediator": "Ms Grey",
    "conflict_of_interest": "They do not vote.",
    "employers": "Ann and Bo",
    "employed_until": date(2027, 8, 31),
    "backup_cover": "The agency sends somebody.",
    "hmrc_evidence": "A letter of 3 November 2026.",
    "hmrc_reserve": Decimal("250.00"),
    "hmrc_reserve_holder": "Lakeside Trust",
    "insurance_model": "joint",
    "insurance_document": "Policy 4471",
    "insurance_until": date(2027, 6, 30),
    "assurance_by": "The county council",
    "assurance_until": date(2028, 4, 5),
    "savings_split": "Half for more lessons.",
    "complaints_contact": "Hana at the office",
    "safeguarding_contact": "Grace, 01632 960001",
    "review_dates": (date(2027, 2, 1), date(2027, 7, 1)),
    "cooling_off_days": 7,
    "data_and_privacy": "No photographs.",
    "annexes": ("business", "employment", "goods", "vehicle"),
    "business_plan": "In the office.",
    "business_policies": "Safety at work.",
    "assistant_tasks": "Mondays at the pool.",
    "assistant_training": "Lifting",
    "goods_listed": "Ten floats",
    "goods_kept": "In the cupboard.",
    "vehicle_keeper": "Bo",
    "vehicle_drivers": "Bo and the agency.",
    "vehicle_checks": "Ann sees to it.",
}


def words_of(agreement: Agreement, key: str) -> str:
    clause = next(clause for clause in agreement.clauses if clause["key"] == key)
    return "\n".join([*clause["paragraphs"], *clause["items"]])


def easy_words_of(agreement: Agreement, key: str) -> str:
    return "\n".join(next(clause for clause in agreement.clauses if clause["key"] == key)["easy"])


@pytest.fixture
def full(area: Area, now: datetime) -> Agreement:
    """An agreement in which every kind of fact occurs."""
    pool = make_pool(make_member("Ann"), make_member("Bo"), title="Swimming", purpose="To swim.\r\n\r\nTo meet.  ")
    cost(pool, "1200.50")
    cost(pool, "20.00", prompt="travel", period="monthly")
    cost(pool, "300.00", prompt="insurance", paid_by="Lakeside Trust")
    waive_the_rest(pool)
    describe_sheet(
        pool=pool,
        price_holds_until=date(2027, 3, 1),
        shortfall=Shortfall.SHARE,
        not_included="Towels.",
        by=pool.organiser,
        now=now,
    )
    look_at_shares(pool)
    agree(pool)
    pool.memberships.filter(profile__shown_name="Ann").update(
        funding_kind=FundingKind.DIRECT_PAYMENT, must_haves="Women only.\nA warm room"
    )
    pool.memberships.filter(profile__shown_name="Bo").update(
        funding_kind=FundingKind.OWN_MONEY, pooled_part=PooledPart.WHOLE
    )
    return freeze(pool, **RICH)


def test_every_mandatory_clause_is_there(full: Agreement) -> None:
    assert set(MANDATORY_CLAUSES) <= {clause["key"] for clause in full.clauses}


def test_every_amount_date_and_name_is_in_easy_read_too(full: Agreement) -> None:
    for clause in full.clauses:
        table = clause["table"] or {"rows": [], "foot": []}
        cells = [cell for row in [*table["rows"], table["foot"]] for cell in row]
        standard, easy = "\n".join([*clause["paragraphs"], *clause["items"], *cells]), "\n".join(clause["easy"])
        assert set(FACTS.findall(standard)) <= set(FACTS.findall(easy)), clause["key"]
        for name in ("Ann", "Bo", "Swimming", "Lakeside Trust", "Lakeside Credit Union", "Towels", "Ms Grey", "Hana"):
            assert (name in easy) == (name in standard), (clause["key"], name)


def test_costs_of_every_kind(full: Agreement) -> None:
    costs = next(clause for clause in full.clauses if clause["key"] == "costs")

    assert costs["table"]["rows"] == [
        ["The price itself", "Once", "£1,200.50"],
        ["Getting there and back", "£20.00 each month", "£240.00"],
    ]
    assert costs["table"]["foot"] == ["Together", "", "£1,440.50"]
    words = words_of(full, "costs")
    assert "Lakeside Trust pays £300.00 for us: Insurance." in words
    assert "The price holds until 1 March 2027." in words
    assert "The price leaves this out: Towels." in words
    assert "If the money is not enough, this happens: we share it in the same way as the rest." in words
    assert "The room or the place: It is in the price." in words


def test_a_purpose_of_many_lines_keeps_its_lines(full: Agreement) -> None:
    purpose = next(clause for clause in full.clauses if clause["key"] == "purpose")

    assert purpose["paragraphs"] == ["Our pool is called “Swimming”.", "To swim.", "To meet."]


@pytest.mark.parametrize(
    ("days", "sentence"),
    [(0, "can go on the same day."), (1, "tells the others 1 day before."), (28, "tells the others 28 days before.")],
)
def test_notice(area: Area, days: int, sentence: str) -> None:
    agreement = freeze(make_chef(), notice_days=days)

    assert sentence in words_of(agreement, "leaving")
    assert sentence in easy_words_of(agreement, "leaving")


def test_consents_as_they_stand(area: Area, now: datetime) -> None:
    gym = make_gym()
    file_consent(
        consent=gym.consents.get(kind="landlord"),
        file=paper(),
        dated_on=date(2026, 11, 20),
        by=gym.organiser,
        now=now,
    )

    agreement = freeze(gym)

    assert "Lakeside Homes: said yes in writing on 20 November 2026." in words_of(agreement, "consents")
    assert "consents" not in [clause["key"] for clause in freeze(make_chef()).clauses]


def test_odd_pennies_where_shares_are_worked_out_and_not_where_they_are_fixed(area: Area, now: datetime) -> None:
    equal = make_costed_pool(make_member("Ann"), make_member("Bo"), price="10.00")
    agree(equal)
    fixed = make_pool(make_member("Cy"), make_member("Di"), sharing_rule=SharingRule.FIXED)
    cost(fixed, "10.00")
    waive_the_rest(fixed)
    fixed.memberships.update(fixed_share=Decimal("5.00"))
    look_at_shares(fixed)
    agree(fixed)

    assert "Odd pennies" in words_of(freeze(equal), "shares")
    assert "Odd pennies" not in words_of(freeze(fixed), "shares")


def test_the_text_is_the_same_for_the_same_facts(full: Agreement) -> None:
    again = canonical_text(area=full.area, title=full.title, version=1, frozen_at=full.frozen_at, clauses=full.clauses)

    assert again == full.canonical_text
    assert again == normalise(again) + "\n"
    assert "&amp;" not in again


def test_the_text_holds_every_word_and_every_cell(full: Agreement) -> None:
    for clause in full.clauses:
        for words in [clause["title"], *clause["paragraphs"], *clause["items"], *clause["easy"]]:
            assert words in full.canonical_text
        for row in clause["table"]["rows"] if clause["table"] else []:
            assert " | ".join(row) in full.canonical_text
    assert full.canonical_text.startswith(
        "Agreement of the pool: Swimming\n"
        "Version: 1\n"
        "Made on: 23 November 2026\n"
        "Area: Oxfordshire (Oxfordshire Together)\n"
    )


def another(value: object) -> object:
    """The same kind of answer, and not the same."""
    match value:
        case str():
            return f"{value} Or so"
        case date():
            return value + timedelta(days=1)
        case tuple():
            return value[1:]
        case _:
            return value + 1


def text_with(agreement: Agreement, terms: AgreementTerms) -> str:
    """The canonical text that the agreement would have with other terms."""
    clauses = clauses_of(
        pool=agreement.pool,
        proposal=agreement.proposal,
        terms=tidied(terms),
        memberships=list(members_of(agreement.pool)),
        consents=[],
    )
    return canonical_text(
        area=agreement.area,
        title=agreement.title,
        version=agreement.version,
        frozen_at=agreement.frozen_at,
        clauses=as_stored(clauses),
    )


def fingerprint(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def test_each_term_alone_changes_the_fingerprint(full: Agreement) -> None:
    terms = terms_from(full.terms)
    assert fingerprint(text_with(full, terms)) == full.sha256
    changed = {name: another(getattr(terms, name)) for name in TERMS} | {"insurance_model": "individual"}

    versions = {name: fingerprint(text_with(full, replace(terms, **{name: value}))) for name, value in changed.items()}

    assert len({full.sha256, *versions.values()}) == len(TERMS) + 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(
    name=st.sampled_from(sorted(name for name in TERMS if isinstance(getattr(AgreementTerms(), name), str))),
    written=st.text(st.characters(categories=["Lu", "Ll", "Nd"]), min_size=1, max_size=60),
)
def test_whatever_somebody_writes_is_in_the_fingerprint(full: Agreement, name: str, written: str) -> None:
    terms = terms_from(full.terms)
    if name == "insurance_model" or normalise(written) == getattr(terms, name):
        return

    text = text_with(full, replace(terms, **{name: written}))

    assert fingerprint(text) != full.sha256
    assert normalise(written) in text


def test_an_agreement_that_says_only_what_it_must(area: Area) -> None:
    agreement = freeze(make_chef())

    keys = {clause["key"] for clause in agreement.clauses}
    assert keys == {*MANDATORY_CLAUSES, "purpose", "members", "savings", "ending", "privacy", "cooling_off", "start"}
    assert "there is no assurance yet" in words_of(agreement, "savings")
    assert "we can buy at once" in words_of(agreement, "cooling_off")


def test_each_says_which_part_of_which_money_and_what_it_must_do_for_them(full: Agreement) -> None:
    members = next(clause for clause in full.clauses if clause["key"] == "members")

    assert members["items"] == [
        "Ann puts in a part of their direct payment. What it must do for Ann: Women only. A warm room.",
        "Bo puts in all of their own money.",
    ]


@pytest.mark.parametrize(
    "part",
    [{"funding_kind": FundingKind.WAITING}, {"pooled_part": PooledPart.WAITING}],
    ids=["assessment", "money"],
)
def test_somebody_who_waits_for_their_money_is_in_all_the_same(area: Area, part: dict[str, str]) -> None:
    peter, ann = make_member("Peter"), make_member("Ann")
    chef = make_pool(peter, ann)
    chef.memberships.filter(profile=peter).update(**part)
    cost(chef, "840.00")
    waive_the_rest(chef)
    look_at_shares(chef)
    agree(chef)

    assert "Peter waits for an answer about the money." in words_of(freeze(chef), "members")


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("holder", "Who holds our money: Lakeside Credit Union."),
        ("seller", "does not pass through anybody else’s hands"),
        ("venue", "Each of us pays at the place, on the day."),
    ],
)
def test_the_way_that_the_money_takes(area: Area, path: str, sentence: str) -> None:
    chef = make_chef()
    Pool.objects.update(money_path=path)

    assert sentence in words_of(freeze(chef), "money")


def test_terms_come_back_as_they_were_kept(full: Agreement) -> None:
    terms = terms_from(full.terms)

    assert stored_terms(terms) == full.terms
    assert {name: getattr(terms, name) for name in RICH} == RICH
    assert (full.terms["insurance_until"], full.terms["review_dates"]) == ("2027-06-30", ["2027-02-01", "2027-07-01"])


def test_terms_of_other_days_are_let_go() -> None:
    assert terms_from({"mediator": "Ms Grey", "horoscope": "Leo"}) == AgreementTerms(mediator="Ms Grey")


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("  kept in front  \nends  \n\n\n\nhere\n", "kept in front\nends\n\nhere"),
        ("e\u0301", "\u00e9"),
        ("bell\x07 and null\x00", "bell and null"),
    ],
)
def test_normalise(written: str, normal: str) -> None:
    assert normalise(written) == normal


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalise(text)

    assert normalise(once) == once
    assert "\r" not in once
    assert "\n\n\n" not in once
