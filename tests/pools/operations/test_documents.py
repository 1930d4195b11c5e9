import re
from datetime import date, datetime, timedelta
from io import BytesIO

import pikepdf
import pytest
from django.db import transaction
from weasyprint import HTML

from pools.models import AgreementState, DocumentKind, DocumentState, Pool, PoolDocument
from pools.operations import documents
from pools.operations.document_kinds import KINDS, PaperKind
from pools.operations.documents import (
    MOST_ATTEMPTS,
    UnableToAskForDocument,
    ask_for_document,
    ask_for_own_document,
    claim_document,
    make_document,
)
from pools.queries.documents import documents_for
from pools.tasks import answer_make_document, sweep_documents
from portal.areas.context import area_context
from portal.models import Area, AuditEvent, Notification, StoredFile
from portal.pdf import UnableToRenderPdf
from portal.permissions import Permission, is_allowed
from portal.seal import SealReading, Standing, read_seal
from tests.factories.agreements import freeze, make_chef, make_gym, make_signed_agreement, people_in, sign, sign_all
from tests.pdf import faults_in, text_of


@pytest.fixture
def gym(area: Area) -> Pool:
    return make_gym()


@pytest.fixture
def document(gym: Pool) -> PoolDocument:
    """Everybody has signed, and nobody has made the paper yet."""
    return make_signed_agreement(gym)[1]


def claim(document: PoolDocument, now: datetime) -> PoolDocument | None:
    return claim_document(document_id=str(document.pk), now=now)


def make(document: PoolDocument, now: datetime) -> PoolDocument:
    claimed = claim(document, now)
    assert claimed is not None
    return make_document(document=claimed, now=now)


def content_of(document: PoolDocument) -> bytes:
    return bytes(document.file.content)


class TestMakeDocument:
    def test_the_file_and_the_state_come_together(self, document: PoolDocument, now: datetime):
        made = make(document, now + timedelta(minutes=1))

        assert (made.state, made.made_at, made.attempts) == (DocumentState.MADE, now + timedelta(minutes=1), 1)
        assert (made.file.name, made.file.content_type) == ("a-gym-at-home-version-1.pdf", "application/pdf")
        assert content_of(made).startswith(b"%PDF-")
        event = AuditEvent.objects.get(action="make_document")
        assert (event.actor, event.detail) == (None, {"sha256": made.file.sha256})

    def test_everybody_is_told(self, document: PoolDocument, now: datetime):
        make(document, now)

        told = Notification.objects.filter(key=f"document:{document.pk}").order_by("recipient__shown_name")
        assert [notice.recipient.shown_name for notice in told] == ["Alan", "Barry", "Colin"]
        assert told[0].subject == "The PDF of your agreement “A gym at home” is ready"
        assert told[0].url == document.agreement.get_document_url()

    def test_made_twice_from_the_same_facts_it_has_the_same_bytes(
        self, document: PoolDocument, now: datetime, monkeypatch: pytest.MonkeyPatch
    ):
        once = documents.render_document(document)

        assert documents.render_document(document) == once

    def test_a_fault_after_rendering_leaves_nothing_behind(
        self, document: PoolDocument, now: datetime, monkeypatch: pytest.MonkeyPatch
    ):
        claimed = claim(document, now)
        monkeypatch.setattr(documents, "notify", sabotage)

        with pytest.raises(Sabotage), transaction.atomic():
            make_document(document=claimed, now=now)

        document.refresh_from_db()
        assert (document.state, document.file) == (DocumentState.MAKING, None)
        assert StoredFile.objects.count() == 0
        assert Notification.objects.filter(key__startswith="document:").count() == 0

    def test_a_paper_that_nobody_could_read_is_not_made(
        self, document: PoolDocument, now: datetime, monkeypatch: pytest.MonkeyPatch
    ):
        def refuse(*arguments: object, **named: object) -> bytes:
            raise UnableToRenderPdf("The document has no title.")

        monkeypatch.setattr(documents, "render_pdf", refuse)

        failed = make(document, now)

        assert (failed.state, failed.file) == (DocumentState.FAILED, None)
        assert AuditEvent.objects.get(action="give_up_document").detail == {"faults": ["The document has no title."]}
        assert claim(document, now + timedelta(days=1)) is None

    def test_a_paper_that_cannot_be_sealed_is_not_made(self, document: PoolDocument, now: datetime, settings):
        settings.SEAL_KEY = ""

        failed = make(document, now)

        assert (failed.state, failed.file) == (DocumentState.FAILED, None)
        (fault,) = AuditEvent.objects.get(action="give_up_document").detail["faults"]
        assert "nothing to seal with" in fault

    def test_it_is_sealed_when_it_is_made(self, document: PoolDocument, now: datetime):
        made = make(document, now + timedelta(minutes=1))

        assert read_seal(content_of(made)) == SealReading(
            standing=Standing.INTACT, sealed_at=now + timedelta(minutes=1)
        )

    def test_a_worker_that_was_taken_for_dead_adds_nothing(self, document: PoolDocument, now: datetime):
        slow = claim(document, now)
        quick = claim(document, now + timedelta(hours=1))
        make_document(document=quick, now=now + timedelta(hours=1))

        make_document(document=slow, now=now + timedelta(hours=2))

        document.refresh_from_db()
        assert (document.state, document.made_at) == (DocumentState.MADE, now + timedelta(hours=1))
        assert StoredFile.objects.count() == 1


