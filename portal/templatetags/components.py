"""
The parts that pages are made of: `{% load components %}`.

Each tag hands finished words to one template in `templates/components/`, and nothing else makes that
markup. A block tag takes what stands between it and its `end…` as its content.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.template.context import Context
from django.template.loader import render_to_string, select_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from portal.minutes import format_minutes
from portal.money import format_amount
from portal.templatetags.money import pounds

register = template.Library()
register.filter(pounds)

CHIP_COLOURS = 6
MOST_FIGURES = 16


def _component(component: str, /, **context: Any) -> SafeString:
    return mark_safe(render_to_string(f"components/{component}.html", context))  # noqa: S308  # the template has escaped it


# Buttons and ways back ---------------------------------------------------------------------------


@register.simple_tag
def button(
    label: str, *, kind: str = "primary", name: str = "", value: str = "", icon: str = "", form: str = ""
) -> SafeString:
    """A button that sends the form it stands in, or the form whose id is `form`."""
    return _component("button", label=label, kind=kind, name=name, value=value, icon=icon, form=form)


@register.simple_tag
def link_button(label: str, url: str, *, kind: str = "primary", icon: str = "") -> SafeString:
    """A link that looks like a button."""
    return _component("button", label=label, url=url, kind=kind, icon=icon)


@register.simple_tag(takes_context=True)
def post_button(
    context: Context, label: str, url: str, *, kind: str = "primary", name: str = "", value: str = "", icon: str = ""
) -> SafeString:
    """A button that is a form of its own, for what changes something: join, leave, sign out."""
    return _component(
        "post_button",
        label=label,
        url=url,
        kind=kind,
        name=name,
        value=value,
        icon=icon,
        csrf_token=context.get("csrf_token"),
    )


@register.simple_block_tag
def button_group(content: str) -> SafeString:
    return _component("button_group", content=content)


@register.simple_tag
def back_link(url: str, label: str = "") -> SafeString:
    return _component("back_link", url=url, label=label or gettext("Back"))


@register.simple_block_tag
def breadcrumbs(content: str) -> SafeString:
    return _component("breadcrumbs", content=content)


@register.simple_tag
def crumb(label: str, url: str = "") -> SafeString:
    """One step of the breadcrumbs; the page itself comes last and has no address."""
    return _component("crumb", label=label, url=url)


# Forms -------------------------------------------------------------------------------------------


@register.simple_tag
def error_summary(*all_forms: forms.BaseForm | forms.BaseFormSet | None) -> SafeString:  # type: ignore[type-arg]  # any form
    """What went wrong in these forms, each with a link to its field; nothing at all when nothing did."""
    mistakes: list[dict[str, Any]] = []
    for form in all_forms:
        if isinstance(form, forms.BaseFormSet):
            mistakes += [{"message": message} for message in form.non_form_errors()]
        for part in form.forms if isinstance(form, forms.BaseFormSet) else filter(None, [form]):
            mistakes += _mistakes_in(part)
    return _component("error_summary", mistakes=mistakes) if mistakes else SafeString("")


def _mistakes_in(form: forms.BaseForm) -> list[dict[str, Any]]:
    mistakes: list[dict[str, Any]] = [{"message": message} for message in form.non_field_errors()]
    for bound_field in form:
        for message in bound_field.errors:
            # "Please answer this question" does not say which: away from its field it needs the field's name.
            unclear = message == forms.Field.default_error_messages["required"]
            words = f"{bound_field.label} – {message}" if unclear else message
            mistakes.append({"message": words, "target": bound_field.first_control_id})
    return mistakes


@register.simple_tag
def field(bound_field: forms.BoundField, *, heading: bool = False) -> SafeString:
    """One field of a form; with `heading`, its label is the heading of the page."""
    bound_field.is_page_heading = heading  # type: ignore[attr-defined]  # every form draws its fields with PortalBoundField
    return bound_field.as_field_group()


@register.simple_tag(takes_context=True)
def simple_form(
    context: Context,
    form: forms.BaseForm,
    submit: str,
    *,
    method: str = "post",
    action: str = "",
    cancel_url: str = "",
    cancel_text: str = "",
    kind: str = "primary",
    name: str = "",
    value: str = "",
    id: str = "",  # the name that HTML gives it
) -> SafeString:
    """A whole form: its fields, one button and, with `cancel_url`, a way out."""
    return _component(
        "simple_form",
        form=form,
        submit=submit,
        method=method,
        action=action,
        cancel_url=cancel_url,
        cancel_text=cancel_text or gettext("Cancel"),
        kind=kind,
        name=name,
        value=value,
        id=id,
        csrf_token=context.get("csrf_token"),
    )


# Saying something --------------------------------------------------------------------------------


@register.simple_block_tag
def panel(content: str, title: str) -> SafeString:
    """It is done: the large green panel on the page after."""
    return _component("panel", content=content, title=title)


@register.simple_block_tag
def notice(content: str, title: str = "", *, kind: str = "info", alert: bool = False) -> SafeString:
    """Something to know first. `kind` is info, success or warning; an alert is read out at once."""
    return _component("notice", content=content, title=title, kind=kind, alert=alert)


@register.simple_block_tag
def inset(content: str) -> SafeString:
    return _component("inset", content=content)


@register.simple_block_tag
def warning(content: str) -> SafeString:
    return _component("warning", content=content)


@register.simple_block_tag
def details(content: str, summary: str, *, open: bool = False) -> SafeString:  # the name that HTML gives it
    """More for those who want it, folded away."""
    return _component("details", content=content, summary=summary, open=open)


@register.simple_tag
def tag(label: str, colour: str = "grey") -> SafeString:
    """A state in one or two words; the colour repeats what the word says."""
    return _component("tag", label=label, colour=colour)


# Lists of things ---------------------------------------------------------------------------------


@register.simple_block_tag
def card_grid(content: str) -> SafeString:
    return _component("card_grid", content=content)


@register.simple_block_tag
def card(
    content: str,
    title: str = "",
    url: str = "",
    picture: str = "",
    *,
    level: int = 2,
    kind: str = "plain",
    meta: str = "",
) -> SafeString:
    """A white card. With a `url` the whole card can be pressed, and its title is the link that is read out."""
    return _component("card", content=content, title=title, url=url, picture=picture, level=level, kind=kind, meta=meta)


@register.simple_block_tag
def empty_state(content: str, title: str, *, picture: str = "together", action: str = "", url: str = "") -> SafeString:
    """A list with nothing in it yet: a picture, a sentence, and the next step."""
    return _component("empty_state", content=content, title=title, picture=picture, action=action, url=url)


@register.simple_block_tag
def summary_list(content: str) -> SafeString:
    return _component("summary_list", content=content)


@register.simple_block_tag
def summary_row(content: str, key: str, *, change: str = "", change_text: str = "") -> SafeString:
    """One answer among others; `change` is where it can be changed."""
    return _component(
        "summary_row", content=content, key=key, change=change, change_text=change_text or gettext("Change")
    )


@register.simple_block_tag
def table(content: str, caption: str, *, hide_caption: bool = False, stacked: bool = False) -> SafeString:
    """A table with its caption. On a phone it scrolls sideways or, when `stacked`, turns its rows into cards."""
    return _component("table", content=content, caption=caption, hide_caption=hide_caption, stacked=stacked)


@register.simple_block_tag
def task_list(content: str) -> SafeString:
    return _component("task_list", content=content)


@register.simple_tag
def task(label: str, url: str = "", *, status: str, colour: str = "", hint: str = "") -> SafeString:
    """One thing to do and how far it is; without a `url` it cannot be started yet."""
    return _component("task", label=label, url=url, status=status, colour=colour, hint=hint)


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: Context, page_obj: Page[Any]) -> dict[str, Any]:
    """The pages of a list, keeping what was searched for; nothing when there is only one."""
    paginator = page_obj.paginator
    shown = list(paginator.get_elided_page_range(page_obj.number, on_each_side=1, on_ends=1))
    return {"request": context.get("request"), "page": page_obj, "numbers": shown}


# How far, how much, how many ---------------------------------------------------------------------


@register.simple_tag
def stepper(step: int, of: int, title: str = "") -> SafeString:
    """Where we are in something that takes several pages."""
    return _component("stepper", step=step, of=of, title=title, steps=range(1, of + 1))


@register.simple_tag
def progress(label: str, *, done: bool = False, check_url: str = "", poll_url: str = "") -> SafeString:
    """Something is being made: says so now and, when it is ready, says that."""
    return _component("progress", label=label, done=done, check_url=check_url, poll_url=poll_url)


@register.simple_tag
def progress_state(label: str, *, done: bool = False, check_url: str = "", poll_url: str = "") -> SafeString:
    """The inside of `progress`: what the page at `poll_url` answers with."""
    return _component("progress_state", label=label, done=done, check_url=check_url, poll_url=poll_url)


@register.simple_tag
def progress_refresh(seconds: int = 5) -> SafeString:
    """For the block `head`, while something is being made: without JavaScript the page looks again by itself."""
    return _component("progress_refresh", seconds=seconds)


@register.simple_tag
def people_bar(people: int, needed: int) -> SafeString:
    """How many of the people needed are there: "5 of 7 people", with a figure for each when they are few."""
    label = ngettext("%(people)d of %(needed)d person", "%(people)d of %(needed)d people", needed) % {
        "people": people,
        "needed": needed,
    }
    figures = [place < people for place in range(needed)] if needed <= MOST_FIGURES else []
    return _component("people_bar", label=label, figures=figures, length=_length(people, needed))


@register.simple_tag
def bar(
    value: Decimal | float, max: Decimal | float, label: str, *, kind: str = ""
) -> SafeString:  # the name that HTML gives it
    """One bar of a chart. The label says in words what the bar shows."""
    return _component("bar", length=_length(value, max), label=label, kind=kind)


def _length(value: Decimal | float, longest: Decimal | float) -> str:
    """A length in hundredths, as SVG writes numbers."""
    return f"{min(max(float(value) / float(longest), 0), 1) * 100:.1f}" if longest else "0"


@register.simple_tag
def score(value: Decimal | float, *, out_of: int = 5, people: int | None = None) -> SafeString:
    """Stars, and the same in words: "4 out of 5, from 6 people"."""
    shown = f"{value:.1f}".removesuffix(".0")
    words = gettext("%(score)s out of %(out_of)d") % {"score": shown, "out_of": out_of}
    if people is not None:
        words += ngettext(", from %(count)d person", ", from %(count)d people", people) % {"count": people}
    halves = round(float(value) * 2)
    stars = [
        "full" if halves >= 2 * place else "half" if halves == 2 * place - 1 else "none"
        for place in range(1, out_of + 1)
    ]
    return _component("score", words=words, stars=stars)


@register.simple_tag
def money(amount: Decimal | int) -> SafeString:
    """£1,234.50, never broken over two lines."""
    return _component("money", amount=format_amount(amount))


@register.simple_tag
def minutes(amount: int) -> str:
    """90 is "1 hour 30 minutes"."""
    return format_minutes(amount)


# People and pictures -----------------------------------------------------------------------------


@register.simple_tag
def person(profile: Any = None, *, name: str = "", note: str = "", url: str = "") -> SafeString:
    """Somebody: their initials in a circle, their name, and a note such as what they do here."""
    shown = name or (str(profile) if profile else gettext("Someone who has left"))
    words = shown.split() or ["?"]
    initials = words[0][:1] + (words[-1][:1] if len(words) > 1 else "")
    colour = sum(shown.encode()) % CHIP_COLOURS + 1
    return _component("person", name=shown, initials=initials.upper(), colour=colour, note=note, url=url)


PICTURE_SIZES: Mapping[str, int] = {"tiny": 32, "small": 56, "medium": 96, "large": 160}


@register.simple_tag
def picture(name: str, alt: str = "", *, size: str = "medium", eager: bool = False) -> SafeString:
    """One of our own pictures. Without `alt` it only repeats the words beside it, and is not read out."""
    return _component("picture", name=name, alt=alt, size=size, pixels=PICTURE_SIZES.get(size), eager=eager)


@register.simple_tag(takes_context=True)
def symbol(context: Context, name: str) -> SafeString:
    """A small picture beside words, for those who chose pictures beside words."""
    preferences = context.get("preferences") or {}
    chosen = preferences.get("symbols") if isinstance(preferences, Mapping) else getattr(preferences, "symbols", False)
    return picture(name, size="tiny") if chosen else SafeString("")


@register.simple_tag
def icon(name: str) -> SafeString:
    """A line drawing in the colour of the words beside it, which say the same."""
    drawing = select_template([f"components/icons/{name}.svg", "components/icons/info.svg"])
    return _component("icon", template=drawing.template)


@register.simple_block_tag
def easy_row(content: str, picture: str) -> SafeString:
    """One idea of an Easy Read page: a picture on the left, a short sentence on the right."""
    return _component("easy_row", content=content, picture=picture)


@register.simple_tag
def read_aloud(*, prominent: bool = False) -> SafeString:
    """A button that reads the page out; there only where the browser can."""
    return _component("read_aloud", prominent=prominent)


@register.simple_tag
def htmx() -> SafeString:
    """For the block `scripts` of a page that swaps in parts of itself."""
    return _component("htmx")
