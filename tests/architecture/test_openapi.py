"""The API describes itself, completely and without a doubt."""

from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema


def test_the_description_is_made_without_a_warning() -> None:
    with GENERATOR_STATS.silence():
        GENERATOR_STATS.reset()
        schema = SchemaGenerator().get_schema(request=None, public=True)
        doubts = sorted({**GENERATOR_STATS._warn_cache, **GENERATOR_STATS._error_cache})

    assert doubts == []
    validate_schema(schema)


def test_the_description_names_every_address_of_the_ground_floor() -> None:
    paths = SchemaGenerator().get_schema(request=None, public=True)["paths"]

    assert {
        "/api/v1/me/",
        "/api/v1/guidelines/",
        "/api/v1/interests/",
        "/api/v1/districts/",
        "/api/v1/notices/",
        "/api/v1/notices/read/",
    } <= set(paths)
