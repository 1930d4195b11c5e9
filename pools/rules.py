"""Who may do what with wishes and pools."""

from django.utils.translation import gettext_lazy as _

from peers.rules import is_in
from pools.models import Agreement, Invitation, Pool, PoolDocument, PoolMembership, Wish
from portal.helping import deed, let, never, start_at
from portal.models import Profile, Role, Scope
from portal.permissions import Permission, grants


@grants(Permission.SEE_WISHES)
def may_see_wishes(profile: Profile, wish: Wish | None) -> bool:
    """Members see what others look for. A wish that is met or taken back is only its owner's."""
    if not profile.has_role(Role.MEMBER):
        return False
    return wish is None or wish.is_open or wish.profile_id == profile.pk


@grants(Permission.OWN_WISH)
def owns_wish(profile: Profile, wish: Wish) -> bool:
    return wish.profile_id == profile.pk


@grants(Permission.SEE_POOL)
def may_see_pool(profile: Profile, pool: Pool) -> bool:
    """Its members, whoever is invited, and who is in the group that it belongs to."""
    return (
        works_in_pool(profile, pool)
        or Invitation.objects.open().filter(pool=pool, profile=profile).exists()
        or (pool.group is not None and is_in(profile, pool.group))
    )


@grants(Permission.ANSWER_INVITATION)
def is_invited(profile: Profile, invitation: Invitation) -> bool:
    return invitation.profile_id == profile.pk


@grants(Permission.WORK_IN_POOL)
def works_in_pool(profile: Profile, pool: Pool) -> bool:
    return PoolMembership.objects.open().filter(pool=pool, profile=profile).exists()


@grants(Permission.ORGANISE_POOL)
def organises_pool(profile: Profile, pool: Pool) -> bool:
    return pool.organiser_id == profile.pk


@grants(Permission.JOIN_OUTING)
def may_join_outing(profile: Profile, pool: Pool) -> bool:
    """The pool's members, and everybody in the group that it belongs to: an outing is open to all of them."""
    return works_in_pool(profile, pool) or (pool.group is not None and is_in(profile, pool.group))


@grants(Permission.KEEP_BOOKS)
def keeps_books(profile: Profile, pool: Pool) -> bool:
    """
    The organiser, and the member whom the signed agreement names as the one who holds the money.

    Names are compared as the agreement has them. Where two members share the name, it points to neither.
    """
    if not works_in_pool(profile, pool):
        return False
    if pool.organiser_id == profile.pk:
        return True
    agreement = Agreement.objects.in_force().filter(pool=pool).first()
    if agreement is None:
        return False
    holder = agreement.money_holder.strip().casefold()
    named = [share["profile"] for share in agreement.figures["shares"] if share["name"].casefold() == holder]
    return named == [str(profile.pk)]


@grants(Permission.READ_AGREEMENT)
def may_read_agreement(profile: Profile, agreement: Agreement) -> bool:
    """The people in it, for as long as they like, and whoever is in the pool now."""
    return agreement.is_for(profile) or works_in_pool(profile, agreement.pool)


@grants(Permission.SIGN_AGREEMENT)
def may_sign_agreement(profile: Profile, agreement: Agreement) -> bool:
    """The people in it who are in the pool still."""
    return agreement.is_for(profile) and works_in_pool(profile, agreement.pool)


@grants(Permission.READ_DOCUMENT)
def may_read_document(profile: Profile, document: PoolDocument) -> bool:
    """A paper of an agreement: whoever may read that. One about a member: that member, and nobody else in the pool."""
    if document.agreement is not None:
        return may_read_agreement(profile, document.agreement)
    return document.profile_id == profile.pk


@grants(Permission.READ_DEMAND)
def may_read_demand(profile: Profile, thing: object) -> bool:
    """Everybody in the area: what people want belongs to them as much as to the council."""
    return bool(profile.roles)


let(
    Scope.SEE,
    read=[
        "pools:pools",
        "pools:pool",
        "pools:costs",
        "pools:money",
        "pools:own_account",
        "pools:contributions",
        "pools:due_dates",
        "pools:agreements",
        "pools:agreement",
    ],
)
start_at(Scope.SEE, "pools:pools", _("Pools and money"))
let(
    Scope.PAY,
    read=["pools:pools", "pools:pool", "pools:money", "pools:own_account", "pools:contributions"],
    write=["pools:say_paid"],
)
start_at(Scope.PAY, "pools:pools", _("Pools, to pay and to write down what was paid"))
let(
    Scope.WRITE,
    read=["pools:wishes", "pools:wish"],
    write=[
        "pools:make_wish",
        "pools:change_wish",
        "pools:change_wish_needs",
        "pools:withdraw_wish",
        "pools:invitation",
        "pools:decline_invitation",
    ],
)
start_at(Scope.WRITE, "pools:wishes", _("Wishes"))
let(
    Scope.EVENTS,
    read=["pools:pools", "pools:pool", "pools:outings", "pools:outing"],
    write=["pools:sign_up_for_outing", "pools:give_up_place", "pools:confirm_giving_up"],
)
start_at(Scope.EVENTS, "pools:pools", _("Pools and their outings"))
never(
    _("A supporter can sit beside you when you sign, but cannot sign for you."),
    "pools:sign_agreement",
    "pools:withdraw_signature",
)
deed("say_paid", _("Wrote down a payment"))
deed("make_wish", _("Wrote a wish"))
deed("change_wish", _("Changed a wish"))
deed("withdraw_wish", _("Took back a wish"))
deed("decline_invitation", _("Said no to an invitation"))
deed("sign_up", _("Said yes to an outing"))
deed("give_up_place", _("Gave back a place on an outing"))
