"""The room of decisions, its votes, its tenders and its panels, on pages."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from pools.models import (
    DeclaredInterest,
    FollowUp,
    MediatorRequest,
    Panel,
    Pool,
    Proposal,
    QuietWord,
    Tender,
    TenderCandidate,
)
from pools.operations.decision import close_vote
from pools.operations.mediation import name_mediator
from portal.models import Area, Profile
from tests.factories.decisions import end_without_agreement, make_panel, make_question, make_tender, vote
from tests.factories.pools import NOW, make_agreed_pool, make_costed_pool, make_pool, make_proposal
from tests.factories.portal import make_member

Browse = Callable[..., Client]
NEXT_CENTURY = {"closes_on_day": "1", "closes_on_month": "1", "closes_on_year": "2099"}
QUESTION = {"question": "On which day?", "answers": "Tuesday\n\n Thursday \n", "reason": "We must know."}


@pytest.fixture
def jo(area: Area) -> Profile:
    return make_member("Jo")


@pytest.fixture
def pool(member: Profile, jo: Profile) -> Pool:
    return make_costed_pool(member, jo, price="100.00")


def to(pool: Pool, name: str, *args: object) -> str:
    return reverse(f"pools:{name}", args=[pool.pk, *args])


def test_a_question_from_beginning_to_end(browse: Browse, member: Profile, jo: Profile, pool: Pool) -> None:
    ask = to(pool, "ask_question")
    page = browse(jo).post(ask, {**QUESTION, "answers": "Tuesday", **NEXT_CENTURY})
    assert page.context["form"].errors == {
        "answers": ["Give two answers at least, and eight at most. We add “no change” for you."]
    }
    assert "We must know." in page.content.decode()
    page = browse(jo).post(ask, {**QUESTION, "quorum": "2", **NEXT_CENTURY})
    proposal = Proposal.objects.get()
    assert page.url == proposal.get_absolute_url()

    assert "This waits for you" in browse(member).get(to(pool, "decisions")).content.decode()
    assert "1 vote waits for you" in browse(member).get(pool.get_absolute_url()).content.decode()
    page = browse(member).get(to(pool, "cast_vote", proposal.pk)).content.decode()
    assert "On which day?" in page
    assert "No change" in page
    page = browse(member).post(to(pool, "cast_vote", proposal.pk), {"private_words": "I am shy."})
    assert page.context["form"].errors == {"choice": ["Choose one of the answers."]}
    assert "I am shy." in page.content.decode()
    tuesday = proposal.options.get(words="Tuesday")
    for person in (member, jo):
        browse(person).post(to(pool, "cast_vote", proposal.pk), {"choice": str(tuesday.pk)})
    page = browse(jo).get(proposal.get_absolute_url()).content.decode()
    assert "It counts if 2 people vote or more." in page
    page = browse(jo).post(to(pool, "close_vote", proposal.pk), follow=True).content.decode()
    assert "So you have chosen “Tuesday”." in page
    browse(member).post(to(pool, "follow_up", proposal.pk), {"words": "We met on Tuesday."})
    assert FollowUp.objects.count() == 1
    log = browse(jo).get(to(pool, "decisions")).content.decode()
    assert "We met on Tuesday. (Peter)" in log
    assert "This waits for you" not in log


@pytest.mark.parametrize(
    ("bad", "field"),
    [
        ({"question": ""}, "question"),
        ({"answers": ""}, "answers"),
        ({"answers": "x" * 101 + "\nTuesday"}, "answers"),
        ({"quorum": "0"}, "quorum"),
        ({"quorum": "many"}, "quorum"),
        ({"quorum": "3"}, "quorum"),
        ({"closes_on_year": "2020"}, "closes_on"),
    ],
)
def test_a_question_that_is_none_loses_nothing(
    browse: Browse, member: Profile, pool: Pool, bad: dict[str, str], field: str
) -> None:
    page = browse(member).post(to(pool, "ask_question"), {**QUESTION, **NEXT_CENTURY, **bad})

    assert list(page.context["form"].errors) == [field]
    assert page.context["form"]["reason"].value() == "We must know."
    assert Proposal.objects.count() == 0


def test_a_question_can_be_asked_again(browse: Browse, member: Profile, pool: Pool) -> None:
    proposal = end_without_agreement(make_question(pool, quorum=2))

    page = browse(member).get(proposal.get_absolute_url()).content.decode()
    assert "Not enough people voted" in page
    form = browse(member).get(to(pool, "ask_question") + f"?again={proposal.number}").context["form"]
    assert (form["question"].value(), form["answers"].value()) == ("On which day do we meet?", "Tuesday\nThursday")
    for nonsense in ("99", "x", ""):
        assert browse(member).get(to(pool, "ask_question") + f"?again={nonsense}").status_code == 200


def test_how_they_share_is_seen_before_it_is_voted_on(browse: Browse, member: Profile, pool: Pool) -> None:
    page = browse(member).get(to(pool, "ask_sharing")).content.decode()
    assert page.count("£50.00") >= 4
    page = browse(member).post(to(pool, "ask_sharing"), {"reason": "Fair?", **NEXT_CENTURY})
    assert list(page.context["form"].errors) == ["rules"]
    assert "Fair?" in page.content.decode()

    browse(member).post(to(pool, "ask_sharing"), {"rules": ["by_use"], **NEXT_CENTURY})

    proposal = Proposal.objects.get()
    for address in (proposal.get_absolute_url(), to(pool, "cast_vote", proposal.pk)):
        page = browse(member).get(address).content.decode()
        assert "Who uses it more pays more" in page
        assert "£50.00" in page


def test_how_they_share_waits_for_the_costs(browse: Browse, member: Profile) -> None:
    page = browse(member).get(to(make_pool(member), "ask_sharing"))

    assert "The price itself" in page.content.decode()
    assert page.context["preview"] is None


def test_an_interest_is_shown_to_all(browse: Browse, member: Profile, jo: Profile, pool: Pool) -> None:
    proposal = make_question(pool, days=10_000)
    there = to(pool, "declare_interest", proposal.pk)

    assert browse(jo).post(there, {"words": ""}).context["form"].errors == {"words": ["Say what your interest is."]}
    browse(jo).post(there, {"words": "My sister runs the Tuesday club."})

    assert DeclaredInterest.objects.count() == 1
    assert "My sister runs the Tuesday club." in browse(member).get(proposal.get_absolute_url()).content.decode()
    page = browse(jo).get(proposal.get_absolute_url()).content.decode()
    assert "You stand aside" in page
    assert "Vote now" not in page


def test_words_without_a_name(browse: Browse, member: Profile, jo: Profile, pool: Pool) -> None:
    proposal = make_question(pool, days=10_000)
    there = to(pool, "raise_quietly")
    page = browse(jo).post(there, {"words": "", "about": str(proposal.pk)})
    assert list(page.context["form"].errors) == ["words"]
    browse(jo).post(there, {"words": "Tuesday is hard for me.", "about": str(proposal.pk)})
    browse(jo).post(there, {"words": "It is all too fast."})
    quiet, general = QuietWord.objects.all()

    page = browse(member).get(to(pool, "decisions")).content.decode()
    assert "Tuesday is hard for me." in page
    assert "Your words wait" not in page
    assert "Your words wait for the organiser" in browse(jo).get(to(pool, "decisions")).content.decode()
    assert browse(jo).post(to(pool, "share_quiet_words", quiet.pk)).status_code == 404
    for words in (quiet, general):
        browse(member).post(to(pool, "share_quiet_words", words.pk))
    assert "Tuesday is hard for me." in browse(jo).get(proposal.get_absolute_url()).content.decode()
    assert "It is all too fast." in browse(jo).get(to(pool, "decisions")).content.decode()
    page = browse(member).post(to(pool, "share_quiet_words", quiet.pk), follow=True).content.decode()
    assert "Everybody can read this already." in page


def test_words_without_a_name_where_there_is_no_vote(browse: Browse, jo: Profile, pool: Pool) -> None:
    browse(jo).post(to(pool, "raise_quietly"), {"words": "I am worried."})

    assert QuietWord.objects.get().proposal is None


def test_the_mediator(browse: Browse, member: Profile, jo: Profile, pool: Pool) -> None:
    proposal = end_without_agreement(make_question(pool))
    page = browse(jo).post(to(pool, "ask_mediator", proposal.pk), {"words": "We are stuck."})
    assert "You have no mediator yet." in page.content.decode()
    assert browse(jo).get(to(pool, "name_mediator")).status_code == 404
    page = browse(member).post(to(pool, "name_mediator"), {"name": "Sue", "contact": ""})
    assert page.context["form"]["name"].value() == "Sue"
    browse(member).post(to(pool, "name_mediator"), {"name": "Sue", "contact": "01295 000000"})

    assert "Sue is your mediator." in browse(jo).get(to(pool, "decisions")).content.decode()
    browse(jo).post(to(pool, "ask_mediator", proposal.pk), {"words": "We go round in circles."})
    assert MediatorRequest.objects.count() == 1
    assert "Jo asked Sue." in browse(member).get(proposal.get_absolute_url()).content.decode()


def test_decisions_of_a_pool_that_has_decided(browse: Browse, member: Profile) -> None:
    page = browse(member).get(to(make_agreed_pool(member), "decisions")).content.decode()

    assert "Yes, we go ahead" in page
    assert "Vote on how you share" not in page


def test_a_new_pool_has_decided_nothing(browse: Browse, member: Profile, pool: Pool) -> None:
    assert "Nothing has been decided yet" in browse(member).get(to(pool, "decisions")).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_decisions_queries(
    browse: Browse, member: Profile, pool: Pool, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    name_mediator(pool=pool, name="Sue", contact="1", by=member, now=NOW)
    for number in range(rows):
        end_without_agreement(make_question(pool, question=f"Question {number}?"))
        make_question(pool, question=f"Open {number}?", days=10_000)
        make_tender(pool, "Ash", title=f"Tender {number}")
    client = browse(member)
    client.get(to(pool, "decisions"))

    with django_assert_num_queries(20):
        client.get(to(pool, "decisions"))


class TestTender:
    def test_from_the_qualities_to_the_vote(self, browse: Browse, member: Profile, jo: Profile, pool: Pool) -> None:
        organiser = browse(member)
        page = organiser.post(to(pool, "start_tender"), {"title": "", "about": "4pm to 10am"})
        assert page.context["form"]["about"].value() == "4pm to 10am"
        organiser.post(to(pool, "start_tender"), {"title": "Night support", "about": "4pm to 10am"})
        tender = Tender.objects.get()
        browse(jo).post(to(pool, "add_quality", tender.pk), {"words": "Kind"})
        quality = tender.qualities.get()
        organiser.post(to(pool, "support_quality", tender.pk, quality.pk))
        for name in ("Ash", "Birch"):
            organiser.post(to(pool, "add_candidate", tender.pk), {"name": name, "about": "All night"})
        page = organiser.post(to(pool, "add_candidate", tender.pk), {"name": "ash", "about": "Again"})
        assert page.context["form"].errors == {"name": ["This provider is on the list already."]}
        assert page.context["form"]["about"].value() == "Again"
        for candidate in TenderCandidate.objects.all():
            move = to(pool, "move_candidate", tender.pk, candidate.pk)
            organiser.post(move, {"stage": "shortlist", "note": "They listen."})
        day = {"presents_on_day": "3", "presents_on_month": "12", "presents_on_year": "2026"}
        organiser.post(to(pool, "set_presentation", tender.pk), day)

        page = browse(jo).get(tender.get_absolute_url()).content.decode()
        for words in ("Kind", "and 1 more", "On the short list", "They listen.", "Thursday 3 December 2026"):
            assert words in page
        page = organiser.post(to(pool, "ask_tender", tender.pk), {"quorum": "2", **NEXT_CENTURY}, follow=True)
        assert "Ash" in page.content.decode()
        assert "You are voting on it" in browse(jo).get(tender.get_absolute_url()).content.decode()
        proposal = Proposal.objects.get()
        for person in (member, jo):
            vote(proposal, person, "Birch")
        close_vote(proposal=proposal, by=jo, now=NOW)
        page = browse(jo).get(tender.get_absolute_url()).content.decode()
        assert "So you have chosen “Birch”." in page
        assert "Birch" in browse(jo).get(to(pool, "decisions")).content.decode()

    def test_nothing_of_another_tender(self, browse: Browse, member: Profile, jo: Profile, pool: Pool) -> None:
        tender, other = make_tender(pool, "Ash", "Birch"), make_tender(pool, "Cedar", "Dogwood", title="Another")
        client = browse(member)

        assert client.get(to(pool, "move_candidate", tender.pk, other.candidates.first().pk)).status_code == 404
        assert client.get(to(pool, "panel", tender.pk)).status_code == 404


class TestPanel:
    GROUPS = {"ours_name": "Residents", "ours_weight": "15", "other_1_name": "Commissioners", "other_1_weight": "85"}

    def test_from_the_groups_to_the_explanation(self, browse: Browse, member: Profile, jo: Profile, pool: Pool) -> None:
        tender = make_tender(pool, "Ash", "Birch")
        organiser = browse(member)
        start = to(pool, "start_panel", tender.pk)
        page = organiser.post(start, {**self.GROUPS, "other_1_weight": "80"})
        assert "They are 95 now." in page.content.decode()
        assert page.context["form"]["other_1_name"].value() == "Commissioners"
        organiser.post(start, self.GROUPS)
        panel = Panel.objects.get()
        assert "Give your points" in browse(jo).get(to(pool, "decisions")).content.decode()

        points = to(pool, "score_candidates", tender.pk)
        page = browse(jo).post(points, {"points_0": "90", "points_1": "101"})
        assert page.context["form"].errors == {"points_1": ["Give points from 0 to 100."]}
        assert page.context["form"]["points_0"].value() == "90"
        browse(jo).post(points, {"points_0": "90", "points_1": "80"})
        assert browse(jo).get(points).context["form"]["points_0"].value() == 90
        page = organiser.post(to(pool, "publish_panel", tender.pk), follow=True).content.decode()
        assert "These have still to give their points: Commissioners." in page
        outside = panel.groups.get(is_ours=False)
        group = to(pool, "score_for_group", tender.pk, outside.pk)
        organiser.post(group, {"points_0": "70", "points_1": "75"})
        assert organiser.get(group).context["form"]["points_1"].value() == 75
        assert "Tell everybody what came out" in organiser.get(panel.get_absolute_url()).content.decode()
        page = organiser.post(to(pool, "publish_panel", tender.pk), follow=True).content.decode()
        assert "75.75" in page
        assert "Residents gave 80.00 (from 1 person); that counts 15%: 12.00." in page

    @pytest.mark.parametrize(
        ("bad", "field"),
        [
            ({"ours_name": ""}, "ours_name"),
            ({"ours_weight": "much"}, "ours_weight"),
            ({"other_1_weight": ""}, "other_1_weight"),
            ({"other_2_name": "The council"}, "other_2_weight"),
            ({"other_3_weight": "5"}, "other_3_name"),
            ({"other_2_name": "The council", "other_2_weight": "101"}, "other_2_weight"),
            ({"other_2_name": "x" * 61, "other_2_weight": "5"}, "other_2_name"),
        ],
    )
    def test_groups_that_are_none(
        self, browse: Browse, member: Profile, pool: Pool, bad: dict[str, str], field: str
    ) -> None:
        tender = make_tender(pool, "Ash", "Birch")

        page = browse(member).post(to(pool, "start_panel", tender.pk), {**self.GROUPS, **bad})

        assert list(page.context["form"].errors) == [field]
        assert Panel.objects.count() == 0

    def test_equal_points(self, browse: Browse, member: Profile, jo: Profile, pool: Pool) -> None:
        tender = make_tender(pool, "Ash", "Birch")
        panel = make_panel(tender, ours="50", others="50")
        outside = panel.groups.get(is_ours=False)
        organiser = browse(member)
        organiser.post(to(pool, "score_candidates", tender.pk), {"points_0": "80", "points_1": "70"})
        organiser.post(to(pool, "score_for_group", tender.pk, outside.pk), {"points_0": "70", "points_1": "80"})

        page = organiser.post(to(pool, "publish_panel", tender.pk), follow=True).content.decode()

        assert "The points are equal" in page
        assert "Nobody yet: the points are equal" in browse(jo).get(to(pool, "decisions")).content.decode()


def test_the_vote_on_the_costs_stands_in_the_log_too(browse: Browse, jo: Profile, pool: Pool) -> None:
    make_proposal(pool, days=10_000)

    assert "The costs and the shares" in browse(jo).get(to(pool, "decisions")).content.decode()
