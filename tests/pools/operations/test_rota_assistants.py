from datetime import date, datetime
from decimal import Decimal

import pytest

from pools.models import Assistant, HoursRates, Pool
from pools.operations.hours_rates import UnableToSetHoursRates, set_hours_rates
from pools.operations.rota_assistants import UnableToChangeAssistant, end_assistant, file_status
from pools.queries.rota import people_for_each_carer
from portal.models import Area
from portal.operations.stored_files import UnableToStoreFile
from tests.factories.hours import MONDAY, make_assistant, make_house
from tests.factories.pools import paper
from tests.factories.portal import make_member


@pytest.fixture
def house(area: Area) -> Pool:
    return make_house()


@pytest.fixture
def bea(house: Pool) -> Assistant:
    return make_assistant(
        house,
        " Bea ",
        hired_how="self_employed",
        employers="Edie and Walter",
        owed_if_employed=Decimal("412.50"),
        owed_if_self_employed=Decimal(380),
    )


def test_until_the_tax_office_has_answered_the_higher_is_put_aside(bea: Assistant, house: Pool, now: datetime) -> None:
    assert (bea.name, bea.reserve, bea.books_name) == ("Bea", Decimal("412.50"), "Bea")

    told = file_status(assistant=bea, words="Self-employed", dated_on=MONDAY, file=paper(), by=house.organiser, now=now)

    assert (told.status_words, told.status_on, told.reserve) == ("Self-employed", MONDAY, 0)
    assert told.status_file is not None


def test_file_status_refuses(bea: Assistant, house: Pool, now: datetime) -> None:
    asked = {"assistant": bea, "words": "Employed", "dated_on": MONDAY, "by": house.organiser, "now": now}
    with pytest.raises(UnableToChangeAssistant, match="still to come"):
        file_status(**asked | {"dated_on": date(2026, 11, 24)})
    with pytest.raises(UnableToChangeAssistant, match="what the tax office said"):
        file_status(**asked | {"words": " "})
    with pytest.raises(UnableToStoreFile):
        file_status(**asked, file=paper(b"no paper"))
    bea.refresh_from_db()
    assert bea.status_words == ""


def test_another_employer_is_another_beginning(bea: Assistant, house: Pool, now: datetime) -> None:
    with pytest.raises(UnableToChangeAssistant, match="works for you already"):
        make_assistant(house, "Bea")
    with pytest.raises(UnableToChangeAssistant, match="before their first day"):
        end_assistant(assistant=bea, ended_on=date(2026, 11, 1), by=house.organiser, now=now)

    ended = end_assistant(assistant=bea, ended_on=MONDAY, by=house.organiser, now=now)

    assert not ended.is_current
    with pytest.raises(UnableToChangeAssistant, match="does not work for you any more"):
        end_assistant(assistant=bea, ended_on=MONDAY, by=house.organiser, now=now)
    assert make_assistant(house, "Bea", employers="Rosa").employers == "Rosa"


@pytest.mark.parametrize(
    ("details", "reason"),
    [
        ({"employers": " "}, "Name each person"),
        ({"fixed_until": date(2026, 11, 1)}, "The last day is before the first"),
        ({"owed_if_employed": Decimal(-1)}, "not below zero"),
    ],
)
def test_add_assistant_refuses(house: Pool, details: dict[str, object], reason: str) -> None:
    with pytest.raises(UnableToChangeAssistant, match=reason):
        make_assistant(house, **details)


def test_scenario_6_seven_members_and_two_carers(area: Area) -> None:
    group = make_house(people=6)
    assert people_for_each_carer(group) is None
    for name in ("Lin", "Mo"):
        make_assistant(group, name)
    make_assistant(group, "Bea", is_backup=True)
    assert people_for_each_carer(group) == Decimal("3.0")

    group.memberships.create(profile=make_member("Ann"), joined_at=group.made_at)
    assert people_for_each_carer(group) == Decimal("3.5")


def test_set_hours_rates(house: Pool, now: datetime) -> None:
    said = set_hours_rates(pool=house, checked_on=MONDAY, by=house.organiser, now=now, day_hour=Decimal(15))
    assert (said.day_hour, said.ni_percent, said.rates.allowance, said.said_by) == (15, 15, 0, house.organiser)

    changed = set_hours_rates(pool=house, checked_on=MONDAY, by=house.organiser, now=now, takes_allowance=True)
    assert (changed.pk, changed.day_hour, changed.rates.allowance) == (said.pk, 15, 10500)

    with pytest.raises(UnableToSetHoursRates, match="still to come"):
        set_hours_rates(pool=house, checked_on=date(2026, 11, 24), by=house.organiser, now=now)
    with pytest.raises(UnableToSetHoursRates, match="not below zero"):
        set_hours_rates(pool=house, checked_on=MONDAY, by=house.organiser, now=now, payroll=Decimal(-1))
    assert HoursRates.objects.count() == 1
