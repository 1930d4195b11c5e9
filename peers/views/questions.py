"""Questions, their dated answers, and the way of hard ones."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.generic import ListView

from peers.forms.questions import (
    AnswerQuestionForm,
    AskQuestionForm,
    CheckAnswerForm,
    PassQuestionForm,
    QuestionSearchForm,
)
from peers.models import AnswerCheck, DatedAnswer, Question, QuestionPassing
from peers.operations.question import (
    answer_question,
    ask_question,
    check_answer,
    choose_answer,
    pass_question,
    take_question,
)
from peers.queries.questions import answers_for, answers_to, browse_questions, passing_of, questions_with, who_may_know
from peers.rules import may_choose_answer, months_since
from peers.views.writing import tell_what_happens_next
from portal.models import Role
from portal.permissions import Permission
from portal.views.page import ActionPage, FormPage, Page, PageMixin
from portal.working_hours import LONDON


class Questions(PageMixin, ListView):
    """What members asked, to search."""

    permission = Permission.ANSWER_QUESTION
    template_name = "peers/questions.html"
    paginate_by = 20

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.form = QuestionSearchForm(request.GET)

    def get_queryset(self) -> QuerySet[Question]:
        words = self.form.cleaned_data["q"] if self.form.is_valid() else ""
        return browse_questions(self.profile, words=words)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_search = self.form.is_valid() and bool(self.form.cleaned_data["q"])
        waiting = list(questions_with(self.profile))
        return super().get_context_data(form=self.form, is_search=is_search, waiting=waiting, **kwargs)


class OfQuestion(PageMixin):
    """A page about one question that this person may read."""

    permission = Permission.ANSWER_QUESTION

    def get_thing(self) -> Question:
        return get_object_or_404(browse_questions(self.profile), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(question=self.thing, **kwargs)

    def get_success_url(self) -> str:
        return self.thing.get_absolute_url()

    def refused_url(self) -> str:
        return self.thing.get_absolute_url()


class QuestionPage(OfQuestion, Page):
    """One question with its answers, each with how long ago it was checked."""

    template_name = "peers/question.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today, limit = self.now.astimezone(LONDON).date(), self.request.area.check_again_months
        answers = list(answers_to(self.profile, question=self.thing))
        for answer in answers:
            answer.months_old = months_since(answer.last_checked, today=today)
            answer.is_old = answer.months_old >= limit
        passing = passing_of(self.thing)
        is_with_me = passing is not None and passing.to_id == self.profile.pk
        return super().get_context_data(
            answers=answers,
            passing=passing,
            is_with_me=is_with_me,
            may_read_note=is_with_me or self.profile.has_role(Role.CHAMPION),
            can_pass=is_with_me or self.profile.has_role(Role.CHAMPION),
            can_choose=may_choose_answer(self.profile, self.thing),
            **kwargs,
        )


class AskQuestion(FormPage):
    permission = Permission.ANSWER_QUESTION
    template_name = "peers/ask_question.html"
    form_class = AskQuestionForm

    def operate(self, form: BaseForm) -> Question:
        answers = form.cleaned_data
        return ask_question(title=answers["title"], text=answers["text"], by=self.profile, now=self.now)

    def get_success_url(self) -> str:
        tell_what_happens_next(self.request, self.result)
        return self.result.get_absolute_url()


class AnswerQuestion(OfQuestion, FormPage):
    template_name = "peers/answer_question.html"
    form_class = AnswerQuestionForm

    def operate(self, form: BaseForm) -> DatedAnswer:
        answers = form.cleaned_data
        return answer_question(
            question=self.thing,
            text=answers["text"],
            checked_on=answers["checked_on"],
            source=answers["source"],
            by=self.profile,
            now=self.now,
        )

    def get_success_url(self) -> str:
        tell_what_happens_next(self.request, self.result)
        return self.result.get_absolute_url()


class PassQuestion(OfQuestion, FormPage):
    permission = Permission.PASS_QUESTION
    template_name = "peers/pass_question.html"
    form_class = PassQuestionForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "people": who_may_know(self.thing, by=self.profile)}

    def operate(self, form: BaseForm) -> QuestionPassing:
        answers = form.cleaned_data
        return pass_question(question=self.thing, to=answers["to"], note=answers["note"], by=self.profile, now=self.now)

    def get_success_url(self) -> str:
        messages.success(self.request, _("We have asked %s.") % self.result.to)
        return self.thing.get_absolute_url()


class TakeQuestion(OfQuestion, ActionPage):
    permission = Permission.TAKE_QUESTION

    def operate(self) -> str:
        take_question(question=self.thing, by=self.profile, now=self.now)
        messages.success(self.request, _("Thank you for looking into it."))
        return self.thing.get_absolute_url()


class OfAnswer(PageMixin):
    """A page about one answer."""

    permission = Permission.ANSWER_QUESTION

    def get_thing(self) -> Question:
        self.answer = get_object_or_404(answers_for(self.profile), pk=self.kwargs["pk"])
        return self.answer.question

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(question=self.thing, answer=self.answer, **kwargs)

    def refused_url(self) -> str:
        return self.answer.get_absolute_url()


class CheckAnswer(OfAnswer, FormPage):
    template_name = "peers/check_answer.html"
    form_class = CheckAnswerForm

    def operate(self, form: BaseForm) -> AnswerCheck:
        checked_on = form.cleaned_data["checked_on"]
        return check_answer(answer=self.answer, checked_on=checked_on, by=self.profile, now=self.now)

    def get_success_url(self) -> str:
        messages.success(self.request, _("Thank you. Others can see when it was checked."))
        return self.answer.get_absolute_url()


class ChooseAnswer(OfAnswer, ActionPage):
    permission = Permission.CHOOSE_ANSWER

    def operate(self) -> str:
        choose_answer(answer=self.answer, by=self.profile, now=self.now)
        messages.success(self.request, _("Others can see now which answer helped you."))
        return self.answer.get_absolute_url()