class Sabotage(Exception):
    pass


def sabotage(**arguments: object) -> None:
    raise Sabotage


class TestClaimDocument:
    def test_a_claim_is_for_one_worker(self, document: PoolDocument, now: datetime):
        claimed = claim(document, now)

        assert (claimed.state, claimed.claimed_at, claimed.attempts) == (DocumentState.MAKING, now, 1)
        assert claim(document, now + timedelta(seconds=1)) is None

    def test_after_its_lease_another_worker_takes_over(self, document: PoolDocument, now: datetime, settings):
        settings.DOCUMENT_LEASE_SECONDS = 60
        claim(document, now)

        assert claim(document, now + timedelta(seconds=59)) is None
        assert claim(document, now + timedelta(seconds=61)).attempts == 2

    def test_a_paper_that_is_there_is_not_made_again(self, document: PoolDocument, now: datetime):
        make(document, now)

        assert claim(document, now + timedelta(days=1)) is None

    def test_workers_do_not_die_over_it_for_ever(self, document: PoolDocument, now: datetime):
        for hour in range(MOST_ATTEMPTS):
            assert claim(document, now + timedelta(hours=hour)) is not None

        assert claim(document, now + timedelta(days=1)) is None
        document.refresh_from_db()
        assert document.state == DocumentState.FAILED


class TestAskForDocument:
    def test_before_everybody_has_signed(self, gym: Pool, now: datetime):
        with pytest.raises(UnableToAskForDocument, match="The PDF comes when everybody has signed"):
            ask_for_document(agreement=freeze(gym), by=gym.organiser, now=now)
        assert not PoolDocument.objects.exists()

    def test_asking_for_one_that_is_on_its_way_changes_nothing(self, gym: Pool, document: PoolDocument, now):
        again = ask_for_document(agreement=document.agreement, by=gym.organiser, now=now + timedelta(hours=1))

        assert (again.pk, again.asked_at) == (document.pk, now)
        assert AuditEvent.objects.filter(action="ask_for_document", detail__kind="signed").count() == 1

    def test_asking_again_for_one_that_failed(self, gym: Pool, document: PoolDocument, now: datetime):
        PoolDocument.objects.update(state=DocumentState.FAILED, attempts=5)

        again = ask_for_document(agreement=document.agreement, by=gym.organiser, now=now + timedelta(hours=1))

        assert (again.state, again.attempts) == (DocumentState.PENDING, 0)
        assert make(document, now + timedelta(hours=1)).is_made


