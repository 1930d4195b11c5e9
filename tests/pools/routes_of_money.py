"""Who may go where in a pool's money: its members; and what keeps the books, only whoever keeps them."""

from functools import partial
from typing import Any

from pools.models import Account, AccountKind, BankImport, Contribution, MoneyTask, Pool, Transfer
from pools.operations.ledger import account_for
from pools.queries.pools import membership_of
from tests.architecture.routes import ApiRoute, Maker, Route, other_member
from tests.architecture.world import World
from tests.factories.money import bill, make_signed_pool, pay, stage, task, tell


def pool(world: World) -> Pool:
    """The member's own pool, signed, with a bill that is to be paid. Somebody else is in it too."""
    signed = make_signed_pool(world.member, world.host)
    bill(signed, "100.00")
    pay(signed, world.member, "50.00")
    return signed


def told(world: World) -> Contribution:
    return tell(world.once(pool), world.host, "20.00")


def counted(world: World) -> Contribution:
    return world.once(pool).contributions.get(amount=50)


def offered(world: World) -> MoneyTask:
    return task(world.once(pool), world.member, "30.00")


def staged(world: World) -> BankImport:
    return stage(world.once(pool), "20/11/2026,FROM HANA,10.00,60.00", "20/11/2026,RENT,-5.00,55.00")


def account(world: World) -> Account:
    return account_for(world.once(pool), AccountKind.HOLDER)


def transfer(world: World) -> Transfer:
    return world.once(pool).transfers.get(kind="contribution")


def the_pool(world: World) -> dict[str, Any]:
    return {"pool": world.once(pool).pk}


def of(make: Any) -> Maker:
    """The address of a part of the pool."""
    return lambda world: the_pool(world) | {"pk": world.once(make).pk}


def in_api(make: Maker) -> Maker:
    """The same address in the API, where the pool is called `pool_id`."""

    def renamed(world: World) -> dict[str, Any]:
        kwargs = make(world)
        return {"pool_id": kwargs.pop("pool"), **kwargs}

    return renamed


def words(**answers: Any) -> Maker:
    return lambda _world: answers


def payment(world: World) -> dict[str, Any]:
    place = membership_of(world.once(pool), world.host)
    return {"member": str(place.pk), "amount": "20.00", "received_on": "2026-11-20", "how": "held"}


def the_payers(world: World) -> dict[str, Any]:
    return {"payers": {"2": str(membership_of(world.once(pool), world.host).pk)}}


Private = partial(Route, without=404, outsider=other_member)
PrivateButton = partial(Private, method="post", allowed=302)
PrivateApi = partial(ApiRoute, without=404, outsider=other_member)
PrivatePost = partial(PrivateApi, method="post", allowed=201)
# A member of the pool who does not keep its books.
ForKeeper = partial(Private, outsider=lambda world: world.host)
KeeperButton = partial(ForKeeper, method="post", allowed=302)
KeeperApi = partial(PrivateApi, outsider=lambda world: world.host)
KeeperPost = partial(KeeperApi, method="post", allowed=201)
SMALL = {"amount": "10.00", "day": "2026-11-20"}

