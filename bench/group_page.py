"""Group page: how long does a member wait for what the people of a group say?"""

from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus

from django.db import connection
from django.template import Context, Template
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.figure import Figure, times_slower
from peers.models import Group
from portal.areas.context import area_context
from portal.models import Profile
from tests.architecture.world import visitor
from tests.factories.peers import LONG_AGO, make_comment, make_group, make_membership, make_post
from tests.factories.portal import make_area, make_member

POSTS = 20


def measure() -> Figure:
    """
    Time a signed-in member's page of a group with 20 posts and 40 answers against the least that it could cost: the
    same statements sent straight to PostgreSQL, and the same lines of HTML written by a template that knows nothing.

    What is between the two is ours: objects out of rows, permissions, translated words, the parts of the look. They
    cost about six times the least. At ten, the page has begun to do something needless for each post. (How many
    statements there are is no question of time: the tests count them.)
    """
    with area_context(make_area("oxfordshire", "Oxfordshire").pk):
        group, reader = lively_group()
    browser = visitor(reader.area, reader)
    address = group.get_absolute_url()
    ask(browser, address)
    with CaptureQueriesContext(connection) as asked:
        html = ask(browser, address)
    # Kept, since the log is emptied by each request.
    statements = [query["sql"] for query in asked]
    if html.count('<article class="post') != POSTS:
        raise AssertionError("The page does not show all posts.")
    bare = bare_page(statements, html)
    if bare() != html:
        raise AssertionError("The bare page is another one.")
    ratio = times_slower(lambda: ask(browser, address), than=bare)
    detail = f"{POSTS} posts, {len(html) / 1000:.0f} KB, {len(statements)} statements, against their bare SQL and HTML"
    return Figure(name="group page", ratio=ratio, goal=10.0, detail=detail)


def lively_group() -> tuple[Group, Profile]:
    """A group that five people write in, and one of them."""
    people = [make_member(name) for name in ("Peter", "Jo", "Amara", "Chandra", "Wren")]
    group = make_group(organiser=people[0])
    for person in people[1:]:
        make_membership(group, person)
    for number in range(POSTS):
        author, first, second = (people[(number + place) % len(people)] for place in range(3))
        post = make_post(group, author, submitted_at=LONG_AGO + timedelta(hours=number))
        make_comment(post, first)
        make_comment(post, second)
    return group, people[1]


def ask(browser: Client, address: str) -> str:
    response = browser.get(address)
    if response.status_code != HTTPStatus.OK:
        raise AssertionError(f"The page answers {response.status_code}.")
    return response.content.decode()


def bare_page(statements: list[str], html: str) -> Callable[[], str]:
    """A page without us: it fetches the same rows, forgets them, and writes the HTML that it knew before."""
    template = Template("{% for line in lines %}{{ line|safe }}{% endfor %}")
    lines = html.splitlines(keepends=True)

    def answer() -> str:
        with connection.connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
                if cursor.description:
                    cursor.fetchall()
        return template.render(Context({"lines": lines}))

    return answer
