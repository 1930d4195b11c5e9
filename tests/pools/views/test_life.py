"""Gates, risks, pauses, reviews and insurance, as members meet them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pools.models import GateKind, Pool, PoolReviewKind, PurchaseKind
from pools.operations.consent import file_consent
from pools.operations.gate import add_gate
from pools.operations.pool_review import Scores, record_baseline
from pools.queries.gates import use_of
from pools.queries.pauses import pause_of
from pools.queries.pools import membership_of
from pools.queries.protection import assurance_of, insurance_of
from pools.queries.risks import latest_note
from portal.models import Profile
from tests.factories.pools import PDF, buy, make_agreed_pool, make_costed_pool, make_pool, paper
from tests.factories.portal import make_champion, make_member

Browse = Callable[..., Client]


def address(pool: Pool, name: str, *args: object) -> str:
    return reverse(f"pools:{name}", args=[pool.pk, *args])


def day(name: str, ahead: int) -> dict[str, str]:
    """A day from today on, as it is typed into three boxes."""
    when = timezone.localdate() + timedelta(days=ahead)
    return {f"{name}_day": str(when.day), f"{name}_month": str(when.month), f"{name}_year": str(when.year)}


def letter() -> SimpleUploadedFile:
    return SimpleUploadedFile("letter.pdf", PDF)


@pytest.fixture
def jo(member: Profile) -> Profile:
    return make_member("Jo")


@pytest.fixture
def pool(member: Profile, jo: Profile) -> Pool:
    return make_pool(member, jo, buying=PurchaseKind.EQUIPMENT)


def test_a_letter_runs_out_and_is_renewed(browse: Browse, member: Profile, jo: Profile, pool: Pool) -> None:
    landlord = pool.consents.get()
    long_ago = timezone.now() - timedelta(days=40)
    dates = {"dated_on": long_ago.date(), "valid_until": long_ago.date() + timedelta(days=10)}
    file_consent(consent=landlord, file=paper(), by=member, now=long_ago, **dates)
    first = landlord.papers.get()

    page = browse(jo).get(address(pool, "consents")).content.decode()
    assert "This letter does not count any more. Ask them for a new one." in page
    there = address(pool, "renew_consent", landlord.pk)
    page = browse(jo).post(there, {"file": letter(), **day("dated_on", 0), **day("valid_until", -1)})
    assert page.context["form"].errors == {"valid_until": ["This day is over. Ask for a letter that still counts."]}
    assert page.context["form"]["dated_on"].value() is not None
    browse(jo).post(there, {"file": letter(), **day("dated_on", 0), **day("valid_until", 90)})

    page = browse(member).get(address(pool, "consents")).content.decode()
    assert "Here in writing" in page
    assert "Earlier papers" in page
    assert browse(member).get(address(pool, "earlier_consent_paper", first.pk)).content == PDF


def test_every_gate_on_the_way_to_using_it(browse: Browse, member: Profile, jo: Profile, pool: Pool) -> None:
    place = membership_of(pool, jo)
    page = browse(member).post(address(pool, "add_gate"), {"kind": "magic", "reason": "To be safe."})
    assert list(page.context["form"].errors) == ["kind"]
    assert page.context["form"]["reason"].value() == "To be safe."
    for kind in ("health", "risk"):
        browse(member).post(address(pool, "add_gate"), {"kind": kind, "reason": "To be safe."})
    buy(pool)

    using = browse(jo).get(address(pool, "using")).content.decode()
    assert "Please answer" in using
    assert "The rules of use" in using
    assert "Something else comes first" not in using

    browse(jo).post(address(pool, "accept_disclaimer"))
    answers = {f"question_{number}": "no" for number in range(1, 8)}
    page = browse(jo).post(address(pool, "answer_health_questions"), answers | {"question_3": ""})
    assert page.context["form"].errors == {"question_3": ["Choose yes or no."]}
    browse(jo).post(address(pool, "answer_health_questions"), answers | {"question_3": "yes"})
    assert "See your doctor first" in browse(jo).get(address(pool, "using")).content.decode()
    assert "doctor" not in browse(member).get(address(pool, "using")).content.decode().replace("ask my doctor", "")

    browse(jo).post(address(pool, "record_doctors_word"), {"given_by": "Dr Shah", "file": letter()})
    browse(member).post(address(pool, "record_induction", place.pk), {"given_by": "Ray"})
    browse(member).post(address(pool, "record_risk_assessment", place.pk), {"given_by": "Richmond House"})
    browse(jo).post(address(pool, "start_using"))

    own = use_of(membership_of(pool, jo), on=timezone.localdate())
    assert own.may_use
    doctor = own.check_of(GateKind.DOCTOR).record
    risk = own.check_of(GateKind.RISK).record
    assert browse(jo).get(address(pool, "gate_paper", doctor.pk)).content == PDF
    assert browse(member).get(address(pool, "gate_paper", doctor.pk)).status_code == 404
    assert browse(jo).get(address(pool, "gate_paper", risk.pk)).status_code == 404
    for easy in ({}, {"easy": "1"}):
        page = browse(jo).get(address(pool, "using"), easy).content.decode()
        assert "Have fun, and take care of each other." in page
        assert "Save the paper" in page


def test_a_gate_is_taken_away_with_a_reason(browse: Browse, member: Profile, jo: Profile, pool: Pool) -> None:
    gate = pool.gates.get(kind="induction")
    there = address(pool, "remove_gate", gate.pk)
    assert browse(jo).get(there).status_code == 404

    page = browse(member).post(there, {"reason": ""})
    assert page.context["form"].errors == {"reason": ["Say why you do not ask this any more."]}
    browse(member).post(there, {"reason": "We all know it."})

    assert [gate.kind for gate in pool.gates.open()] == ["disclaimer"]


def test_nothing_comes_first_where_nothing_is_kept(browse: Browse, jo: Profile, member: Profile) -> None:
    lessons = make_pool(member, jo)

    page = browse(jo).get(address(lessons, "using")).content.decode()

    assert "Nothing has to come first in this pool." in page


def test_one_note_about_risks(browse: Browse, member: Profile, jo: Profile, pool: Pool) -> None:
    assert "There is no note yet" in browse(jo).get(address(pool, "risks")).content.decode()
    page = browse(jo).post(address(pool, "add_risk"), {"what": "A fall", "answer": "Mats", "carried_by": "All of us"})
    assert "First say what you want to do." in page.content.decode()
    assert page.context["form"]["what"].value() == "A fall"
    assert browse(jo).get(address(pool, "describe_risks")).context["form"]["wanted"].value() == pool.purpose
    browse(jo).post(address(pool, "describe_risks"), {"wanted": "We want to keep fit."})
    browse(jo).post(address(pool, "add_risk"), {"what": "A fall", "answer": "Mats", "carried_by": "All of us"})
    browse(jo).post(address(pool, "describe_risks"), {"wanted": "We can keep fit."})

    page = browse(member).get(address(pool, "risks")).content.decode()
    assert "We can keep fit." in page
    assert "Nobody yet" in page
    assert "Please read" in browse(member).get(pool.get_absolute_url()).content.decode()
    browse(member).post(address(pool, "read_risks", 3))
    assert "Read the note about risks" in browse(member).get(pool.get_absolute_url()).content.decode()
    page = browse(jo).post(address(pool, "read_risks", 2), follow=True)
    assert "There is a newer version of this note." in page.content.decode()
    browse(jo).post(address(pool, "remove_risk", latest_note(pool).risks.get().pk))

    note = latest_note(pool)
    assert (note.version, note.risks.count()) == (4, 0)


def test_a_pause_is_shown_with_kind_words_and_ended(browse: Browse, member: Profile, jo: Profile) -> None:
    pool = make_agreed_pool(member, jo)
    home = pool.get_absolute_url()
    page = browse(jo).post(address(pool, "pause_pool"), {"about": ""})
    assert page.context["form"].errors == {"about": ["Say what you want advice about."]}
    browse(jo).post(address(pool, "pause_pool"), {"about": "Our benefits"})

    for easy in ({}, {"easy": "1"}):
        page = browse(member).get(home, easy).content.decode()
        assert "Jo wants advice about: Our benefits" in page
        assert "There is no hurry." in page
        assert address(pool, "freeze_agreement") not in page
    page = browse(member).post(
        address(pool, "freeze_agreement"),
        {"money_holder": "A", "money_kept_apart": "B", "notice_days": "0", "things_owned": "C"},
    )
    assert "Your pool is paused." in page.content.decode()
    assert "Our benefits" in browse(jo).get(address(pool, "resume_pool")).content.decode()
    browse(jo).post(address(pool, "resume_pool"), {"learned": "All is well."})

    assert pause_of(pool) is None
    assert address(pool, "freeze_agreement") in browse(member).get(home).content.decode()


def test_a_vote_that_has_begun_goes_on_while_paused(browse: Browse, member: Profile, jo: Profile) -> None:
    pool = make_costed_pool(member, jo)
    browse(member).post(
        address(pool, "propose"), {"closes_on_day": "1", "closes_on_month": "1", "closes_on_year": "2099"}
    )

    browse(jo).post(address(pool, "pause_pool"), {"about": "Our benefits"})

    assert "Vote now" in browse(jo).get(pool.get_absolute_url()).content.decode()


def test_a_baseline_and_a_review(browse: Browse, member: Profile, jo: Profile) -> None:
    pool = make_pool(member, jo, make_member("Ann"), make_member("Bo"))
    reviews = address(pool, "pool_reviews")
    browse(jo).post(address(pool, "choose_outcomes"), {"outcome_1": "We laugh more"})
    outcome = pool.outcomes.get()
    assert browse(jo).get(address(pool, "choose_outcomes")).context["form"]["outcome_1"].value() == "We laugh more"
    page = browse(jo).post(address(pool, "record_baseline"), {"score_0": "12", "score_1": "4"})
    assert page.context["form"].errors == {"score_0": ["Choose a number from 0 to 10."]}
    assert page.context["form"]["score_1"].value() == "4"
    browse(jo).post(address(pool, "record_baseline"), {"score_0": "2", "score_1": "4"})
    assert browse(jo).get(address(pool, "record_baseline")).context["form"]["score_0"].value() == 2
    page = browse(member).get(reviews).content.decode()
    assert "Too few answers to show" in page
    for name, score in (("Ann", 3), ("Bo", 4)):
        scores = Scores(life=score, outcomes={outcome: score})
        record_baseline(pool=pool, scores=scores, by=Profile.objects.get(shown_name=name), now=timezone.now())
    page = browse(member).get(reviews).content.decode()
    assert "<strong>3</strong> from 3 people" in page

    page = browse(member).post(address(pool, "plan_review"), day("planned_on", -1))
    assert page.context["form"].errors == {"planned_on": ["This day is over. Choose one that is still to come."]}
    browse(member).post(address(pool, "plan_review"), day("planned_on", 0))
    browse(member).post(address(pool, "plan_review"), day("planned_on", 90))
    review, later = pool.reviews.filter(kind=PoolReviewKind.REVIEW)
    assert "Say how it is going" in browse(member).get(pool.get_absolute_url()).content.decode()
    assert "This day is still to come." in browse(member).get(later.get_absolute_url()).content.decode()
    browse(member).post(address(pool, "answer_review", review.pk), {"score_0": "7", "score_1": ""})
    for name in ("Jo", "Ann", "Bo"):
        who = Profile.objects.get(shown_name=name)
        browse(who).post(address(pool, "answer_review", review.pk), {"score_0": "6", "score_1": ""})
    browse(jo).post(address(pool, "note_review", review.pk), {"working": "The teacher"})

    page = browse(jo).get(review.get_absolute_url()).content.decode()
    assert "<strong>+3</strong> of the 3 people who answered both times" in page
    assert "Different people answered, so do not compare the two averages." in page
    assert "Too few people answered both times" in page
    assert "It does not say why" in page
    assert "The teacher" in page
    assert browse(jo).get(address(pool, "note_review", review.pk)).context["form"]["working"].value() == "The teacher"
    assert "Say how it is going" not in browse(jo).get(pool.get_absolute_url()).content.decode()


def test_no_baseline_is_said_as_it_is(browse: Browse, member: Profile, jo: Profile) -> None:
    pool = make_agreed_pool(member, jo)
    buy(pool)

    page = browse(jo).get(address(pool, "pool_reviews")).content.decode()

    assert "So nothing can be compared with it." in page
    assert "There is no review yet." in page


def test_insurance_and_savings(browse: Browse, member: Profile, jo: Profile, pool: Pool) -> None:
    there = address(pool, "protection")
    page = browse(jo).get(there).content.decode()
    assert "No assurance yet" in page
    page = browse(jo).post(address(pool, "record_insurance"), {"model": "joint", "insurer": "Safe & Sound"})
    assert page.context["form"].errors == {"valid_until": ["Give the day, the month and the year."]}
    assert page.context["form"]["insurer"].value() == "Safe & Sound"
    policy = {"model": "joint", "insurer": "Safe & Sound", "number": "A 1", "file": letter()}
    browse(jo).post(address(pool, "record_insurance"), policy | day("valid_until", 30))
    word = {"given_by": "The council", "words": "It stays with you.", "file": letter()}
    browse(jo).post(address(pool, "record_assurance"), word)

    for easy in ({}, {"easy": "1"}):
        page = browse(member).get(there, easy).content.decode()
        assert "Safe &amp; Sound" in page
        assert "They did not say until when." in page
    assert browse(member).get(address(pool, "insurance_paper", insurance_of(pool).pk)).content == PDF
    assert browse(member).get(address(pool, "assurance_paper", assurance_of(pool).pk)).content == PDF
    browse(jo).post(address(pool, "record_assurance"), word | {"file": ""} | day("valid_until", 5))
    assert browse(member).get(address(pool, "assurance_paper", assurance_of(pool).pk)).status_code == 404


def test_the_timeline_and_who_is_told(browse: Browse, member: Profile, jo: Profile, pool: Pool) -> None:
    grace = make_champion("Grace")
    page = browse(jo).get(address(pool, "timeline")).content.decode()
    assert "The pool began" in page
    assert "we tell the organiser" in page
    assert "There is no date to remember." in page
    assert browse(jo).get(address(pool, "choose_facilitator")).status_code == 404
    page = browse(member).post(address(pool, "choose_facilitator"), {"facilitator": str(jo.pk)})
    assert page.context["form"].errors == {"facilitator": ["Choose one of the champions of this area."]}
    browse(member).post(address(pool, "choose_facilitator"), {"facilitator": str(grace.pk)})
    add_gate(pool=pool, kind=GateKind.DOCTOR, reason="To be safe.", by=member, now=timezone.now())
    browse(jo).post(address(pool, "record_doctors_word"), {"given_by": "Dr Shah", **day("valid_until", 9)})

    for easy in ({}, {"easy": "1"}):
        page = browse(jo).get(address(pool, "timeline"), easy).content.decode()
        assert "we tell Grace" in page
        assert "(only you see this)" in page
    assert "(only you see this)" not in browse(member).get(address(pool, "timeline")).content.decode()
    # To be told lets nobody look in.
    assert browse(grace).get(pool.get_absolute_url()).status_code == 404
