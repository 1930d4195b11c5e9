import secrets

from django.core.validators import RegexValidator
from django.db import models

from portal.areas.fields import AreaOneToOneField
from portal.areas.models import AreaModel

NUMBER_LENGTH = 8


def new_number() -> str:
    """Eight figures, by which nobody can tell who joined when."""
    return "".join(secrets.choice("0123456789") for _place in range(NUMBER_LENGTH))


class MemberCard(AreaModel):
    """
    The member number on somebody's printed card.

    It opens nothing by itself. A champion's one-time code works together with it alone, and no champion sees it.
    """

    profile = AreaOneToOneField("portal.Profile", on_delete=models.PROTECT, related_name="card")
    number = models.CharField(max_length=NUMBER_LENGTH, default=new_number, validators=[RegexValidator(r"^\d{8}$")])
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "number"], name="portal_membercard_number_unique"),
            models.CheckConstraint(
                condition=models.Q(number__regex=r"^[0-9]{8}$"), name="portal_membercard_number_is_eight_figures"
            ),
        ]

    def __str__(self) -> str:
        return self.spaced_number

    @property
    def spaced_number(self) -> str:
        """Four and four, as people read numbers out."""
        return f"{self.number[:4]} {self.number[4:]}"
