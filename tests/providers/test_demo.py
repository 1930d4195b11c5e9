from datetime import datetime

import pytest

from pools.management.commands.load_demo import load
from portal.areas.context import area_context
from portal.demo.places import SAMPLE_AREAS, SampleArea
from portal.models import Area
from providers.models import Offer, Organisation, Rating, Reply, Service
from providers.queries import price_each


@pytest.mark.parametrize("sample", SAMPLE_AREAS, ids=lambda sample: sample.slug)
def test_each_sample_area_has_services_once(db: None, now: datetime, sample: SampleArea) -> None:
    load(sample, now=now)
    load(sample, now=now)

    with area_context(Area.objects.get(slug=sample.slug).id):
        names = list(Organisation.objects.values_list("name", flat=True))
        assert len(names) == len(set(names)) > 0
        assert Service.objects.listed().count() > 0
        assert Rating.objects.published().count() > 0


def test_stories_have_their_own_prices(db: None, now: datetime) -> None:
    load(SAMPLE_AREAS[0], now=now)

    with area_context(Area.objects.get(slug="oxfordshire").id):
        beads = Offer.objects.get(service__title="Bead making")
        assert [str(price_each(beads, people)) for people in (7, 8, 11, 12)] == ["None", "15.00", "15.00", "12.00"]
        assert "£840.00" in Service.objects.get(title="Cooking lessons with a chef").price_words
        assert Reply.objects.published().count() == 1
