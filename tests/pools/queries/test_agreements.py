"""What a version changed, and the days that an agreement names."""

from datetime import date

import pytest

from pools.models import Agreement, Pool
from pools.queries.agreement_changes import ChangeKind, changes_between, changes_in
from pools.queries.agreements import AgreementDate, AgreementDateKind, dates_in
from portal.models import Area
from tests.factories.agreements import freeze, make_chef


@pytest.fixture
def chef(area: Area) -> Pool:
    return make_chef()


def told(agreement: Agreement) -> list[tuple[str, ChangeKind]]:
    return [(change.key, change.kind) for change in changes_in(agreement)]


class TestChanges:
    def test_the_first_version_changes_nothing(self, chef: Pool):
        assert changes_in(freeze(chef)) == []

    def test_a_changed_clause_has_the_old_and_the_new_sentences_and_no_others(self, chef: Pool):
        freeze(chef)
        newer = freeze(chef, notice_days=7)

        (change,) = changes_in(newer)

        assert (change.key, change.title, change.kind) == ("leaving", "How to leave", ChangeKind.CHANGED)
        beginning = "Each of us can leave at any time, and does not have to say why."
        assert change.old == [f"{beginning} Whoever wants to leave tells the others 28 days before."]
        assert change.new == [f"{beginning} Whoever wants to leave tells the others 7 days before."]
        assert change.easy_old == ["Whoever wants to leave tells the others 28 days before."]
        assert change.easy_new == ["Whoever wants to leave tells the others 7 days before."]

    def test_clauses_that_are_new_and_clauses_that_are_gone(self, chef: Pool):
        freeze(chef, mediator="Ms Grey")
        newer = freeze(chef, insurance_model="joint")

        assert told(newer) == [("insurance", ChangeKind.NEW), ("disagreement", ChangeKind.GONE)]
        new, gone = changes_in(newer)
        assert (new.old, gone.new) == ([], [])
        assert "Ms Grey" in gone.old[0]
        assert "one policy for all of us" in new.easy_new[0]

    def test_a_version_against_itself(self, chef: Pool):
        agreement = freeze(chef)

        assert changes_between(agreement, agreement) == []

    def test_an_amount_in_a_table(self, chef: Pool):
        before, after = freeze(chef), freeze(chef, notice_days=7)
        shares = next(clause for clause in after.clauses if clause["key"] == "shares")
        shares["table"]["rows"][0] = ["Peter", "£121.00"]

        change = changes_between(before, after)[0]

        assert (change.key, change.old, change.new) == ("shares", ["Peter | £120.00"], ["Peter | £121.00"])

    def test_the_same_sentences_in_another_order_are_told_in_full(self, chef: Pool):
        before, after = freeze(chef), freeze(chef, notice_days=7)
        purpose = after.clauses[0]
        purpose["paragraphs"] = purpose["paragraphs"][::-1]

        change = changes_between(before, after)[0]

        assert change.old == change.new[::-1]

    def test_another_heading_alone_is_no_change(self, chef: Pool):
        before, after = freeze(chef), freeze(chef, notice_days=7)
        after.clauses[0]["title"] = "What for"

        assert [change.key for change in changes_between(before, after)] == ["leaving"]


class TestDates:
    def test_the_days_that_an_agreement_names_the_earliest_first(self, chef: Pool):
        agreement = freeze(
            chef,
            insurance_until=date(2027, 6, 30),
            assurance_by="The county council",
            assurance_until=date(2028, 4, 5),
            employed_until=date(2027, 8, 31),
            review_dates=(date(2027, 7, 1), date(2027, 2, 1)),
        )
        agreement.figures["price_holds_until"] = "2027-01-31"

        assert dates_in(agreement) == [
            AgreementDate(kind=AgreementDateKind.PRICE, on=date(2027, 1, 31)),
            AgreementDate(kind=AgreementDateKind.REVIEW, on=date(2027, 2, 1)),
            AgreementDate(kind=AgreementDateKind.INSURANCE, on=date(2027, 6, 30)),
            AgreementDate(kind=AgreementDateKind.REVIEW, on=date(2027, 7, 1)),
            AgreementDate(kind=AgreementDateKind.EMPLOYMENT, on=date(2027, 8, 31)),
            AgreementDate(kind=AgreementDateKind.ASSURANCE, on=date(2028, 4, 5)),
        ]

    def test_an_agreement_that_names_none(self, chef: Pool):
        assert dates_in(freeze(chef)) == []

    def test_a_version_from_before_there_were_terms(self, chef: Pool):
        agreement = freeze(chef)
        agreement.terms = {}

        assert dates_in(agreement) == []
        assert agreement.cooling_off_days == 0
        assert agreement.answers["money_holder"] == "Lakeside Credit Union"
