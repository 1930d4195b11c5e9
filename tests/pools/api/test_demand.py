import pytest
from django.test import Client
from django.urls import reverse

from portal.operations.api_tokens import make_api_token
from tests.factories.demand import make_release
from tests.factories.portal import make_commissioner, make_member


@pytest.fixture(params=[make_commissioner, make_member], ids=["commissioner", "member"])
def client(request, area, now):
    """Somebody's program, with their token."""
    _token, secret = make_api_token(label="Statistics", by=request.param("Somebody"), now=now)
    return Client(HTTP_HOST="oxfordshire.localhost", HTTP_AUTHORIZATION=f"Token {secret}")


def ask(client, name, *args):
    return client.get(reverse(f"api:demand:{name}", args=args))


def test_lists_what_is_published(client):
    make_release("2026Q2")
    make_release()

    answer = ask(client, "release-list")

    assert answer.status_code == 200
    assert [release["quarter"] for release in answer.json()["results"]] == ["2026Q3", "2026Q2"]
    assert answer.json()["results"][0] == {
        "quarter": "2026Q3",
        "period": "July to September 2026",
        "counted_to": "2026-09-30",
        "is_unfinished": False,
        "published_at": "2026-10-01T00:00:00+01:00",
        "base": "Members who had a wish.",
        "method": "Changed a little, and rounded.",
    }


def test_a_release_names_its_tables(client):
    make_release()

    tables = ask(client, "release-detail", "2026Q3").json()["tables"]

    assert [table["code"] for table in tables] == [
        "wanted",
        "wanted-by-category",
        "wanted-by-category-and-district",
        "bought",
    ]
    assert client.get(tables[1]["url"]).status_code == 200


def test_a_table_has_its_figures(client):
    make_release()

    answer = ask(client, "release-table", "2026Q3", "wanted-by-category-and-district").json()

    assert answer["dimensions"] == ["category", "district"]
    assert answer["release"]["base"] == "Members who had a wish."
    assert answer["figures"][:2] == [
        {
            "category": "swimming",
            "district": "oxford",
            "time_of_week": "",
            "funding": "",
            "outcome": "",
            "values": ["Swimming", "Oxford"],
            "people": 25,
        },
        {
            "category": "swimming",
            "district": "witney",
            "time_of_week": "",
            "funding": "",
            "outcome": "",
            "values": ["Swimming", "Witney"],
            "people": None,
        },
    ]


@pytest.mark.parametrize(
    "args", [("2026Q2", "wanted"), ("2026Q3", "secrets"), ("2026Q3", "wanted-by-category-and-time")]
)
def test_what_is_not_published_is_not_found(client, args):
    make_release()

    assert ask(client, "release-table", *args).status_code == 404


def test_nothing_can_be_written(client):
    make_release()

    for method in (client.post, client.put, client.patch, client.delete):
        assert method(reverse("api:demand:release-detail", args=["2026Q3"])).status_code == 405
