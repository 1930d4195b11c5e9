"""
The clauses that the members' own terms make, and those that hold in every pool.

Each function gives its clause in a list, or an empty list where the members said nothing that would be in it.
"""

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pools.models import MoneyPath
from pools.operations.agreement_terms import AgreementTerms, InsuranceModel
from pools.operations.agreement_text import Clause, Sayings, long_day, lowered, pointed, pounds, unpointed


def money(terms: AgreementTerms, *, path: MoneyPath) -> list[Clause]:
    said = Sayings()
    said.say(_("Who holds our money: %(holder)s.") % {"holder": unpointed(terms.money_holder)})
    ways = {
        MoneyPath.SELLER: _("Each of us pays the seller. The money does not pass through anybody else’s hands."),
        MoneyPath.VENUE: _("Each of us pays at the place, on the day."),
    }
    if path in ways:
        said.say(ways[path])
    said.paragraphs.append(
        _("How it is kept apart from other money: %(how)s") % {"how": pointed(terms.money_kept_apart)}
    )
    said.easy += [_("Our money is kept apart from other money. This is how:"), pointed(terms.money_kept_apart)]
    if terms.contribution_due_day is not None:
        said.say(
            _("What has to be paid in a month is due on day %(day)d of that month.")
            % {"day": terms.contribution_due_day},
            easy=_("You pay by day %(day)d of the month.") % {"day": terms.contribution_due_day},
        )
    said.tell(
        terms.late_payment,
        _("If somebody pays late, this happens: %(own)s"),
        easy=_("If you pay late: %(own)s"),
    )
    return said.clause(key="money", title=_("Who holds our money"), picture="lock")


def disagreement(terms: AgreementTerms) -> list[Clause]:
    said = Sayings()
    said.tell(
        terms.deadlock,
        _("If we cannot come to a decision, this happens: %(own)s"),
        easy=_("Sometimes we cannot decide. Then this happens: %(own)s"),
    )
    said.tell(
        terms.mediator,
        _("Who helps us when we do not agree: %(own)s This person takes nobody’s side."),
        easy=_("This person helps us when we do not agree: %(own)s They take nobody’s side."),
    )
    said.tell(
        terms.conflict_of_interest,
        _("When a decision is about one of us, or about somebody close to one of us: %(own)s"),
        easy=_("If a decision is about you, or about your family or friends: %(own)s"),
    )
    return said.clause(key="disagreement", title=_("When we do not agree"), picture="speech")


def workers(terms: AgreementTerms) -> list[Clause]:
    said = Sayings()
    said.tell(
        terms.employers,
        _(
            "Who employs the people who work for us: %(own)s An employer stays the employer: "
            "what an employer answers for cannot switch to somebody else."
        ),
        easy=_("The employer is: %(own)s The employer stays the employer. It cannot switch to somebody else."),
    )
    if terms.employed_until is not None:
        said.say(
            _("The work is for a fixed time. The contract ends on %(day)s.") % {"day": long_day(terms.employed_until)}
        )
    said.tell(
        terms.backup_cover,
        _("If somebody who works for us is ill, away or has a baby: %(own)s"),
        easy=_("If your worker is ill or away: %(own)s"),
    )
    said.tell(
        terms.hmrc_evidence,
        _(
            "HM Revenue & Customs says whether somebody is employed or self-employed. We do not. "
            "What we have from them in writing: %(own)s"
        ),
        easy=_("The tax office says who is an employer. This is what they wrote to us: %(own)s"),
    )
    if terms.hmrc_reserve is not None:
        kept = {"amount": pounds(terms.hmrc_reserve)}
        said.say(
            _("Until that is clear, we keep %(amount)s aside for tax and National Insurance.") % kept,
            easy=_("We keep %(amount)s aside, in case we have to pay tax.") % kept,
        )
    said.tell(terms.hmrc_reserve_holder, _("Who keeps that money: %(own)s"))
    return said.clause(key="workers", title=_("People who work for us"), picture="profile")


