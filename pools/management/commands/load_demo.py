from datetime import datetime, timedelta
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Protocol

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from portal.areas.context import area_context
from portal.demo.loading import load_area, load_ground
from portal.demo.places import SAMPLE_AREAS, SampleArea
from portal.models import Area, Notification

# From the ground up: each may build on what those before it have loaded.
APPS = ("moderation", "peers", "providers", "pools")


class Loader(Protocol):
    """`load_demo` of an app's `demo` module: runs inside the area, and changes nothing that is there already."""

    def __call__(self, *, area: Area, now: datetime) -> None: ...


class Command(BaseCommand):
    help = "Load the sample areas: people, groups, providers, wishes and pools. Loading again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        for sample in SAMPLE_AREAS:
            load(sample, now=timezone.now())
            self.stdout.write(f"{sample.name} is there.")


@transaction.atomic
def load(sample: SampleArea, *, now: datetime) -> None:
    """Load one area: all of it or none."""
    area = load_area(sample)
    with area_context(area.id):
        load_ground(sample=sample, now=now)
        for load_demo in loaders():
            load_demo(area=area, now=now)
        # The people of the sample areas have read what came before this week.
        Notification.objects.unread().filter(created_at__lt=now - timedelta(days=7)).update(read_at=now)


def loaders() -> list[Loader]:
    """What the apps above the ground floor put into an area."""
    found = [f"{app}.demo" for app in APPS if find_spec(f"{app}.demo")]
    return [import_module(module).load_demo for module in found]
