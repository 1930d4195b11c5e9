import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from pytest_django import DjangoAssertNumQueries

from pools.models import Agreement, DocumentState, Pool, PoolDocument, Signature
from pools.operations.decision import reopen_costing
from pools.operations.documents import claim_document, make_document
from portal.areas.context import area_context
from portal.models import Area, Profile
from tests.factories.agreements import (
    NOW,
    freeze,
    make_chef,
    make_gym,
    make_signed_agreement,
    people_in,
    sign,
    sign_all,
)
from tests.factories.portal import make_area, make_member

Browse = Callable[..., Client]

FULL_FORM = {
    "agrees_to_pool": "on",
    "agrees_to_cost": "on",
    "knows_liability": "on",
    "typed_name": "Barry",
    "supporter_name": "",
    "witness_name": "",
}


@pytest.fixture
def gym(area: Area) -> Pool:
    return make_gym()


@pytest.fixture
def frozen(gym: Pool) -> Agreement:
    return freeze(gym)


@pytest.fixture
def barry(gym: Pool) -> Profile:
    return Profile.objects.get(shown_name="Barry")


def address(name: str, agreement: Agreement) -> str:
    return reverse(f"pools:{name}", args=[agreement.pool_id, agreement.version])


class TestAgreement:
    @pytest.mark.parametrize("easy", [0, 1])
    def test_every_fact_is_on_both_twins(self, frozen: Agreement, barry: Profile, browse: Browse, easy: int):
        sign(frozen, frozen.pool.organiser, supporter_name="Ms Grey", witness_name="Dr Poe", had_it_in=["easy_read"])

        text = browse(barry).get(frozen.get_absolute_url(), {"easy": easy}).text

        for fact in (
            "A gym at home",
            "23 November 2026",
            "16 November 2026",
            "£298.34",
            "£298.33",
            "£895.00",
            "£500.00",
            "£200.00",
            "£25.00",
            "£170.00",
            "Alan",
            "Barry",
            "Colin",
            "Ms Grey",
            "Dr Poe",
            "In Easy Read",
            "Lakeside Homes",
            "Lakeside Credit Union",
            "28 days",
            frozen.sha256,
        ):
            assert fact in text
        assert ("They can ask one person to pay all of it." in text) == bool(easy)
        assert "Sign the agreement" in text

    def test_headings_do_not_skip(self, frozen: Agreement, barry: Profile, browse: Browse):
        text = browse(barry).get(frozen.get_absolute_url()).text

        assert text.count("<h1") == 1
        assert text.count("<h3") == len(frozen.clauses)
        assert text.index("<h1") < text.index("<h2") < text.index("<h3")

    def test_an_older_version_leads_to_the_newer(self, gym: Pool, frozen: Agreement, barry: Profile, browse: Browse):
        newer = freeze(gym, notice_days=7)

        text = browse(barry).get(frozen.get_absolute_url()).text

        assert "This agreement has changed" in text
        assert newer.get_absolute_url() in text
        assert "Sign the agreement" not in text

    def test_an_agreement_on_hold_says_so(self, gym: Pool, frozen: Agreement, barry: Profile, browse: Browse, now):
        reopen_costing(pool=gym, by=gym.organiser, now=now + timedelta(minutes=1))

        text = browse(barry).get(frozen.get_absolute_url()).text

        assert "Please wait for that one." in text
        assert "Sign the agreement" not in text

    def test_what_people_wrote_is_shown_as_they_wrote_it(self, area: Area, browse: Browse):
        agreement = freeze(make_gym("Ann <i>", "Bo"), money_holder="<script>alert(1)</script>")

        text = browse(agreement.pool.organiser).get(agreement.get_absolute_url()).text

        assert "<script>alert" not in text
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
        assert "Ann &lt;i&gt;" in text

    def test_outsiders_do_not_learn_that_there_is_one(self, frozen: Agreement, browse: Browse):
        make_chef()
        for profile in (make_member("Zoe"), Profile.objects.get(shown_name="Peter")):
            for name in ("agreement", "sign_agreement", "signed_agreement", "agreement_document", "download_agreement"):
                assert browse(profile).get(address(name, frozen)).status_code == 404

    @pytest.mark.parametrize("names", [("Alan", "Bo"), ("Alan", "Bo", "Cy", "Di", "Ed", "Flo")])
    def test_more_people_take_no_more_queries(
        self, area: Area, browse: Browse, django_assert_num_queries: DjangoAssertNumQueries, names: tuple[str, ...]
    ):
        agreement = freeze(make_gym(*names))
        sign_all(agreement, but=agreement.pool.organiser)
        visitor = browse(agreement.pool.organiser)
        visitor.get(agreement.get_absolute_url())

        with django_assert_num_queries(15):
            visitor.get(agreement.get_absolute_url())