class TestAskForOwnDocument:
    def ask(self, pool: Pool, now: datetime, **others: object) -> PoolDocument:
        october = {"period_from": date(2026, 10, 1), "period_to": date(2026, 10, 31)}
        asked = {"kind": DocumentKind.STATEMENT, "by": pool.organiser, "now": now, **october, **others}
        return ask_for_own_document(pool=pool, **asked)

    def test_it_is_about_whoever_asks(self, gym: Pool, now: datetime):
        document = self.ask(gym, now)

        assert (document.profile, document.agreement, document.pool) == (gym.organiser, None, gym)
        assert (document.state, document.period_to) == (DocumentState.PENDING, date(2026, 10, 31))

    def test_asking_twice_is_asking_once(self, gym: Pool, now: datetime):
        assert self.ask(gym, now).pk == self.ask(gym, now + timedelta(hours=1)).pk
        assert self.ask(gym, now, period_to=date(2026, 10, 30)).pk != self.ask(gym, now).pk
        assert self.ask(gym, now, kind=DocumentKind.AUDIT_PACK).pk != self.ask(gym, now).pk

    def test_days_that_run_backwards(self, gym: Pool, now: datetime):
        with pytest.raises(UnableToAskForDocument, match="must not be after the last day"):
            self.ask(gym, now, period_to=date(2026, 9, 30))

    def test_a_kind_is_one_entry_in_the_table(self, gym: Pool, now: datetime, monkeypatch: pytest.MonkeyPatch):
        """What another part of the portal adds to have papers of its own made."""
        statement = PaperKind(
            template="pools/pdf/_statement_in_tests.html",
            facts=lambda document: {"whom": document.profile.shown_name},
            name=lambda document: f"statement-{document.period_to}.pdf",
            dated=lambda document: document.asked_at,
            email="pools/email/everybody_has_signed",
        )
        monkeypatch.setitem(KINDS, DocumentKind.STATEMENT, statement)
        shown: dict[str, object] = {}

        def draw(template: str, context: dict[str, object], **named: object) -> bytes:
            shown.update(context, template=template)
            return bytes(HTML(string="<html lang=en><title>A</title><h1>A</h1>").write_pdf(pdf_variant="pdf/ua-1"))

        told: list[dict[str, object]] = []
        monkeypatch.setattr(documents, "render_pdf", draw)
        monkeypatch.setattr(documents, "notify", lambda **words: told.append(words))
        document = self.ask(gym, now)

        made = make(document, now)

        assert (made.file.name, shown["whom"]) == ("statement-2026-10-31.pdf", gym.organiser.shown_name)
        assert shown["template"] == "pools/pdf/_statement_in_tests.html"
        assert [(words["recipient"], words["url"]) for words in told] == [(gym.organiser, made.get_absolute_url())]
        assert read_seal(content_of(made)).standing is Standing.INTACT

    def test_nobody_else_in_the_pool_may_see_it(self, gym: Pool, now: datetime):
        document = self.ask(gym, now)
        others = gym.memberships.exclude(profile=gym.organiser)

        assert is_allowed(gym.organiser, Permission.READ_DOCUMENT, document)
        assert [each for each in others if is_allowed(each.profile, Permission.READ_DOCUMENT, document)] == []
        assert [list(documents_for(each.profile, pool=gym)) for each in others] == [[], []]
        assert list(documents_for(gym.organiser, pool=gym)) == [document]


class TestTasks:
    def test_a_message_that_comes_twice_makes_one_paper(self, area: Area, document: PoolDocument):
        for _delivery in range(2):
            answer_make_document(area_id=str(area.pk), document_id=str(document.pk))

        document.refresh_from_db()
        assert (document.state, document.attempts) == (DocumentState.MADE, 1)
        assert StoredFile.objects.count() == 1

    def test_another_areas_paper_cannot_be_reached(self, oxfordshire: Area, knowsley: Area):
        with area_context(oxfordshire.id):
            document = make_signed_agreement(make_gym())[1]

        answer_make_document(area_id=str(knowsley.pk), document_id=str(document.pk))

        with area_context(oxfordshire.id):
            document.refresh_from_db()
            assert (document.state, document.attempts) == (DocumentState.PENDING, 0)

    def test_the_sweep_makes_what_the_doorbell_lost(self, area: Area, document: PoolDocument):
        sweep_documents()

        document.refresh_from_db()
        assert document.is_made
        assert set(PoolDocument.objects.values_list("kind", "state")) == {("signed", "made"), ("easy", "made")}


