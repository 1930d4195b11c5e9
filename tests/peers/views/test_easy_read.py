"""Every page of groups and of moderation has its Easy Read twin."""

import pytest
from django.urls import reverse

from portal.areas.context import area_context
from tests.architecture.routes import Route
from tests.architecture.world import World, visitor
from tests.moderation.routes import PAGES as MODERATION_PAGES
from tests.peers.routes import PAGES as PEERS_PAGES
from tests.peers.routes_of_chats import PAGES as CHAT_PAGES

PAGES = [
    page
    for page in [*PEERS_PAGES, *CHAT_PAGES, *MODERATION_PAGES]
    if page.method == "get" and page.name != "peers:paper_file"
]


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_easy_read_twin_says_the_same(page: Route, db: None) -> None:
    world = World()
    with area_context(world.oxfordshire.id):
        kwargs, person = page.make(world), page.insider(world)
    address = reverse(page.name, kwargs=kwargs, urlconf="portal.urls")

    answer = visitor(world.oxfordshire, person).get(address, {"easy": "1"})

    assert answer.status_code == 200
    whole = [template.name for template in answer.templates if "/_" not in template.name]
    assert whole[0].split("/")[1] == "easy"