def insurance(terms: AgreementTerms) -> list[Clause]:
    said = Sayings()
    if terms.insurance_model:
        model = lowered(str(InsuranceModel(terms.insurance_model).label))
        said.say(_("This is how we are insured: %(how)s.") % {"how": model})
    said.tell(
        terms.insurance_document,
        _("The paper that shows it: %(own)s"),
        easy=_("There is a paper about it: %(own)s"),
    )
    if terms.insurance_until is not None:
        until = {"day": long_day(terms.insurance_until)}
        said.say(
            _("We are insured until %(day)s. Before that day we renew it.") % until,
            easy=_("The insurance ends on %(day)s. Before that day we get a new one.") % until,
        )
    return said.clause(key="insurance", title=_("How we are insured"), picture="shield")


def things(terms: AgreementTerms) -> list[Clause]:
    said = Sayings()
    said.tell(terms.things_use, _("How we use the things that we own together: %(own)s"))
    said.tell(
        terms.things_care,
        _("Who looks after them and pays for repairs: %(own)s"),
        easy=_("Who takes care of our things: %(own)s"),
    )
    said.tell(
        terms.things_removal,
        _("Who takes them away when they are not needed any more: %(own)s"),
        easy=_("When we do not need them any more: %(own)s"),
    )
    return said.clause(key="things", title=_("Things that we own together"), picture="key")


def savings(terms: AgreementTerms) -> list[Clause]:
    """What may become of money that the pool saves. Where nobody has promised anything, it says that."""
    said = Sayings()
    if terms.assurance_by:
        said.say(
            _("%(who)s promised that we keep what we save by pooling, and that our budgets are not cut for it.")
            % {"who": unpointed(terms.assurance_by)},
            easy=_("Maybe we save money. %(who)s promised that it stays ours.")
            % {"who": unpointed(terms.assurance_by)},
        )
    else:
        said.say(
            _("Nobody has promised yet that we keep what we save by pooling: there is no assurance yet."),
            easy=_("Maybe we save money. Nobody has promised yet that it stays ours."),
        )
    if terms.assurance_until is not None:
        said.say(_("The promise holds until %(day)s.") % {"day": long_day(terms.assurance_until)})
    said.tell(
        terms.savings_split,
        _("What we save is used like this: %(own)s"),
        easy=_("If we save money, this happens with it: %(own)s"),
    )
    return said.clause(key="savings", title=_("If we save money"), picture="star")


def joining(terms: AgreementTerms) -> list[Clause]:
    said = Sayings()
    said.tell(terms.joining_later, _("If somebody wants to join later: %(own)s"))
    if terms.joining_later:
        said.say(
            _("Before anybody joins, everybody sees what they would pay then."),
            easy=_("First everybody sees what they would pay then."),
        )
    return said.clause(key="joining", title=_("Joining later"), picture="join")


def leaving(terms: AgreementTerms) -> list[Clause]:
    if terms.notice_days:
        notice = ngettext(
            "Whoever wants to leave tells the others %(count)d day before.",
            "Whoever wants to leave tells the others %(count)d days before.",
            terms.notice_days,
        ) % {"count": terms.notice_days}
    else:
        notice = _("Whoever wants to leave can go on the same day.")
    things_left = _("What happens to the things that we own together: %(what)s") % {"what": pointed(terms.things_owned)}
    return [
        Clause(
            key="leaving",
            title=_("How to leave"),
            picture="leave",
            paragraphs=[
                _("Each of us can leave at any time, and does not have to say why. %(notice)s") % {"notice": notice},
                _("Before somebody goes, everybody sees what they would pay then."),
                _("Whoever leaves pays what they still owe, and gets back what is theirs, to the penny."),
                things_left,
            ],
            easy=[
                _("You can leave at any time. You do not have to say why."),
                notice,
                _("First everybody sees what they would pay then."),
                _("If you leave, you pay what you owe. You get back what is yours."),
                things_left,
            ],
        )
    ]


