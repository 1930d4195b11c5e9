"""What people would like to do, and who else would."""

from dataclasses import fields
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.forms import BaseForm
from django.shortcuts import get_object_or_404
from django.urls import reverse

from pools.forms.wish import WishForm, WishNeedsForm
from pools.models import Wish
from pools.operations.wish import WishDetails, change_wish, change_wish_needs, make_wish, withdraw_wish
from pools.queries.wishes import people_like_wish, wishes_like, wishes_of, wishes_of_others
from portal.models import Interest
from portal.permissions import Permission
from portal.views.page import ActionPage, FormPage, Page, PageMixin

ON_A_PAGE = 20


class Wishes(Page):
    template_name = "pools/wishes.html"
    permission = Permission.SEE_WISHES

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(wishes=wishes_of(self.profile), **kwargs)


class OthersWishes(Page):
    template_name = "pools/others_wishes.html"
    permission = Permission.SEE_WISHES

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(wishes_of_others(self.profile), ON_A_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(page_obj=page, **kwargs)


class MakeWish(FormPage):
    template_name = "pools/make_wish.html"
    permission = Permission.SEE_WISHES
    form_class = WishForm

    def get_initial(self) -> dict[str, Any]:
        return {
            # Whoever likes what somebody else wishes for finds it chosen already.
            "interest": Interest.objects.filter(slug=self.request.GET.get("interest", "")).first(),
            "district": self.profile.district_id,
            "times": self.profile.free_times,
        }

    def operate(self, form: BaseForm) -> Wish:
        return make_wish(details=form.details(), by=self.profile, now=self.now)

    def get_success_url(self) -> str:
        return reverse("pools:change_wish_needs", args=[self.result.pk]) + "?new=1"


class OfWish(PageMixin):
    """About one of somebody's own wishes. Other people's are not shown, nor are they told whose it is."""

    permission = Permission.OWN_WISH
    hides = True

    def get_thing(self) -> Wish:
        wishes = Wish.objects.select_related("interest", "district", "profile")
        return get_object_or_404(wishes, pk=self.kwargs["pk"])

    def get_success_url(self) -> str:
        return self.thing.get_absolute_url()


class WishPage(OfWish, Page):
    template_name = "pools/wish.html"
    permission = Permission.SEE_WISHES

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_own = self.thing.profile_id == self.profile.pk
        alike = wishes_like(self.thing).count() if is_own and self.thing.is_open else 0
        found = people_like_wish(self.thing).count() if is_own and self.thing.is_open else 0
        asked = {"interest": self.thing.interest.slug}
        if self.thing.district is not None:
            asked["district"] = self.thing.district.slug
        return super().get_context_data(
            wish=self.thing, is_own=is_own, alike=alike, found=found, people_asked=f"?{urlencode(asked)}", **kwargs
        )


class WishesAlike(OfWish, Page):
    template_name = "pools/wishes_alike.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        anywhere = "anywhere" in self.request.GET
        page = Paginator(wishes_like(self.thing, anywhere=anywhere), ON_A_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(wish=self.thing, page_obj=page, anywhere=anywhere, **kwargs)


class ChangeWish(OfWish, FormPage):
    template_name = "pools/change_wish.html"
    form_class = WishForm

    def get_initial(self) -> dict[str, Any]:
        return {field.name: getattr(self.thing, field.name) for field in fields(WishDetails)}

    def operate(self, form: BaseForm) -> Wish:
        return change_wish(wish=self.thing, details=form.details(), by=self.profile, now=self.now)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(wish=self.thing, **kwargs)


class ChangeWishNeeds(OfWish, FormPage):
    template_name = "pools/change_wish_needs.html"
    form_class = WishNeedsForm

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.thing, name) for name in WishNeedsForm.base_fields}

    def operate(self, form: BaseForm) -> Wish:
        return change_wish_needs(wish=self.thing, needs=form.needs(), by=self.profile, now=self.now)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(wish=self.thing, is_new="new" in self.request.GET, **kwargs)


class WithdrawWish(OfWish, ActionPage):
    def operate(self) -> str:
        withdraw_wish(wish=self.thing, by=self.profile, now=self.now)
        return reverse("pools:wishes")

    def refused_url(self) -> str:
        return self.thing.get_absolute_url()
