"""How I am moderated, and by whom."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import BaseForm
from django.urls import reverse
from django.utils.translation import gettext as _

from moderation.forms import ChooseLevelForm, ChooseMentorForm, SayWhenAwayForm
from moderation.operations.level import choose_mentor, choose_moderation_level, say_when_away
from moderation.queries import has_good_run, mentors_for
from portal.models import ModerationLevel, Profile
from portal.permissions import Permission
from portal.views.page import FormPage


class ChooseLevel(FormPage):
    """The three levels, and which one is mine."""

    permission = Permission.CHOOSE_OWN_MODERATION
    template_name = "moderation/choose_level.html"
    form_class = ChooseLevelForm

    def get_initial(self) -> dict[str, Any]:
        return {"level": self.profile.moderation_level}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(has_good_run=has_good_run(self.profile), **kwargs)

    def operate(self, form: BaseForm) -> Profile:
        level = ModerationLevel(form.cleaned_data["level"])
        return choose_moderation_level(profile=self.profile, level=level, by=self.profile, now=self.now)

    def get_success_url(self) -> str:
        if self.profile.moderation_level == ModerationLevel.PRE and self.profile.mentor_id is None:
            return reverse("moderation:choose_mentor")
        messages.success(self.request, _("We will do as you chose, from your next post on."))
        return reverse("moderation:choose_level")


class ChooseMentor(FormPage):
    """The champions, and which one is my mentor."""

    permission = Permission.CHOOSE_OWN_MODERATION
    template_name = "moderation/choose_mentor.html"
    form_class = ChooseMentorForm

    def get_form_kwargs(self) -> dict[str, Any]:
        mentors: QuerySet[Profile] = mentors_for(self.profile)
        return {**super().get_form_kwargs(), "mentors": mentors}

    def get_initial(self) -> dict[str, Any]:
        return {"mentor": self.profile.mentor_id}

    def operate(self, form: BaseForm) -> Profile:
        mentor = form.cleaned_data["mentor"]
        return choose_mentor(profile=self.profile, mentor=mentor, by=self.profile, now=self.now)

    def get_success_url(self) -> str:
        mentor = self.profile.mentor
        told = _("%s is your mentor now.") % mentor if mentor else _("Any champion who is free will help you.")
        messages.success(self.request, told)
        return reverse("moderation:choose_level")


class SayWhenAway(FormPage):
    """Until when a champion is away as a mentor."""

    permission = Permission.WORK_QUEUE
    template_name = "moderation/say_when_away.html"
    form_class = SayWhenAwayForm

    def get_initial(self) -> dict[str, Any]:
        return {"until": self.profile.mentor_away_until, "cover": self.profile.mentor_cover_id}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "champions": mentors_for(self.profile)}

    def operate(self, form: BaseForm) -> Profile:
        return say_when_away(profile=self.profile, by=self.profile, now=self.now, **form.cleaned_data)

    def get_success_url(self) -> str:
        away = self.profile.mentor_away_until is not None
        cover = self.profile.mentor_cover
        told = _("Other champions will help while you are away.") if away else _("Welcome back.")
        if cover is not None:
            told = _("%s reads for you while you are away. We have told them.") % cover
        messages.success(self.request, told)
        return reverse("moderation:queue")