class TestSignAgreement:
    def test_signing_leads_to_the_panel(self, frozen: Agreement, barry: Profile, browse: Browse):
        page = browse(barry).get(address("sign_agreement", frozen)).text
        assert "I agree to be in this pool" in page
        assert "I agree to this cost: £298.33 for the first year" in page
        assert "As it is in the agreement: Barry" in page

        answer = browse(barry).post(address("sign_agreement", frozen), FULL_FORM, follow=True)

        assert answer.redirect_chain == [(address("signed_agreement", frozen), 302)]
        assert "You have signed" in answer.text
        assert "1 of 3 people" in answer.text
        signature = Signature.objects.get()
        assert (signature.profile, signature.share) == (barry, Decimal("298.33"))

    @pytest.mark.parametrize(
        ("change", "field", "sentence"),
        [
            ({"agrees_to_pool": ""}, "agrees_to_pool", "Tick the box if you agree to be in this pool."),
            ({"agrees_to_cost": ""}, "agrees_to_cost", "Tick the box if you agree to this cost."),
            ({"knows_liability": ""}, "knows_liability", "Please read the warning"),
            ({"typed_name": ""}, "typed_name", "Type your name to sign."),
            ({"typed_name": "Bary"}, "typed_name", "Please type your name as it is in the agreement: Barry."),
            ({"supporter_name": "x" * 121}, "supporter_name", "Please use 120 letters at most. You wrote 121."),
            ({"witness_name": "x" * 121}, "witness_name", "Please use 120 letters at most. You wrote 121."),
            ({"had_it_in": "smoke"}, "had_it_in", "Choose how you had it from the list."),
        ],
    )
    def test_bad_answers_are_told_beside_the_field_and_nothing_is_lost(
        self, frozen: Agreement, barry: Profile, browse: Browse, change: dict[str, str], field: str, sentence: str
    ):
        sent = {**FULL_FORM, "supporter_name": "Ms Grey", **change}

        answer = browse(barry).post(address("sign_agreement", frozen), {k: v for k, v in sent.items() if v})

        form = answer.context["form"]
        assert list(form.errors) == [field]
        assert form.errors[field][0].startswith(sentence)
        assert sentence in answer.text
        for name in ("typed_name", "supporter_name"):
            assert (form[name].value() or "") == sent[name]
        for name in ("agrees_to_pool", "agrees_to_cost", "knows_liability"):
            assert bool(form[name].value()) == bool(sent[name])
        assert not Signature.objects.exists()

    def test_a_second_tab_with_an_older_version(self, gym: Pool, frozen: Agreement, barry: Profile, browse: Browse):
        newer = freeze(gym, notice_days=7)

        answer = browse(barry).post(address("sign_agreement", frozen), {**FULL_FORM, "supporter_name": "Ms Grey"})

        assert "The agreement has changed. Please read the new one first." in answer.text
        assert newer.get_absolute_url() in answer.text
        assert answer.context["form"]["supporter_name"].value() == "Ms Grey"
        assert not Signature.objects.exists()

    def test_a_second_click_is_no_error(self, frozen: Agreement, barry: Profile, browse: Browse):
        visitor = browse(barry)
        visitor.post(address("sign_agreement", frozen), FULL_FORM)

        again = visitor.post(address("sign_agreement", frozen), FULL_FORM, follow=True)

        assert "You have signed" in again.text
        assert Signature.objects.count() == 1
        assert visitor.get(address("sign_agreement", frozen)).url == address("signed_agreement", frozen)

    def test_the_panel_is_for_those_who_have_signed(self, frozen: Agreement, barry: Profile, browse: Browse):
        assert browse(barry).get(address("signed_agreement", frozen)).url == frozen.get_absolute_url()


