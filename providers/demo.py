"""Organisations, services, offers and ratings of the sample areas, as `demo.toml` tells of them."""

import tomllib
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils import timezone

from portal.models import Area, District, Interest, Profile
from providers.models import Organisation, Representative, Service
from providers.operations.offer import add_offer
from providers.operations.organisation import add_organisation
from providers.operations.rating import rate_service
from providers.operations.reply import reply_to_rating
from providers.operations.service import add_service

DEMO_FILE = Path(__file__).with_name("demo.toml")
PRICES_HOLD = timedelta(days=180)


def load_demo(*, area: Area, now: datetime) -> None:
    """Fill one area's directory. Runs inside the area; an organisation that is there already is left as it is."""
    told: dict[str, list[dict[str, Any]]] = tomllib.loads(DEMO_FILE.read_text(encoding="utf-8"))
    for organisation in told.get(area.slug, []):
        if not Organisation.objects.filter(name=organisation["name"]).exists():
            _load_organisation(organisation, now=now)


def _load_organisation(told: dict[str, Any], *, now: datetime) -> None:
    provider = Profile.objects.get(shown_name=told["provider"])
    organisation = add_organisation(
        by=provider,
        now=now,
        name=told["name"],
        about=told["about"].strip(),
        ownership=told["ownership"],
        district=_district(told),
        phone=told.get("phone", ""),
        email=told.get("email", ""),
        website=told.get("website", ""),
    )
    for worker in Profile.objects.filter(shown_name__in=told.get("workers", [])):
        Representative.objects.create(organisation=organisation, profile=worker)
    for service in told["services"]:
        _load_service(service, organisation=organisation, provider=provider, now=now)


def _load_service(told: dict[str, Any], *, organisation: Organisation, provider: Profile, now: datetime) -> None:
    service = add_service(
        organisation=organisation,
        by=provider,
        now=now,
        title=told["title"],
        about=told["about"].strip(),
        interest=Interest.objects.get(name=told["interest"]),
        district=_district(told),
        when=told["when"],
        access_details=told["access_details"],
        costs_money=told.get("costs_money", True),
        price_words=told.get("price_words", ""),
        not_included=told.get("not_included", ""),
    )
    for offer in told.get("offers", []):
        add_offer(
            service=service,
            by=provider,
            now=now,
            title=offer["title"],
            prices=[(people, Decimal(price)) for people, price in offer["prices"]],
            maximum_people=offer["maximum_people"],
            valid_until=timezone.localdate(now) + PRICES_HOLD,
            not_included=offer["not_included"],
        )
    for rating in told.get("ratings", []):
        _load_rating(rating, service=service, provider=provider, now=now)


def _load_rating(told: dict[str, Any], *, service: Service, provider: Profile, now: datetime) -> None:
    rating = rate_service(
        service=service,
        by=Profile.objects.get(shown_name=told["by"]),
        now=now,
        scores=told["scores"],
        words=told["words"],
        used_through=told["used_through"],
    )
    if "reply" in told:
        reply_to_rating(rating=rating, by=provider, now=now, words=told["reply"])


def _district(told: dict[str, Any]) -> District | None:
    return District.objects.get(name=told["district"]) if "district" in told else None
