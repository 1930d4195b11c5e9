"""System checks: no area table without its walls, no role that sees through them, no portal without its seal."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Caution
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.utils import timezone

from portal.areas.constraints import RowLevelSecurity, SameArea
from portal.areas.fields import AREA_FOREIGN_KEYS
from portal.areas.models import AreaModel
from portal.seal import UnableToSeal, seal_material

# How long before its end somebody should think of a new certificate.
SOON = timedelta(days=30)

# Tables without an area, each with the reason why it may be read from any area.
GLOBAL_MODELS = {
    "portal.Area": "a hostname is looked up before its area is entered",
    "portal.User": "one sign-in for all areas",
    "portal.ApiToken": "belongs to a sign-in",
    "account.EmailAddress": "belongs to a sign-in",
    "account.EmailConfirmation": "belongs to a sign-in",
    "mfa.Authenticator": "belongs to a sign-in",
    "usersessions.UserSession": "belongs to a sign-in",
    "sessions.Session": "belongs to a sign-in",
    "auth.Permission": "Django's own; not used",
    "auth.Group": "Django's own; not used",
    "auth.Group_permissions": "Django's own; not used",
    "contenttypes.ContentType": "names of tables",
}


def register_global_model(label: str, reason: str) -> None:
    """Let an app list a table that is rightly the same in every area, such as a table of constants."""
    GLOBAL_MODELS[label] = reason


@register(Tags.models)
def check_area_models(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Each model is an `AreaModel` with its policy and composite keys, or a listed global one."""
    return [error for model in apps.get_models(include_auto_created=True) for error in _errors_of(model)]


def _errors_of(model: type[models.Model]) -> Iterable[Error]:
    if not issubclass(model, AreaModel):
        if model._meta.label not in GLOBAL_MODELS and not model._meta.proxy:
            yield Error(
                f"{model._meta.label} belongs to no area and is not listed as global.",
                hint="Inherit AreaModel, or list the model with a reason in portal.checks.GLOBAL_MODELS.",
                obj=model,
                id="portal.E001",
            )
        return
    constraints = model._meta.constraints
    if not model._meta.proxy and not any(isinstance(constraint, RowLevelSecurity) for constraint in constraints):
        yield Error(f"{model._meta.label} has no row-level security.", obj=model, id="portal.E002")
    walled = {constraint.field for constraint in constraints if isinstance(constraint, SameArea)}
    for field in model._meta.local_fields:
        if not isinstance(field, models.ForeignKey):
            continue
        to_area_table = issubclass(field.related_model, AreaModel)
        if to_area_table != isinstance(field, AREA_FOREIGN_KEYS) or (to_area_table and field.name not in walled):
            yield Error(
                f"{field} may point into another area.",
                hint="Use AreaForeignKey for keys to area tables, and ForeignKey for keys to global ones only.",
                obj=model,
                id="portal.E003",
            )


@register(Tags.database)
def check_role_is_bound(app_configs: Any, databases: Iterable[str] | None = None, **kwargs: Any) -> list[Error]:
    """Refuse to start as a superuser, as a role with BYPASSRLS, or as the owner of the tables."""
    if DEFAULT_DB_ALIAS not in (databases or ()):
        return []
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper OR rolbypassrls OR EXISTS "
            "(SELECT FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user) "
            "FROM pg_roles WHERE rolname = current_user"
        )
        (sees_through,) = cursor.fetchone()
    if not sees_through:
        return []
    return [
        Error(
            "The portal's database role can see through row-level security.",
            hint="Give DATABASE_URL of the role portal_app, which is neither superuser nor BYPASSRLS nor table owner.",
            id="portal.E004",
        )
    ]


@register(Tags.security)
def check_seal(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Say early that papers cannot be sealed: without a seal none is made, and members wait for them in vain."""
    if not settings.SEAL_CERTIFICATE and not settings.SEAL_KEY:
        return [
            Caution(
                "There is nothing to seal papers with, so none will be made.",
                hint="Set SEAL_CERTIFICATE and SEAL_KEY, as docs/operating.md says.",
                id="portal.W001",
            )
        ]
    try:
        material = seal_material()
    except UnableToSeal as refusal:
        return [Error("Papers cannot be sealed.", hint=" ".join(refusal.faults), id="portal.E005")]
    if material.ends_at < timezone.now() + SOON:
        return [
            Caution(
                f"The certificate that papers are sealed with ends on {material.ends_at:%d %B %Y}.",
                hint="Put the new one first in SEAL_CERTIFICATE and leave the old one behind it.",
                id="portal.W002",
            )
        ]
    return []