def paper_address(name: str, document: PoolDocument) -> str:
    return reverse(f"pools:{name}", args=[document.pool_id, document.pk])


class TestDocument:
    @pytest.fixture
    def signed(self, gym: Pool) -> tuple[Agreement, PoolDocument]:
        return make_signed_agreement(gym)

    def make(self, document: PoolDocument) -> PoolDocument:
        return make_document(document=claim_document(document_id=str(document.pk), now=NOW), now=NOW)

    def test_before_everybody_has_signed(self, frozen: Agreement, barry: Profile, browse: Browse):
        assert "The PDF comes when everybody has signed." in browse(barry).get(frozen.get_document_url()).text

    @pytest.mark.parametrize("easy", [0, 1])
    def test_while_it_is_made_the_page_looks_again_by_itself(self, signed, barry: Profile, browse: Browse, easy: int):
        agreement, document = signed

        text = browse(barry).get(agreement.get_document_url(), {"easy": easy}).text

        assert "Your PDF is on its way." in text
        assert "Your Easy Read PDF is on its way." in text
        assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in text
        assert f'hx-get="{paper_address("document", document)}"' in text

    def test_a_script_gets_only_what_changes(self, signed, barry: Profile, browse: Browse):
        _agreement, document = signed
        visitor = browse(barry)

        waiting = visitor.get(paper_address("document", document), headers={"HX-Request": "true"})
        self.make(document)
        ready = visitor.get(paper_address("document", document), headers={"HX-Request": "true"})

        assert "<html" not in waiting.text + ready.text
        assert "hx-get" in waiting.text
        assert "hx-get" not in ready.text
        assert "Download the PDF" in ready.text
        assert "HX-Request" in ready["Vary"]

    def test_the_file_is_for_its_members(self, signed, barry: Profile, browse: Browse):
        agreement, document = signed
        made = self.make(document)

        answer = browse(barry).get(address("download_agreement", agreement))

        assert answer.content == bytes(made.file.content)
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Disposition"] == 'attachment; filename="a-gym-at-home-version-1.pdf"'
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Cache-Control"] == "private, no-store"
        assert browse(make_member("Zoe")).get(address("download_agreement", agreement)).status_code == 404

    def test_who_has_left_keeps_what_they_signed(self, signed, gym: Pool, barry: Profile, browse: Browse, now):
        agreement, document = signed
        self.make(document)
        gym.memberships.filter(profile=barry).update(left_at=now + timedelta(days=30))

        assert browse(barry).get(address("download_agreement", agreement)).status_code == 200
        assert browse(barry).get(address("sign_agreement", agreement)).status_code == 404

    def test_a_file_that_is_not_there_yet_leads_to_the_page(self, signed, barry: Profile, browse: Browse):
        agreement, _document = signed

        assert browse(barry).get(address("download_agreement", agreement)).url == agreement.get_document_url()

    def test_one_that_failed_can_be_asked_for_again(self, signed, barry: Profile, browse: Browse):
        agreement, _document = signed
        PoolDocument.objects.update(state=DocumentState.FAILED)
        visitor = browse(barry)
        assert "Sorry, we could not make the PDF." in visitor.get(agreement.get_document_url()).text

        answer = visitor.post(address("make_document", agreement), follow=True)

        assert "Your PDF is on its way." in answer.text
        assert set(PoolDocument.objects.values_list("state", flat=True)) == {DocumentState.PENDING}

    def test_asking_too_early_is_told(self, frozen: Agreement, barry: Profile, browse: Browse):
        answer = browse(barry).post(address("make_document", frozen), follow=True)

        assert "The PDF comes when everybody has signed." in answer.text


