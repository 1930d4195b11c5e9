"""What PostgreSQL refuses about agreements, whoever asks."""

from datetime import datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from pools.models import (
    Agreement,
    AgreementState,
    AgreementStatus,
    DocumentState,
    Pool,
    PoolDocument,
    Signature,
    SignatureWithdrawal,
)
from pools.operations.agreement import withdraw_signature
from pools.operations.agreement_draft import keep_draft
from portal.models import Area, Profile
from tests.factories.agreements import NOW, freeze, make_chef, make_gym, make_signed_agreement, sign, sign_all
from tests.factories.portal import make_member

A_STATEMENT = "kind = 'statement', agreement_id = NULL, profile_id = (SELECT id FROM portal_profile LIMIT 1)"


@pytest.fixture
def gym(area: Area) -> Pool:
    return make_gym()


@pytest.fixture
def frozen(gym: Pool) -> Agreement:
    return freeze(gym)


@pytest.fixture
def barry(gym: Pool) -> Profile:
    return Profile.objects.get(shown_name="Barry")


class TestDatabase:
    def refuses(self, constraint: str, sql: str) -> None:
        with pytest.raises(IntegrityError) as error, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
        assert error.value.__cause__.diag.constraint_name == constraint

    @pytest.mark.parametrize(
        ("constraint", "change"),
        [
            ("pools_agreement_version_from_one", {"version": "0"}),
            ("pools_agreement_says_who_holds_the_money", {"version": "2", "money_holder": "' '"}),
            ("pools_agreement_says_who_holds_the_money", {"version": "2", "money_kept_apart": "''"}),
            ("pools_agreement_says_how_to_leave", {"version": "2", "notice_days": "366"}),
            ("pools_agreement_says_how_to_leave", {"version": "2", "things_owned": "''"}),
            (
                "pools_agreement_has_every_mandatory_clause",
                {"version": "2", "clauses": """jsonb_path_query_array(clauses, '$[*] ? (@.key != "leaving")')"""},
            ),
            (
                "pools_agreement_cooling_off_of_at_most_a_fortnight",
                {"version": "2", "terms": """terms || '{"cooling_off_days": 15}'"""},
            ),
            ("pools_agreement_fingerprint_of_its_text", {"version": "2", "canonical_text": "canonical_text || '.'"}),
            ("pools_agreement_version_unique", {}),
        ],
    )
    def test_an_agreement_that_is_not_one(self, frozen: Agreement, constraint: str, change: dict[str, str]):
        columns = [field.column for field in Agreement._meta.local_fields if field.column != "id"]
        values = [change.get(column, column) for column in columns]
        self.refuses(
            constraint,
            f"INSERT INTO pools_agreement (id, {', '.join(columns)}) "
            f"SELECT gen_random_uuid(), {', '.join(values)} FROM pools_agreement",
        )

    @pytest.mark.parametrize(
        "table", ["pools_agreement", "pools_agreementstatus", "pools_signature", "pools_signaturewithdrawal"]
    )
    def test_rows_are_never_changed_or_deleted(self, frozen: Agreement, barry: Profile, table: str):
        sign(frozen, barry)
        withdraw_signature(agreement=frozen, by=barry, now=NOW)

        for sql in (f"UPDATE {table} SET id = gen_random_uuid()", f"DELETE FROM {table}"):
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql)

    def test_active_before_everybody_has_signed(self, frozen: Agreement, barry: Profile, now: datetime):
        sign_all(frozen, but=barry)

        with pytest.raises(IntegrityError, match="not everybody has signed"), transaction.atomic():
            AgreementStatus.objects.create(agreement=frozen, state=AgreementState.ACTIVE, by=barry, at=now)

    @pytest.mark.parametrize(
        ("constraint", "change"),
        [
            ("pools_signature_agrees_to_pool_and_to_cost", {"agrees_to_cost": False}),
            ("pools_signature_agrees_to_pool_and_to_cost", {"agrees_to_pool": False}),
            ("pools_signature_knows_liability", {"knows_liability": False}),
            ("pools_signature_typed_name_not_blank", {"typed_name": " "}),
            ("pools_signature_number_from_one", {"number": 0}),
            ("pools_signature_ways_of_reading_known", {"had_it_in": ["other"]}),
            ("pools_signature_by_a_member", {"share": Decimal("1.00")}),
        ],
    )
    def test_a_signature_that_is_not_one(
        self, frozen: Agreement, barry: Profile, now: datetime, constraint: str, change: dict[str, object]
    ):
        row = {
            "agreement": frozen,
            "profile": barry,
            "typed_name": "Barry",
            "agrees_to_pool": True,
            "agrees_to_cost": True,
            "knows_liability": True,
            "share": Decimal("298.33"),
            "signed_at": now,
        }
        with pytest.raises(IntegrityError) as error, transaction.atomic():
            Signature.objects.create(**{**row, **change})
        assert error.value.__cause__.diag.constraint_name == constraint

    def test_a_signature_of_a_stranger_and_one_under_an_older_version(
        self, gym: Pool, frozen: Agreement, barry: Profile, now: datetime
    ):
        row = {"typed_name": "X", "agrees_to_pool": True, "agrees_to_cost": True, "knows_liability": True}
        with pytest.raises(IntegrityError, match="only members of the pool sign"), transaction.atomic():
            Signature.objects.create(
                agreement=frozen, profile=make_member("Dan"), share=Decimal("298.33"), signed_at=now, **row
            )
        freeze(gym, notice_days=3)
        with pytest.raises(IntegrityError, match="there is a newer version"), transaction.atomic():
            Signature.objects.create(agreement=frozen, profile=barry, share=Decimal("298.33"), signed_at=now, **row)

    @pytest.mark.parametrize(
        ("constraint", "change"),
        [
            ("pools_pooldocument_agreement_has_one_look", "kind = 'other'"),
            ("pools_pooldocument_is_about_what_its_kind_says", "kind = 'statement'"),
            ("pools_pooldocument_is_about_what_its_kind_says", "agreement_id = NULL"),
            ("pools_pooldocument_is_about_what_its_kind_says", "period_from = '2026-10-01'"),
            (
                "pools_pooldocument_period_runs_forwards",
                f"{A_STATEMENT}, period_from = '2026-10-02', period_to = '2026-10-01'",
            ),
            ("pools_pooldocument_state_known", "state = 'other'"),
            ("pools_pooldocument_making_is_claimed", "state = 'making'"),
            ("pools_pooldocument_made_has_a_file", "state = 'made'"),
            ("pools_pooldocument_made_has_a_file", "made_at = now()"),
        ],
    )
    def test_a_document_that_is_not_one(self, gym: Pool, constraint: str, change: str):
        make_signed_agreement(gym)

        self.refuses(constraint, f"UPDATE pools_pooldocument SET {change}")

    def test_a_paper_of_another_pools_agreement(self, gym: Pool):
        make_signed_agreement(gym)
        chef = make_chef()

        self.refuses("pools_pooldocument_agreement_of_its_pool", f"UPDATE pools_pooldocument SET pool_id = '{chef.pk}'")

    def test_two_documents_of_one_kind_and_two_statuses_of_one_state(self, gym: Pool, now: datetime):
        agreement, document = make_signed_agreement(gym)

        with pytest.raises(IntegrityError, match="pools_pooldocument_each_paper_once"), transaction.atomic():
            PoolDocument.objects.create(pool=gym, agreement=agreement, kind=document.kind, asked_at=now)
        with pytest.raises(IntegrityError, match="this step changes nothing"), transaction.atomic():
            AgreementStatus.objects.create(agreement=agreement, state=AgreementState.ACTIVE, by=gym.organiser, at=now)
        with pytest.raises(IntegrityError, match="pools_agreementstatus_state_known"), transaction.atomic():
            AgreementStatus.objects.create(agreement=agreement, state="other", by=gym.organiser, at=now)
        assert document.state == DocumentState.PENDING

    def test_two_signatures_of_one_person_and_one_below_zero(self, frozen: Agreement, barry: Profile):
        sign(frozen, barry)
        columns = [field.column for field in Signature._meta.local_fields if field.column != "id"]

        insert = f"INSERT INTO pools_signature (id, {', '.join(columns)}) SELECT gen_random_uuid(), "

        # One that stands allows no other, whatever its number.
        for number in ("number", "number + 1"):
            values = [number if column == "number" else column for column in columns]
            self.refuses("pools_signature_one_that_stands", f"{insert} {', '.join(values)} FROM pools_signature")
        withdraw_signature(agreement=frozen, by=barry, now=NOW)
        self.refuses("pools_signature_once_for_each_person", f"{insert} {', '.join(columns)} FROM pools_signature")

    def test_an_agreement_is_not_active_without_a_signature_that_was_taken_back(
        self, gym: Pool, barry: Profile, now: datetime
    ):
        agreement, _document = make_signed_agreement(gym)
        signature = Signature.objects.get(agreement=agreement, profile=barry)

        SignatureWithdrawal.objects.create(signature=signature, withdrawn_at=now)

        self.refuses("pools_withdrawal_leaves_nothing_active", "SET CONSTRAINTS ALL IMMEDIATE")

    def test_a_signature_that_was_taken_back_makes_nothing_active(
        self, frozen: Agreement, barry: Profile, now: datetime
    ):
        sign_all(frozen, but=barry)
        signature = Signature.objects.get(agreement=frozen, profile=frozen.pool.organiser)
        SignatureWithdrawal.objects.create(signature=signature, withdrawn_at=now)

        sign(frozen, barry)

        with pytest.raises(IntegrityError, match="not everybody has signed"), transaction.atomic():
            AgreementStatus.objects.create(agreement=frozen, state=AgreementState.ACTIVE, by=barry, at=now)

    def test_a_signature_is_taken_back_once(self, frozen: Agreement, barry: Profile, now: datetime):
        signature = sign(frozen, barry)
        SignatureWithdrawal.objects.create(signature=signature, withdrawn_at=now)

        with pytest.raises(IntegrityError, match="signature_id"), transaction.atomic():
            SignatureWithdrawal.objects.create(signature=signature, withdrawn_at=now)

    def test_nothing_follows_after_a_newer_version(self, gym: Pool, frozen: Agreement, now: datetime):
        freeze(gym, notice_days=3)

        with pytest.raises(IntegrityError, match="there is a newer version"), transaction.atomic():
            AgreementStatus.objects.create(agreement=frozen, state=AgreementState.FROZEN, by=gym.organiser, at=now)

    def test_a_draft_is_answers_by_name(self, gym: Pool, now: datetime):
        keep_draft(pool=gym, answers={}, by=gym.organiser, now=now)

        self.refuses("pools_agreementdraft_terms_have_names", "UPDATE pools_agreementdraft SET terms = '[1]'")