ROUTES: list[Route] = [
    Private(name="pools:money", make=the_pool),
    Private(name="pools:books", make=the_pool),
    Private(name="pools:books_csv", make=the_pool),
    Private(name="pools:own_account", make=the_pool),
    Private(name="pools:account", make=of(account)),
    ForKeeper(name="pools:put_right", make=of(transfer)),
    ForKeeper(name="pools:pay_bill", make=the_pool),
    ForKeeper(name="pools:set_aside", make=the_pool),
    ForKeeper(name="pools:take_from_aside", make=the_pool),
    ForKeeper(name="pools:record_refund", make=the_pool),
    ForKeeper(name="pools:receive_from_payer", make=the_pool),
    Private(name="pools:contributions", make=the_pool),
    ForKeeper(name="pools:plan_contributions", make=the_pool),
    Private(name="pools:say_paid", make=the_pool),
    ForKeeper(name="pools:record_contribution", make=the_pool),
    KeeperButton(name="pools:confirm_contribution", make=of(told)),
    ForKeeper(name="pools:miss_contribution", make=of(told)),
    ForKeeper(name="pools:take_back_contribution", make=of(counted)),
    Private(name="pools:money_tasks", make=the_pool),
    Private(name="pools:offer_task", make=the_pool),
    KeeperButton(name="pools:record_in_kind", make=of(offered)),
    PrivateButton(name="pools:withdraw_task", make=of(offered)),
    ForKeeper(name="pools:bank_imports", make=the_pool),
    ForKeeper(name="pools:bring_statement", make=the_pool),
    ForKeeper(name="pools:bank_import", make=of(staged)),
    KeeperButton(name="pools:throw_away_import", make=of(staged)),
    PrivateApi(name="api:pool-money-list", make=in_api(the_pool)),
    KeeperPost(
        name="api:pool-money-pay-bill",
        make=in_api(the_pool),
        data=words(seller="Marco", amount="10.00", paid_on="2026-11-20"),
    ),
    KeeperPost(name="api:pool-money-set-aside", make=in_api(the_pool), data=words(**SMALL)),
    KeeperPost(
        name="api:pool-money-take-from-aside", make=in_api(the_pool), data=words(**SMALL, why="A pan"), allowed=409
    ),
    KeeperPost(
        name="api:pool-money-refund",
        make=in_api(the_pool),
        data=words(**SMALL, why="A lesson less", seller="Marco", how="off_bill"),
    ),
    KeeperPost(name="api:pool-money-from-payer", make=in_api(the_pool), data=words(**SMALL, payer="Richmond House")),
    PrivateApi(name="api:pool-account-list", make=in_api(the_pool)),
    PrivateApi(name="api:pool-account-detail", make=in_api(of(account))),
    PrivateApi(name="api:pool-transfer-list", make=in_api(the_pool)),
    PrivateApi(name="api:pool-transfer-detail", make=in_api(of(transfer))),
    KeeperPost(name="api:pool-transfer-put-right", make=in_api(of(transfer)), data=words(why="It was Hana’s.")),
    PrivateApi(name="api:pool-contribution-list", make=in_api(the_pool)),
    KeeperPost(name="api:pool-contribution-list", make=in_api(the_pool), data=payment),
    PrivateApi(name="api:pool-contribution-status", make=in_api(the_pool)),
    PrivatePost(
        name="api:pool-contribution-say-paid",
        make=in_api(the_pool),
        data=words(amount="10.00", received_on="2026-11-20", how="held"),
    ),
    KeeperPost(name="api:pool-contribution-confirm", make=in_api(of(told)), allowed=200),
    KeeperPost(
        name="api:pool-contribution-miss", make=in_api(of(told)), data=words(why="Nothing came yet."), allowed=200
    ),
    KeeperPost(name="api:pool-contribution-take-back", make=in_api(of(counted)), data=words(why="Twice."), allowed=200),
    PrivateApi(name="api:pool-contribution-plan-list", make=in_api(the_pool)),
    KeeperPost(
        name="api:pool-contribution-plan-list",
        make=in_api(the_pool),
        data=words(rhythm="monthly", first_due_on="2026-12-01"),
    ),
    PrivateApi(name="api:pool-task-list", make=in_api(the_pool)),
    PrivatePost(
        name="api:pool-task-list", make=in_api(the_pool), data=words(what="I cook", seller="Marco", value="10.00")
    ),
    KeeperPost(name="api:pool-task-done", make=in_api(of(offered))),
    PrivatePost(name="api:pool-task-withdraw", make=in_api(of(offered)), allowed=200),
    KeeperApi(name="api:pool-statement-list", make=in_api(the_pool)),
    KeeperApi(name="api:pool-statement-detail", make=in_api(of(staged))),
    # It takes a form with a file, and here comes JSON.
    KeeperPost(name="api:pool-statement-bring", make=in_api(the_pool), allowed=415),
    KeeperPost(name="api:pool-statement-confirm", make=in_api(of(staged)), data=the_payers, allowed=200),
    KeeperPost(name="api:pool-statement-throw-away", make=in_api(of(staged)), allowed=200),
]