class TestWithdrawSignature:
    def test_taking_it_back_before_all_have_signed(self, frozen: Agreement, barry: Profile, browse: Browse):
        sign(frozen, barry)
        visitor = browse(barry)
        place = address("withdraw_signature", frozen)
        assert place in visitor.get(frozen.get_absolute_url()).text

        answer = visitor.post(place, follow=True)

        assert answer.redirect_chain == [(frozen.get_absolute_url(), 302)]
        assert "Sign the agreement" in answer.text
        assert place not in answer.text
        assert visitor.get(address("signed_agreement", frozen)).status_code == 302

    @pytest.mark.parametrize("easy", [0, 1])
    def test_the_day_until_which_it_is_possible(self, gym: Pool, barry: Profile, browse: Browse, easy: int):
        agreement = freeze(gym, cooling_off_days=7, now=timezone.now())
        sign_all(agreement, now=timezone.now())
        until = date_format(timezone.localdate() + timedelta(days=7), "j F Y")
        visitor = browse(barry)

        for place in (
            agreement.get_absolute_url(),
            address("signed_agreement", agreement),
            address("withdraw_signature", agreement),
        ):
            assert until in visitor.get(place, {"easy": easy}).text
        organiser = browse(gym.organiser)
        buying = organiser.get(reverse("pools:record_purchase", args=[gym.pk]), {"easy": easy}).text
        assert "Do not buy it yet" in buying

    def test_too_late_is_told_on_the_page(self, frozen: Agreement, barry: Profile, browse: Browse):
        sign_all(frozen)

        text = browse(barry).post(address("withdraw_signature", frozen)).text

        assert "You can still leave the pool at any time." in text


@pytest.mark.parametrize("easy", [0, 1])
class TestWhatChanged:
    def test_old_and_new_words_are_on_both_twins(self, gym: Pool, barry: Profile, browse: Browse, easy: int):
        freeze(gym, mediator="Ms Grey")
        newer = freeze(gym, notice_days=7)

        text = browse(barry).get(newer.get_absolute_url(), {"easy": easy}).text

        assert "What has changed" in text
        assert "<ins>" in text
        assert re.search(r"<del>[^<]*28 days before", text)
        assert re.search(r"<ins>[^<]*7 days before", text)
        assert re.search(r"<del>[^<]*Ms Grey", text)

    def test_the_first_version_changes_nothing(self, frozen: Agreement, barry: Profile, browse: Browse, easy: int):
        assert "What has changed" not in browse(barry).get(frozen.get_absolute_url(), {"easy": easy}).text

    def test_every_version_is_in_the_room(self, gym: Pool, barry: Profile, browse: Browse, easy: int):
        visitor, place = browse(barry), reverse("pools:agreements", args=[gym.pk])
        assert "There is no agreement yet" in visitor.get(place, {"easy": easy}).text
        assert "Answer the questions for it" in browse(gym.organiser).get(place, {"easy": easy}).text
        versions = [freeze(gym), freeze(gym, notice_days=7)]

        text = visitor.get(place, {"easy": easy}).text

        assert all(version.get_absolute_url() in text for version in versions)
        assert "Waiting for signatures" in text
        assert "There is a newer version" in text
        assert "Make a newer version" in browse(gym.organiser).get(place, {"easy": easy}).text


def test_another_areas_agreement_is_not_there(oxfordshire: Area, browse: Browse) -> None:
    knowsley = make_area("knowsley", "Knowsley")
    with area_context(knowsley.id):
        agreement = freeze(make_gym())
    with area_context(oxfordshire.id):
        peter = make_member("Peter")

    for name in ("agreement", "sign_agreement", "agreement_document", "download_agreement"):
        assert browse(peter).get(address(name, agreement)).status_code == 404


def test_the_pool_leads_to_the_agreement(gym: Pool, barry: Profile, browse: Browse) -> None:
    organiser, member = browse(gym.organiser), browse(barry)
    place = gym.get_absolute_url()
    assert "Make the agreement" in organiser.get(place).text
    assert "The organiser makes the agreement first." in member.get(place).text

    agreement = freeze(gym)
    assert "Please read and sign" in member.get(place).text
    sign(agreement, barry)
    assert "1 of 3 have signed" in member.get(place).text
    sign_all(agreement)
    assert "Everybody has signed" in member.get(place).text
    assert people_in(agreement)[1] == barry


@pytest.mark.parametrize("easy", [0, 1])
def test_the_list_of_pools_says_what_waits_for_a_signature(
    frozen: Agreement, barry: Profile, browse: Browse, easy: int
) -> None:
    visitor, place = browse(barry), reverse("pools:pools")
    sign_all(freeze(make_chef()))
    assert list(visitor.get(place, {"easy": easy}).context["to_sign"]) == [frozen]
    assert frozen.get_absolute_url() in visitor.get(place, {"easy": easy}).text

    sign(frozen, barry)

    assert list(visitor.get(place, {"easy": easy}).context["to_sign"]) == []
