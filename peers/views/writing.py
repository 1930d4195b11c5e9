"""Writing in a group."""

from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from moderation.models import Moderated
from peers.forms.writing import WriteCommentForm, WritePostForm
from peers.models import Comment, Group, Post
from peers.operations.writing import write_comment, write_post
from peers.queries.writing import post_to_answer
from portal.permissions import Permission
from portal.views.page import FormPage


class WritePost(FormPage):
    permission = Permission.WRITE_IN_GROUP
    template_name = "peers/write_post.html"
    form_class = WritePostForm

    def get_thing(self) -> Group:
        return get_object_or_404(Group, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(group=self.thing, **kwargs)

    def operate(self, form: BaseForm) -> Post:
        return write_post(group=self.thing, text=form.cleaned_data["text"], by=self.profile, now=self.now)

    def get_success_url(self) -> str:
        tell_what_happens_next(self.request, self.result)
        return self.result.get_absolute_url()


class WriteComment(FormPage):
    """A post, and an answer to it. Whether the post can be read comes first, so that nobody learns of a hidden one."""

    permission = Permission.WRITE_IN_GROUP
    template_name = "peers/write_comment.html"
    form_class = WriteCommentForm

    def get_thing(self) -> Group:
        self.post_to_answer = get_object_or_404(post_to_answer(self.profile), pk=self.kwargs["pk"])
        return self.post_to_answer.group

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(group=self.thing, post=self.post_to_answer, **kwargs)

    def operate(self, form: BaseForm) -> Comment:
        return write_comment(post=self.post_to_answer, text=form.cleaned_data["text"], by=self.profile, now=self.now)

    def get_success_url(self) -> str:
        tell_what_happens_next(self.request, self.result)
        return self.result.get_absolute_url()


def tell_what_happens_next(request: HttpRequest, content: Moderated) -> None:
    held = _("Thank you. Somebody will read it before others see it. You can see it below.")
    messages.success(request, held if content.is_held else _("Thank you. Others can see it now."))
