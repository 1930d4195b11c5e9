import hashlib
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import transaction

from pools.models import (
    Agreement,
    AgreementDraft,
    AgreementState,
    DocumentKind,
    DocumentState,
    Pool,
    PoolDocument,
    PoolMembership,
    PoolState,
    Signature,
)
from pools.operations import agreement as agreement_module
from pools.operations.agreement import UnableToFreezeAgreement, UnableToSignAgreement
from pools.operations.agreement_draft import keep_draft
from pools.operations.decision import reopen_costing
from pools.operations.membership import leave_pool, warn_of_leaving
from pools.queries.agreements import latest_agreement
from pools.queries.pools import membership_of
from portal.models import Area, AuditEvent, Notification, Profile
from tests.factories.agreements import freeze, make_chef, make_gym, people_in, sign, sign_all
from tests.factories.pools import agree, cost, look_at_shares, make_costed_pool, state_rows
from tests.factories.portal import make_member


@pytest.fixture
def gym(area: Area) -> Pool:
    """Scenario 3, decided: Alan, Barry and Colin share £895.00."""
    return make_gym()


@pytest.fixture
def alan(gym: Pool) -> Profile:
    return gym.organiser


@pytest.fixture
def barry(gym: Pool) -> Profile:
    return Profile.objects.get(shown_name="Barry")


@pytest.fixture
def frozen(gym: Pool) -> Agreement:
    return freeze(gym)


def states(agreement: Agreement) -> list[AgreementState]:
    return [AgreementState(state) for state in agreement.statuses.values_list("state", flat=True)]


def notices(action: str) -> list[tuple[str, str]]:
    found = Notification.objects.filter(key__startswith=f"{action}:").order_by("recipient__shown_name")
    return list(found.values_list("recipient__shown_name", "subject"))


