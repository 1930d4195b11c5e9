"""The kinds of content that moderation looks after. It knows how to judge them without knowing what they are."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.functional import Promise

from moderation.models import Moderated, ModeratedQuerySet
from portal.models import Profile


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What moderation needs to know of one kind of content."""

    model: type[Moderated]
    label: str | Promise
    title: Callable[[Any], str]
    text: Callable[[Any], str]
    url: Callable[[Any], str]
    criticises: Callable[[Any], UUID | None]
    may_read: Callable[[Profile, Any], bool]
    words_field: str
    when_published: Callable[..., None]
    when_hidden: Callable[..., None]

    @property
    def most_letters(self) -> int:
        """How long the words that its author changes may be."""
        field = self.model._meta.get_field(self.words_field)
        most: int = field.max_length  # type: ignore[assignment,union-attr]  # a text field with a limit
        return most


class KindRegisteredTwice(RuntimeError):
    """Two apps registered the same model."""


def _nothing_more(*, content: Moderated, now: datetime) -> None:
    """The new state is enough: nobody has to be told."""


def _nobody(content: Moderated) -> UUID | None:  # noqa: ARG001  the shape that every such callable has
    """Most content criticises no organisation."""
    return None


def _whoever_takes_part(profile: Profile, content: Moderated) -> bool:  # noqa: ARG001  see above
    """Most content is for everybody in the area but the council."""
    return not profile.is_commissioner


_KINDS: dict[str, Kind] = {}
_EMPLOYERS: list[Callable[[Profile], Iterable[UUID]]] = []


def register(
    model: type[Moderated],
    *,
    label: str | Promise,
    title: Callable[[Any], str],
    text: Callable[[Any], str],
    url: Callable[[Any], str],
    criticises: Callable[[Any], UUID | None] = _nobody,
    may_read: Callable[[Profile, Any], bool] = _whoever_takes_part,
    words_field: str = "text",
    when_published: Callable[..., None] = _nothing_more,
    when_hidden: Callable[..., None] = _nothing_more,
) -> None:
    """
    Let moderation look after a model. Called by each app when it is ready.

    :param label: what people call it, such as "post", inside a sentence
    :param title: names one of them for the author and the champion, such as "Your post in Banbury cooks"
    :param text: all the words that a champion should read
    :param url: where its author and others find it
    :param criticises: the id of the organisation that it may criticise: who works there cannot decide on it
    :param may_read: whether a person may read one that is published: only who may read it can report it
    :param words_field: the field that its author changes when a champion asks for a change
    :param when_published: called with `content=` and `now=` when others can see it for the first time
    :param when_hidden: called with the same when others could see it and cannot any more
    """
    if model._meta.label_lower in _KINDS:
        raise KindRegisteredTwice(model._meta.label_lower)
    _KINDS[model._meta.label_lower] = Kind(
        model=model,
        label=label,
        title=title,
        text=text,
        url=url,
        criticises=criticises,
        may_read=may_read,
        words_field=words_field,
        when_published=when_published,
        when_hidden=when_hidden,
    )


def kind_of(content: Moderated | str) -> Kind:
    """The kind of a row, or of a `content_kind` such as "peers.post"."""
    return _KINDS[content if isinstance(content, str) else content._meta.label_lower]


def kinds_to_choose() -> list[tuple[str, str]]:
    """Every `content_kind` with what people call it, by name."""
    return sorted(((key, str(kind.label)) for key, kind in _KINDS.items()), key=lambda each: each[1])


def find_content(content_kind: str, content_id: UUID, *, reader: Profile) -> Moderated | None:
    """Something that a person may read, by its kind and id: published, and in a place that is open to them."""
    kind = _KINDS.get(content_kind)
    if kind is None:
        return None
    content: Moderated | None = ModeratedQuerySet(kind.model).published().filter(pk=content_id).first()
    return content if content is not None and kind.may_read(reader, content) else None


def tell_employers(organisations_of: Callable[[Profile], Iterable[UUID]]) -> None:
    """Let the app that knows say which organisations a person works for. Called when that app is ready."""
    _EMPLOYERS.append(organisations_of)


def employers_of(profile: Profile) -> Collection[UUID]:
    """The ids of the organisations that a person works for."""
    return {organisation for organisations_of in _EMPLOYERS for organisation in organisations_of(profile)}
