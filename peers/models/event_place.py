from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils.translation import gettext_lazy as _

from portal.areas.constraints import DatabaseConstraint
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class EventAttendance(models.TextChoices):
    """How it turned out. Nobody is blamed, and nobody has to give a reason."""

    CAME = "came", _("Came")
    DID_NOT_COME = "did_not_come", _("Did not come")
    TOLD_BEFORE = "told_before", _("Told us before")


class MostPeople(DatabaseConstraint):
    """
    No more places are given than an event has, whoever writes and however many at once.

    The trigger locks the event before it counts, so that two who take the last place at the same moment come one
    after the other. It also stands behind the event, whose most cannot fall below the places that are given.
    """

    def _adding(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> list[str]:
        return [
            f"""
            CREATE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE asked uuid; most integer; given integer;
            BEGIN
                IF TG_TABLE_NAME = 'peers_event' THEN asked := NEW.id; ELSE asked := NEW.event_id; END IF;
                SELECT most_people INTO most FROM peers_event WHERE id = asked FOR UPDATE;
                SELECT count(*) INTO given FROM peers_eventplace
                    WHERE event_id = asked AND given_at IS NOT NULL AND attendance <> 'told_before';
                IF given > most THEN
                    RAISE EXCEPTION 'more places than {self.name} allows'
                        USING ERRCODE = 'check_violation', CONSTRAINT = '{self.name}';
                END IF;
                RETURN NULL;
            END $$
            """,
            (
                f"CREATE TRIGGER {self.name} AFTER INSERT OR UPDATE OF event_id, given_at, attendance"
                f" ON peers_eventplace FOR EACH ROW EXECUTE FUNCTION {self.name}()"
            ),
            (
                f"CREATE TRIGGER {self.name} AFTER UPDATE OF most_people"
                f" ON peers_event FOR EACH ROW EXECUTE FUNCTION {self.name}()"
            ),
        ]

    def _removing(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> list[str]:
        return [
            f"DROP TRIGGER {self.name} ON peers_event",
            f"DROP TRIGGER {self.name} ON peers_eventplace",
            f"DROP FUNCTION {self.name}()",
        ]


class EventPlaceQuerySet(models.QuerySet["EventPlace"]):
    def held(self) -> "EventPlaceQuerySet":
        """People who are coming, as far as we know, or came or did not; the waiting list among them."""
        return self.exclude(attendance=EventAttendance.TOLD_BEFORE)

    def given(self) -> "EventPlaceQuerySet":
        """Places that somebody has."""
        return self.held().filter(given_at__isnull=False)

    def waiting(self) -> "EventPlaceQuerySet":
        """The waiting list: whoever asked first is first."""
        return self.held().filter(given_at__isnull=True).order_by("asked_at", "id")


class EventPlace(AreaModel):
    """
    Somebody's place at an event, or their place on its waiting list while `given_at` is empty.

    `attendance` is empty until they tell us before that they cannot come, or the organiser writes down who came.
    Somebody who changed their mind twice has two rows.
    """

    event = AreaForeignKey("peers.Event", on_delete=models.PROTECT, related_name="places")
    profile = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="event_places")
    asked_at = models.DateTimeField()
    given_at = models.DateTimeField(null=True)
    attendance = models.CharField(max_length=12, choices=EventAttendance, blank=True)
    attendance_at = models.DateTimeField(null=True)
    attendance_by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, null=True, related_name="+")

    objects = EventPlaceQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "profile"],
                condition=~models.Q(attendance=EventAttendance.TOLD_BEFORE),
                name="peers_eventplace_one_for_each_person",
                violation_error_message=_("You are on the list already."),
            ),
            models.CheckConstraint(
                condition=models.Q(attendance__in=["", *EventAttendance.values]),
                name="peers_eventplace_attendance_known",
            ),
            models.CheckConstraint(
                condition=models.Q(attendance="", attendance_at__isnull=True, attendance_by__isnull=True)
                | ~models.Q(attendance="") & models.Q(attendance_at__isnull=False, attendance_by__isnull=False),
                name="peers_eventplace_attendance_by_somebody",
            ),
            models.CheckConstraint(
                condition=~models.Q(attendance__in=[EventAttendance.CAME, EventAttendance.DID_NOT_COME])
                | models.Q(given_at__isnull=False),
                name="peers_eventplace_only_places_are_used",
                violation_error_message=_("Only somebody who has a place can come."),
            ),
            MostPeople(
                name="peers_eventplace_most_people",
                violation_error_message=_("More people than this have a place already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.profile_id} at {self.event_id}"

    @property
    def is_waiting(self) -> bool:
        return self.given_at is None and self.attendance == ""

    @property
    def is_open(self) -> bool:
        """Nothing has been said about it yet."""
        return self.attendance == ""