class TestFreezeAgreement:
    def test_the_first_version_holds_what_was_decided_and_the_terms(self, gym: Pool, alan: Profile, now: datetime):
        agreement = freeze(gym, notice_days=14)

        assert (agreement.version, agreement.title, agreement.total) == (1, "A gym at home", Decimal("895.00"))
        assert (agreement.frozen_by, agreement.frozen_at) == (alan, now)
        assert agreement.figures == agreement.proposal.figures
        assert [clause["key"] for clause in agreement.clauses] == [
            "purpose",
            "members",
            "decision",
            "costs",
            "shares",
            "money",
            "consents",
            "savings",
            "liability",
            "leaving",
            "ending",
            "privacy",
            "cooling_off",
            "start",
        ]
        assert "tells the others 14 days before" in agreement.canonical_text
        assert agreement.sha256 == hashlib.sha256(agreement.canonical_text.encode()).hexdigest()
        assert states(agreement) == [AgreementState.FROZEN]
        assert AuditEvent.objects.get(action="freeze_agreement").detail == {"version": 1}

    def test_the_others_are_asked_to_sign(self, frozen: Agreement):
        subject = "Please read and sign the agreement of “A gym at home”"
        assert notices("sign-agreement") == [("Barry", subject), ("Colin", subject)]
        body = Notification.objects.get(recipient__shown_name="Barry", key=f"sign-agreement:{frozen.pk}").body
        assert "Your share is £298.33 for the first year." in body
        assert f"http://oxfordshire.localhost:8000{frozen.get_absolute_url()}" in body

    def test_a_second_click_makes_no_second_version(self, gym: Pool, frozen: Agreement, now: datetime):
        again = freeze(gym, now=now + timedelta(seconds=1))

        assert again == frozen
        assert Agreement.objects.count() == 1
        assert states(frozen) == [AgreementState.FROZEN]

    def test_other_terms_make_a_newer_version_that_everybody_signs_again(
        self, gym: Pool, frozen: Agreement, barry: Profile, now: datetime
    ):
        sign(frozen, barry)

        newer = freeze(gym, notice_days=7, now=now + timedelta(hours=1))

        assert newer.version == 2
        assert newer.sha256 != frozen.sha256
        assert latest_agreement(gym) == newer
        assert states(frozen) == [AgreementState.FROZEN, AgreementState.REPLACED]
        assert states(newer) == [AgreementState.FROZEN]
        assert newer.signatures.count() == 0
        body = Notification.objects.get(recipient=barry, key=f"sign-agreement:{newer.pk}").body
        assert "This is a newer version." in body

    def test_a_later_change_of_the_pool_changes_nothing_that_was_frozen(self, gym: Pool, frozen: Agreement):
        gym.title = "Something else"
        gym.save()
        Profile.objects.filter(shown_name="Barry").update(shown_name="Bartholomew")

        found = Agreement.objects.get(pk=frozen.pk)

        assert found.title == "A gym at home"
        assert "Barry | £298.33" in found.canonical_text

    def test_nothing_is_decided(self, area: Area):
        pool = make_costed_pool(make_member("Ann"), make_member("Bo"))

        with pytest.raises(UnableToFreezeAgreement, match="You have not decided yet"):
            freeze(pool)
        assert not Agreement.objects.exists()

    def test_everybody_has_signed_already(self, gym: Pool, frozen: Agreement):
        sign_all(frozen)

        with pytest.raises(UnableToFreezeAgreement, match="Everybody has signed already"):
            freeze(gym, notice_days=1)

    def test_the_costs_were_opened_again(self, gym: Pool, now: datetime):
        reopen_costing(pool=gym, by=gym.organiser, now=now)

        with pytest.raises(UnableToFreezeAgreement, match="You have not decided yet"):
            freeze(gym)

    def test_a_figure_has_changed_since_the_decision(self, gym: Pool):
        gym.cost_lines.filter(prompt="price").update(amount=Decimal("501.00"))

        with pytest.raises(UnableToFreezeAgreement, match="The costs or the people have changed since you decided"):
            freeze(gym)

    def test_a_member_has_not_looked_at_the_share(self, gym: Pool, barry: Profile):
        PoolMembership.objects.filter(profile=barry).update(previewed_share=None, previewed_at=None)

        with pytest.raises(UnableToFreezeAgreement, match="Everybody must look at their own share first"):
            freeze(gym)

    @pytest.mark.parametrize(
        ("missing", "sentence"),
        [
            ({"money_holder": " "}, "Say who holds the money"),
            ({"money_kept_apart": "\n"}, "Say how the money is kept apart"),
            ({"notice_days": None}, "Say how many days before leaving"),
            ({"things_owned": ""}, "what happens to things"),
            ({"notice_days": 366}, "a number of days from 0 to 365"),
            ({"cooling_off_days": 15}, "a number of days from 0 to 14"),
            ({"contribution_due_day": 29}, "a day of the month from 1 to 28"),
            ({"hmrc_reserve": Decimal("-0.01")}, "an amount that is not below zero"),
            ({"insurance_model": "luck"}, "Choose how you are insured"),
            ({"assurance_until": date(2027, 4, 5)}, "Say who promised that you keep what you save"),
            ({"annexes": ("business",), "business_policies": "Kindness."}, "Say where your business plan is"),
            ({"annexes": ("business",), "business_plan": "In the office."}, "Say which rules your business has"),
            ({"annexes": ("employment",)}, "Say by name who employs the people who work for you"),
            ({"annexes": ("goods",)}, "Say which things you own together"),
            ({"annexes": ("vehicle",), "vehicle_drivers": "Ann."}, "Say who keeps the vehicle"),
            ({"annexes": ("vehicle",), "vehicle_keeper": "Ann"}, "Say who may drive it"),
        ],
    )
    def test_no_agreement_without_its_terms(self, gym: Pool, missing: dict[str, object], sentence: str):
        with pytest.raises(UnableToFreezeAgreement, match=sentence):
            freeze(gym, **missing)
        assert not Agreement.objects.exists()

    def test_everything_that_is_missing_is_told_in_one_go(self, gym: Pool):
        with pytest.raises(UnableToFreezeAgreement) as refusal:
            freeze(gym, money_holder="", notice_days=None, annexes=("goods",))

        assert str(refusal.value) == (
            "Say who holds the money. "
            "Say how many days before leaving somebody tells the others. Write 0 if people can go on the same day. "
            "Say which things you own together."
        )
        assert refusal.value.field is None

    def test_what_belongs_to_an_annex_that_nobody_chose_is_left_out(self, gym: Pool):
        agreement = freeze(gym, vehicle_keeper="Ann", annexes=("goods",), goods_listed="Two bikes")

        assert (agreement.terms["vehicle_keeper"], agreement.terms["goods_listed"]) == ("", "Two bikes")
        assert "registered keeper" not in agreement.canonical_text

    def test_a_draft_goes_when_the_version_is_there(self, gym: Pool, alan: Profile, now: datetime):
        keep_draft(pool=gym, answers={"mediator": "Ms Grey"}, by=alan, now=now)

        freeze(gym)

        assert not AgreementDraft.objects.exists()

    def test_a_newer_version_tells_everybody_what_is_not_as_it_was(self, gym: Pool, frozen: Agreement, barry: Profile):
        newer = freeze(gym, notice_days=7, mediator="Ms Grey")

        body = Notification.objects.get(recipient=barry, key=f"sign-agreement:{newer.pk}").body
        assert "- When we do not agree\n- How to leave\n" in body

    @pytest.mark.parametrize("key", ["leaving", "liability", "money", "costs", "shares", "decision"])
    def test_no_agreement_without_a_mandatory_clause(self, gym: Pool, monkeypatch: pytest.MonkeyPatch, key: str):
        def without(**facts: object) -> list[object]:
            return [clause for clause in complete(**facts) if clause.key != key]

        complete = agreement_module.clauses_of
        monkeypatch.setattr(agreement_module, "clauses_of", without)

        with pytest.raises(UnableToFreezeAgreement, match="An agreement must say how to leave"):
            freeze(gym)

    def test_a_fault_in_the_middle_leaves_nothing_behind(
        self, gym: Pool, frozen: Agreement, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.setattr(agreement_module, "notify", sabotage)

        with pytest.raises(Sabotage), transaction.atomic():
            freeze(gym, notice_days=7)

        assert latest_agreement(gym) == frozen
        assert states(frozen) == [AgreementState.FROZEN]
        assert AuditEvent.objects.filter(action="freeze_agreement").count() == 1


class Sabotage(Exception):
    pass


def sabotage(**arguments: object) -> None:
    raise Sabotage


class TestSignAgreement:
    def test_a_signature_keeps_apart_what_is_agreed_to(self, frozen: Agreement, barry: Profile, now: datetime):
        signature = sign(frozen, barry, supporter_name=" Ms  Grey ")

        assert (signature.agreement, signature.profile, signature.signed_at) == (frozen, barry, now)
        assert (signature.agrees_to_pool, signature.agrees_to_cost, signature.knows_liability) == (True, True, True)
        assert (signature.share, signature.typed_name) == (Decimal("298.33"), "Barry")
        assert signature.supporter_name == "Ms  Grey"
        assert states(frozen) == [AgreementState.FROZEN]
        assert AuditEvent.objects.filter(action="sign_agreement", actor=barry).count() == 1

    @pytest.mark.parametrize("typed", ["Barry", " barry ", "BARRY", "Bárry"])
    def test_the_name_is_heard_not_spelled(self, frozen: Agreement, barry: Profile, typed: str):
        assert sign(frozen, barry, typed_name=typed).typed_name == typed.strip()

    def test_witness_and_ways_of_reading_are_kept_where_somebody_wants_it(self, frozen: Agreement, barry: Profile):
        signature = sign(frozen, barry, witness_name=" Dr Poe ", had_it_in=["easy_read", "read_aloud"])

        assert signature.witness_name == "Dr Poe"
        assert signature.ways_of_reading == ["In Easy Read", "Read aloud to me"]

    def test_a_way_of_reading_that_there_is_not(self, frozen: Agreement, barry: Profile):
        with pytest.raises(UnableToSignAgreement, match="Choose how you had it from the list"):
            sign(frozen, barry, had_it_in=["braille by pigeon"])

    def test_apostrophes_of_any_kind(self, area: Area):
        pool = make_gym("Máire O’Neill", "Bo")

        sign(freeze(pool), pool.organiser, typed_name="maire o'neill")

        assert Signature.objects.count() == 1

    def test_the_last_signature_starts_the_agreement(self, gym: Pool, frozen: Agreement, barry: Profile):
        sign_all(frozen, but=barry)
        assert state_rows(gym)[-1] == PoolState.AGREED

        sign(frozen, barry)

        assert states(frozen) == [AgreementState.FROZEN, AgreementState.ACTIVE]
        assert state_rows(gym)[-1] == PoolState.SIGNED
        papers = PoolDocument.objects.filter(agreement=frozen).values_list("kind", "state", "attempts", "file")
        assert list(papers) == [
            (DocumentKind.SIGNED, DocumentState.PENDING, 0, None),
            (DocumentKind.EASY, DocumentState.PENDING, 0, None),
        ]
        subject = "Everybody has signed the agreement of “A gym at home”"
        assert notices("everybody-has-signed") == [("Alan", subject), ("Barry", subject), ("Colin", subject)]
        assert AuditEvent.objects.filter(action="activate_agreement").count() == 1

    def test_signing_twice_is_signing_once(self, frozen: Agreement, barry: Profile, now: datetime):
        first = sign(frozen, barry)

        second = sign(frozen, barry, typed_name="Somebody else", now=now + timedelta(minutes=1))

        assert second == first
        assert Signature.objects.count() == 1
        assert AuditEvent.objects.filter(action="sign_agreement").count() == 1

    def test_the_last_one_signing_twice_starts_it_once(self, frozen: Agreement, barry: Profile):
        sign_all(frozen)

        sign(frozen, barry)

        assert states(frozen) == [AgreementState.FROZEN, AgreementState.ACTIVE]
        assert PoolDocument.objects.count() == 2

    def test_an_older_version(self, gym: Pool, frozen: Agreement, barry: Profile):
        freeze(gym, notice_days=7)

        self.refused(frozen, barry, "The agreement has changed. Please read the new one first.")

    def test_an_older_version_that_one_has_signed(self, gym: Pool, frozen: Agreement, barry: Profile):
        sign(frozen, barry)
        freeze(gym, notice_days=7)

        with pytest.raises(UnableToSignAgreement, match="The agreement has changed"):
            sign(frozen, barry)

    def test_somebody_who_is_not_in_the_pool(self, frozen: Agreement):
        self.refused(frozen, make_member("Barry"), "Only members of the pool sign its agreement.")

    def test_somebody_has_left_since(self, gym: Pool, frozen: Agreement, barry: Profile, now: datetime):
        place = membership_of(gym, barry)
        warn_of_leaving(membership=place, by=barry, now=now)
        leave_pool(membership=place, by=barry, now=now)

        self.refused(frozen, gym.organiser, "The costs or the people have changed")
        self.refused(frozen, barry, "The costs or the people have changed")

    def test_the_costs_were_opened_again(self, gym: Pool, frozen: Agreement, barry: Profile, now: datetime):
        reopen_costing(pool=gym, by=gym.organiser, now=now + timedelta(hours=1))

        self.refused(frozen, barry, "The costs or the people have changed. There will be a new agreement.")

    def test_a_newer_decision_that_has_no_agreement_yet(
        self, gym: Pool, frozen: Agreement, barry: Profile, now: datetime
    ):
        later = now + timedelta(hours=1)
        reopen_costing(pool=gym, by=gym.organiser, now=later)
        agree(gym, now=later)

        self.refused(frozen, barry, "The costs or the people have changed. There will be a new agreement.")

    @pytest.mark.parametrize(
        ("field", "words", "sentence"),
        [
            ("agrees_to_pool", {"agrees_to_pool": False}, "Tick the box if you agree to be in this pool."),
            ("agrees_to_cost", {"agrees_to_cost": False}, "Tick the box if you agree to this cost."),
            ("knows_liability", {"knows_liability": False}, "Please read the warning"),
            ("typed_name", {"typed_name": "Alan"}, "Please type your name as it is in the agreement: Barry."),
            ("typed_name", {"typed_name": "  "}, "Please type your name as it is in the agreement: Barry."),
        ],
    )
    def test_words_that_do_not_sign(
        self, frozen: Agreement, barry: Profile, field: str, words: dict[str, object], sentence: str
    ):
        assert self.refused(frozen, barry, sentence, **words).field == field

    def refused(self, agreement: Agreement, by: Profile, sentence: str, **words: object) -> UnableToSignAgreement:
        with pytest.raises(UnableToSignAgreement) as refusal:
            sign(agreement, by, **words)
        assert str(refusal.value).startswith(sentence)
        assert not Signature.objects.exists()
        assert not AuditEvent.objects.filter(action="sign_agreement").exists()
        return refusal.value

    def test_a_fault_in_the_middle_leaves_nothing_behind(
        self, gym: Pool, frozen: Agreement, barry: Profile, monkeypatch: pytest.MonkeyPatch
    ):
        sign_all(frozen, but=barry)
        # After the signature, the status, the pool's step and the paper's row.
        monkeypatch.setattr(agreement_module, "notify", sabotage)

        with pytest.raises(Sabotage), transaction.atomic():
            sign(frozen, barry)

        assert Signature.objects.filter(profile=barry).count() == 0
        assert states(frozen) == [AgreementState.FROZEN]
        assert state_rows(gym)[-1] == PoolState.AGREED
        assert PoolDocument.objects.count() == 0

    def test_after_a_new_decision_the_newer_version_can_be_signed(
        self, gym: Pool, frozen: Agreement, barry: Profile, now: datetime
    ):
        sign_all(frozen)
        reopen_costing(pool=gym, by=gym.organiser, now=now + timedelta(days=1))
        cost(gym, "0.00", prompt="assembly", paid_by="Richmond Fellowship", now=now + timedelta(days=1))
        cost(gym, "200.00", prompt="assembly", paid_by="Richmond Fellowship", now=now + timedelta(days=1))
        look_at_shares(gym, now=now + timedelta(days=1))
        agree(gym, now=now + timedelta(days=1))

        newer = freeze(gym, now=now + timedelta(days=1))
        sign_all(newer, now=now + timedelta(days=1))

        assert (newer.version, newer.total) == (2, Decimal("695.00"))
        assert "Richmond Fellowship pays £200.00 for us" in newer.canonical_text
        assert [newer.share_of(profile) for profile in people_in(newer)] == [
            Decimal("231.67"),
            Decimal("231.67"),
            Decimal("231.66"),
        ]
        assert states(frozen) == [AgreementState.FROZEN, AgreementState.ACTIVE, AgreementState.REPLACED]
        assert states(newer) == [AgreementState.FROZEN, AgreementState.ACTIVE]
        assert PoolDocument.objects.count() == 4


def test_scenario_1_seven_people_agree_to_a_hundred_and_twenty_pounds_each(area: Area) -> None:
    agreement = freeze(make_chef())

    assert [agreement.share_of(profile) for profile in people_in(agreement)] == [Decimal("120.00")] * 7
    sign_all(agreement)
    assert Signature.objects.filter(agreement=agreement, share=Decimal("120.00")).count() == 7
