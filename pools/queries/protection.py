"""What protects the members and their money."""

from pools.models import Insurance, Pool, SavingsAssurance


def assurance_of(pool: Pool) -> SavingsAssurance | None:
    """The newest word about savings. None: no assurance yet."""
    return SavingsAssurance.objects.filter(pool=pool).select_related("recorded_by").first()


def insurance_of(pool: Pool) -> Insurance | None:
    """How the pool is insured, by the newest record. None: nobody has said."""
    return Insurance.objects.filter(pool=pool).select_related("recorded_by").first()
