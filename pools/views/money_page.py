"""What the pages about a pool's money have in common."""

from typing import Any

from django.utils import timezone
from django.utils.functional import cached_property

from pools.rules import keeps_books
from pools.views.pool_page import OfPool, PoolAction, PoolFormPage, PoolPage
from portal.permissions import Permission


class OfMoney(OfPool):
    """About the pool's money. Whoever keeps the books sees everybody's, and every member their own."""

    leads_to = "pools:money"

    @cached_property
    def keeps_books(self) -> bool:
        return keeps_books(self.profile, self.pool)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(keeps_books=self.keeps_books, **kwargs)


class MoneyPage(OfMoney, PoolPage):
    """A page about the pool's money to read."""


class OfBooks(OfMoney):
    """For whoever keeps the books. To everybody else there is no such page."""

    permission = Permission.KEEP_BOOKS


class BooksPage(OfBooks, PoolPage):
    """A page to read, for whoever keeps the books."""


class MoneyFormPage(OfMoney, PoolFormPage):
    """A form about the pool's money, for any member."""

    # The field that today's date stands in to begin with.
    day_field = "day"

    def get_initial(self) -> dict[str, Any]:
        return {self.day_field: timezone.localdate(self.now)}


class BooksFormPage(OfBooks, MoneyFormPage):
    """A form for whoever keeps the books."""


class BooksAction(OfBooks, PoolAction):
    """One button for whoever keeps the books."""