def ending(terms: AgreementTerms) -> list[Clause]:
    said = Sayings()
    said.say(
        _("Things do not always work out, and that is allowed. If we stop, nobody is to blame."),
        easy=_("Sometimes it does not work out. That is all right. Nobody is to blame."),
    )
    said.say(
        _("When we stop, all bills are paid first. Then each of us gets back what is theirs, to the penny."),
        easy=_("When we stop, we pay all bills first. Then you get back what is yours."),
    )
    said.tell(terms.ending, _("When we stop, this happens too: %(own)s"))
    return said.clause(key="ending", title=_("How we stop"), picture="stop")


def contacts(terms: AgreementTerms) -> list[Clause]:
    said = Sayings()
    said.tell(
        terms.complaints_contact,
        _("Who to tell when something is wrong: %(own)s"),
        easy=_("If something is wrong, tell: %(own)s"),
    )
    said.tell(
        terms.safeguarding_contact,
        _("Who to tell when somebody is not safe, or is hurt or cheated: %(own)s"),
        easy=_("If you are not safe, or if somebody hurts you, tell: %(own)s"),
    )
    if terms.safeguarding_contact:
        said.say(_("If somebody is in danger now, ring 999."), easy=_("If somebody is in danger now, ring 999."))
    return said.clause(key="contacts", title=_("Who to turn to"), picture="phone")


def reviews(terms: AgreementTerms) -> list[Clause]:
    if not terms.review_dates:
        return []
    said, days = Sayings(), [long_day(day) for day in terms.review_dates]
    said.say(
        _("We look together at how it is going on: %(days)s.") % {"days": get_text_list(days, _("and"))},
        easy=_("We meet and talk about how it is going. The days are: %(days)s.")
        % {"days": get_text_list(days, _("and"))},
    )
    return said.clause(key="reviews", title=_("When we look at it again"), picture="calendar")


def privacy(terms: AgreementTerms) -> list[Clause]:
    said = Sayings()
    said.say(
        _(
            "Only the members of this pool can see this agreement. "
            "The council cannot see it, unless one of us shows their own copy."
        ),
        easy=_("Only we can see this agreement. The council cannot see it, unless one of us shows it."),
    )
    said.say(
        _("What we learn about each other stays between us."),
        easy=_("What you know about the others, you tell nobody else."),
    )
    said.tell(terms.data_and_privacy, _("We also agree: %(own)s"))
    return said.clause(key="privacy", title=_("What stays between us"), picture="private")


def cooling_off(terms: AgreementTerms) -> list[Clause]:
    said = Sayings()
    said.say(
        _("Until all of us have signed, each of us can take back their signature."),
        easy=_("You can take back your signature until all of us have signed."),
    )
    if terms.cooling_off_days:
        words = {"count": terms.cooling_off_days}
        said.say(
            ngettext(
                "After the last signature each of us can still take theirs back for %(count)d day, and until then "
                "we buy nothing. If all of us say that they do not want to wait, we need not.",
                "After the last signature each of us can still take theirs back for %(count)d days, and until then "
                "we buy nothing. If all of us say that they do not want to wait, we need not.",
                terms.cooling_off_days,
            )
            % words,
            easy=ngettext(
                "After that you have %(count)d day to think again. We buy nothing before. "
                "If all of us say that they do not want to wait, we do not wait.",
                "After that you have %(count)d days to think again. We buy nothing before. "
                "If all of us say that they do not want to wait, we do not wait.",
                terms.cooling_off_days,
            )
            % words,
        )
    else:
        said.say(
            _("After the last signature we can buy at once. Each of us can still leave at any time."),
            easy=_("When all of us have signed, we can buy. You can still leave at any time."),
        )
    return said.clause(key="cooling_off", title=_("Time to think again"), picture="clock")
