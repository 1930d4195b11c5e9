"""A program says how its person wants to be told things."""

from collections.abc import Callable

from django.test import Client

from portal.models import Profile
from tests.factories.channels import HOME

OWN = "/api/v1/me/communication-needs/"


def put(client: Client, where: str, **data: object) -> tuple[int, dict[str, object]]:
    answer = client.put(where, data, content_type="application/json")
    return answer.status_code, answer.json()


def test_needs_from_beginning_to_end(browse: Callable[..., Client], member: Profile) -> None:
    client = browse(member)
    assert client.get(OWN).json()["channel"] == "email"

    status, needs = put(client, f"{OWN}channel/", channel="letter", **HOME)
    assert (status, needs["channel"], needs["postcode"]) == (200, "letter", "W8 0ZZ")
    status, needs = put(client, f"{OWN}formats/", formats=["large_print", "other_language"], language="Polski")
    assert (status, needs["formats"], needs["language"]) == (200, ["large_print", "other_language"], "Polski")
    assert client.post(OWN).json() == client.get(OWN).json() == needs


def test_what_is_missing_is_told(browse: Callable[..., Client], member: Profile) -> None:
    client = browse(member)

    assert put(client, f"{OWN}channel/", channel="pigeon")[0] == 400
    status, answer = put(client, f"{OWN}channel/", channel="text", telephone="12")
    assert (status, answer["detail"][:23]) == (409, "Give a telephone number")
    assert put(client, f"{OWN}formats/", formats=["other_language"])[0] == 409
