"""The database's own refusals, told in words."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType

from django.db import IntegrityError, models, transaction

from portal.operations.refusal import Refusal


@contextmanager
def told_as(
    refusal: type[Refusal],
    *,
    model: type[models.Model],
    field: str | None = None,
    fields: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[None]:
    """
    Turn a broken constraint of a model into a refusal with the constraint's own sentence.

    The database judges at the moment of writing, so two people who do the same at once are told apart too. What was
    written inside is undone; the transaction around it goes on.

    :param field: the form field that the sentence belongs beside
    :param fields: where the sentences belong beside several fields: the field for each constraint, by its name
    :raises Refusal: the given kind; a constraint that has no sentence for readers stays an `IntegrityError`
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        name = getattr(diagnosis, "constraint_name", None)
        broken = next((constraint for constraint in model._meta.constraints if constraint.name == name), None)
        if broken is None or broken.violation_error_message == broken.default_violation_error_message:
            raise
        raise refusal(broken.violation_error_message, field=fields.get(broken.name, field)) from error