class TestPaper:
    def test_scenario_3_names_and_amounts(self, document: PoolDocument, now: datetime):
        pdf = content_of(make(document, now))
        words = text_of(pdf)

        assert faults_in(pdf) == []
        for row in (
            "Alan £298.34",
            "Barry £298.33",
            "Colin £298.33",
            "Together £895.00",
            "The price itself Once £500.00",
            "Putting it together and setting it up Once £200.00",
            "Learning to use it safely Once £25.00",
            "Servicing and repairs Each year £170.00",
            "Barry Barry 23 November 2026 £298.33",
            "Lakeside Homes: has not said yes in writing yet.",
            "Lakeside Credit Union",
            "tells the others 28 days before",
            "One of us can be asked to pay for all of us.",
            "Our rule is: everybody says yes.",
        ):
            assert row in words
        assert document.agreement.sha256 in words.replace(" ", "")

    def test_scenario_1_lists_seven_members(self, area: Area, now: datetime):
        _agreement, document = make_signed_agreement(make_chef())
        pdf = content_of(make(document, now))
        words = text_of(pdf)

        assert faults_in(pdf) == []
        for person in ("Peter", "Ann", "Bo", "Cy", "Di", "Ed", "Flo"):
            assert f"{person} £120.00" in words
            assert f"{person} {person} 23 November 2026 £120.00" in words
        assert "Together £840.00" in words
        assert "7 people are in the pool." in words

    def test_every_clause_and_every_helper_is_in_it(self, gym: Pool, now: datetime):
        agreement = freeze(gym)
        alan, *_others = people_in(agreement)
        sign(agreement, alan, supporter_name="Ms Grey")
        sign_all(agreement)
        words = text_of(content_of(make(agreement.documents.get(kind="signed"), now)))

        for clause in agreement.clauses:
            assert clause["title"] in words
            for text in [*clause["paragraphs"], *clause["items"]]:
                assert " ".join(text.split()) in words
        assert "with help from Ms Grey" in words

    def test_its_date_is_that_of_the_last_signature(self, gym: Pool, now: datetime):
        agreement = freeze(gym)
        sign_all(agreement, now=now + timedelta(days=2))

        pdf = content_of(make(agreement.documents.get(kind="signed"), now + timedelta(days=3)))

        with pikepdf.open(BytesIO(pdf)) as opened:
            assert str(opened.docinfo.CreationDate) == "D:20261125140000+00'00"
        assert "It started on 25 November 2026." in text_of(pdf)
        assert agreement.statuses.get(state=AgreementState.ACTIVE).at == now + timedelta(days=2)

    def test_names_in_many_scripts_and_symbols_can_be_read(self, area: Area, now: datetime):
        _agreement, document = make_signed_agreement(make_gym("Cŵn Łukasz", "Ann <b>Bold</b>", "Jo \N{PARTY POPPER}"))
        pdf = content_of(make(document, now))

        assert faults_in(pdf) == []
        words = text_of(pdf)
        assert "Cŵn Łukasz £298.34" in words
        assert "Ann <b>Bold</b> £298.33" in words
        assert "Jo (party popper) £298.33" in words

    def test_forty_people_fit(self, area: Area, now: datetime):
        document = make_signed_agreement(make_gym(*(f"Person number {number}" for number in range(1, 41))))[1]
        pdf = content_of(make(document, now))

        assert faults_in(pdf) == []
        assert "Person number 40 £22.37" in text_of(pdf)


class TestEasyPaper:
    """The same facts in Easy Read: whoever can only read this one misses nothing."""

    @pytest.fixture
    def easy(self, document: PoolDocument) -> PoolDocument:
        return PoolDocument.objects.get(agreement=document.agreement, kind=DocumentKind.EASY)

    def test_everybody_can_read_it(self, easy: PoolDocument, now: datetime):
        made = make(easy, now)

        assert faults_in(content_of(made)) == []
        assert made.file.name == "a-gym-at-home-version-1-easy-read.pdf"
        assert read_seal(content_of(made)) == SealReading(standing=Standing.INTACT, sealed_at=now)

    def test_every_amount_date_and_name_of_the_other_is_in_it(self, document: PoolDocument, easy: PoolDocument, now):
        words, easy_words = (text_of(content_of(make(paper, now))) for paper in (document, easy))

        amounts = set(re.findall(r"£[\d,]+\.\d\d", words))
        dates = set(re.findall(r"\d{1,2} [A-Z][a-z]+ 20\d\d", words))
        assert len(amounts) > 5
        assert [one for one in sorted(amounts | dates) if one not in easy_words] == []
        for name in ("Alan", "Barry", "Colin", "Lakeside Homes", "Lakeside Credit Union", "A gym at home"):
            assert name in easy_words
        assert document.agreement.sha256 in easy_words.replace(" ", "")

    def test_every_easy_sentence_is_in_it(self, easy: PoolDocument, now: datetime):
        words = text_of(content_of(make(easy, now)))

        for clause in easy.agreement.clauses:
            for sentence in clause["easy"]:
                assert " ".join(sentence.split()) in words

    def test_who_helped_is_in_it(self, gym: Pool, now: datetime):
        agreement = freeze(gym)
        alan, *_others = people_in(agreement)
        sign(agreement, alan, supporter_name="Ms Grey")
        sign_all(agreement)

        assert "Ms Grey helped." in text_of(content_of(make(agreement.documents.get(kind="easy"), now)))

    def test_nobody_is_told_twice(self, easy: PoolDocument, now: datetime):
        make(easy, now)

        assert Notification.objects.filter(key=f"document:{easy.pk}").count() == 0

    def test_many_people_fit(self, area: Area, now: datetime):
        agreement = make_signed_agreement(make_gym(*(f"Person number {number}" for number in range(1, 13))))[0]
        pdf = content_of(make(agreement.documents.get(kind="easy"), now))

        assert faults_in(pdf) == []
        assert "Person number 12" in text_of(pdf)
