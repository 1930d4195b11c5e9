"""The parts that only some agreements have: a small business, a shared assistant, shared things, a vehicle."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from pools.operations.agreement_terms import AgreementTerms, Annex
from pools.operations.agreement_text import Clause, Sayings


def annexes_of(terms: AgreementTerms) -> Iterator[Clause]:
    """The annexes that the members chose, in the order of `Annex`."""
    for annex in terms.annexes:
        yield from {
            Annex.BUSINESS: _business,
            Annex.EMPLOYMENT: _employment,
            Annex.GOODS: _goods,
            Annex.VEHICLE: _vehicle,
        }[Annex(annex)](terms)


def _business(terms: AgreementTerms) -> list[Clause]:
    said = Sayings()
    said.say(
        _("We run a small business together. We decide together before we sell anything new."),
        easy=_("We have a small business. We decide together what we sell."),
    )
    said.tell(terms.business_plan, _("Our business plan: %(own)s"), easy=_("This is our plan: %(own)s"))
    said.tell(
        terms.business_policies, _("The rules that our business has: %(own)s"), easy=_("These are our rules: %(own)s")
    )
    said.say(
        _(
            "Before we borrow money, employ somebody or sign a long contract, we ask for advice. "
            "A company, such as a community interest company, limits what each of us answers for. A group does not."
        ),
        easy=_("Before we borrow money or sign something big, we ask for advice. A company may be safer than a group."),
    )
    return said.clause(key="annex_business", title=_("Our small business"), picture="shop")


def _employment(terms: AgreementTerms) -> list[Clause]:
    said = Sayings()
    said.say(
        _("We share a personal assistant. There is a written contract of work, with the employer’s name in it."),
        easy=_("We share a personal assistant. The contract says who the employer is."),
    )
    said.tell(
        terms.assistant_tasks,
        _("What the assistant does, for whom and when: %(own)s"),
        easy=_("This is what the assistant does: %(own)s"),
    )
    said.tell(
        terms.assistant_training,
        _("What the assistant needs to know first: %(own)s"),
        easy=_("The assistant learns this first: %(own)s"),
    )
    said.say(
        _("The employer pays wages, tax, National Insurance, holidays and sick pay. All of us share that cost."),
        easy=_("The employer pays the wages and the tax. All of us share the cost."),
    )
    said.say(
        _("Each of us says what help they want for themselves. Nobody else decides that."),
        easy=_("You say what help you want. Nobody else decides that."),
    )
    return said.clause(key="annex_employment", title=_("Our personal assistant"), picture="heart")


def _goods(terms: AgreementTerms) -> list[Clause]:
    said = Sayings()
    said.tell(
        terms.goods_listed, _("These things belong to all of us: %(own)s"), easy=_("We own these things: %(own)s")
    )
    said.tell(
        terms.goods_kept,
        _("Where they are kept, and who has the key: %(own)s"),
        easy=_("They are kept here: %(own)s"),
    )
    said.say(
        _("Nobody lends or sells them unless we have decided it together."),
        easy=_("Nobody may lend or sell them alone. We decide that together."),
    )
    said.say(
        _("Whoever uses them has been shown how, and tells the others when something breaks."),
        easy=_("Somebody shows you how to use them. If something breaks, tell the others."),
    )
    return said.clause(key="annex_goods", title=_("A list of our things"), picture="house")


def _vehicle(terms: AgreementTerms) -> list[Clause]:
    said = Sayings()
    said.tell(
        terms.vehicle_keeper,
        _("Who is the registered keeper of the vehicle: %(own)s"),
        easy=_("The vehicle is in this name: %(own)s"),
    )
    said.tell(terms.vehicle_drivers, _("Who may drive it: %(own)s"))
    said.tell(
        terms.vehicle_checks,
        _("Who sees to tax, MOT, insurance and repairs: %(own)s"),
        easy=_("This person sees to the tax, the MOT, the insurance and the repairs: %(own)s"),
    )
    said.say(
        _("Nobody drives it without a licence and without being named in the insurance."),
        easy=_("You may only drive it if you have a licence and the insurance knows you."),
    )
    said.say(_("Whoever gets a fine while driving pays it."), easy=_("If you get a fine while you drive, you pay it."))
    return said.clause(key="annex_vehicle", title=_("Our vehicle"), picture="outings")
