from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class AccountKind(models.TextChoices):
    """
    Whose side of the books an account is.

    `HOLDER` is the money itself, wherever it is kept. Everything else says whose it is: what the members have put in,
    what has been called in for the pool's costs, what is put aside, and what others have paid or are owed.
    """

    HOLDER = "holder", _("The money that is kept")
    POOL = "pool", _("Agreed for the costs, and not spent yet")
    CONTINGENCY = "contingency", _("Put aside, in case")
    MEMBER = "member", _("A member")
    PROVIDER = "provider", _("Somebody who sells or works for us")
    PAYER = "payer", _("Somebody else who pays")
    ALLOWANCE = "allowance", _("What somebody can choose with")
    ACTIVITY = "activity", _("An activity that people have chosen")


# Kinds whose accounts are known by a name, since whoever they belong to is not in the area.
NAMED = (AccountKind.PROVIDER, AccountKind.PAYER, AccountKind.ACTIVITY)
# Nobody pays out more than is kept, takes more than is put aside, or chooses with more than they have.
NEVER_BELOW_ZERO = (AccountKind.HOLDER, AccountKind.CONTINGENCY, AccountKind.ALLOWANCE)
# Kinds whose accounts belong to a person. An allowance has a name too: the round in which it is spent.
PERSONAL = (AccountKind.MEMBER, AccountKind.ALLOWANCE)


class Unit(models.TextChoices):
    """What is counted. Each transfer sums to zero for each unit by itself."""

    GBP = "gbp", _("Pounds")
    MINUTES = "minutes", _("Minutes")


class Account(AreaModel):
    """
    One account in the books of a pool. Its balance is the sum of its entries, in pounds and in minutes.

    A member's account belongs to the person, not to one membership: whoever comes back finds it again.
    """

    pool = AreaForeignKey("pools.Pool", on_delete=models.PROTECT, related_name="accounts")
    kind = models.CharField(max_length=11, choices=AccountKind)
    profile = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, null=True, related_name="pool_accounts")
    name = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["kind", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["pool", "kind", "profile", "name"],
                nulls_distinct=False,
                name="pools_account_one_of_each",
                violation_error_message=_("This account is in the books already."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=AccountKind.values),
                name="pools_account_kind_known",
                violation_error_message=_("This is not a kind of account."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=PERSONAL, profile__isnull=False)
                | (~Q(kind__in=PERSONAL) & Q(profile__isnull=True)),
                name="pools_account_of_a_member_names_the_person",
                violation_error_message=_("A member’s account belongs to a person, and no other does."),
            ),
            models.CheckConstraint(
                condition=(Q(kind__in=[*NAMED, AccountKind.ALLOWANCE]) & ~Q(name__regex=r"^\s*$"))
                | (~Q(kind__in=[*NAMED, AccountKind.ALLOWANCE]) & Q(name="")),
                name="pools_account_of_others_has_a_name",
                violation_error_message=_("Say whose account it is."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.get_kind_display())

    @property
    def sign(self) -> int:
        """
        How a balance is shown: entries are debits above zero, and people expect "£20.00" where there is something.

        The money that is kept is an asset; what members have put in, and all else, stands on the other side.
        """
        return 1 if self.kind == AccountKind.HOLDER else -1
