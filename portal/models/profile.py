from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel
from portal.models.notification import Notification
from portal.models.user import User


class Role(models.TextChoices):
    """What somebody may do in an area. A commissioner is never anything else there."""

    MEMBER = "member", _("Member")
    CHAMPION = "champion", _("Champion")
    HOST = "host", _("Host")
    PROVIDER = "provider", _("Provider")
    COMMISSIONER = "commissioner", _("Commissioner")
    SAFEGUARDING = "safeguarding", _("Safeguarding lead")


class ModerationLevel(models.TextChoices):
    """How a member wants what they write to be looked at. Only the member changes it."""

    PRE = "pre", _("Someone reads it before others see it")
    POST = "post", _("Others see it at once; someone reads it afterwards")
    NONE = "none", _("Nobody checks it, unless somebody reports it")


class TimeOfWeek(models.TextChoices):
    WEEKDAY_MORNING = "weekday_morning", _("Weekday mornings")
    WEEKDAY_AFTERNOON = "weekday_afternoon", _("Weekday afternoons")
    WEEKDAY_EVENING = "weekday_evening", _("Weekday evenings")
    WEEKEND_DAY = "weekend_day", _("Weekends in the day")
    WEEKEND_EVENING = "weekend_evening", _("Weekend evenings")


class FundingKind(models.TextChoices):
    """Where somebody's money for support or activities comes from: private, and no answer is an answer too."""

    DIRECT_PAYMENT = "direct_payment", _("A direct payment")
    COUNCIL_MANAGED = "council_managed", _("A budget that the council looks after for me")
    SERVICE_FUND = "service_fund", _("An individual service fund")
    HEALTH_BUDGET = "health_budget", _("A personal health budget")
    OWN_MONEY = "own_money", _("My own money")
    WAITING = "waiting", _("I am waiting for an assessment")
    NONE = "none", _("None")
    NOT_SURE = "not_sure", _("I am not sure")
    NOT_SAID = "not_said", _("I would rather not say")


# Each of these is a whole answer; it says the opposite of any other beside it.
ANSWERS_ON_THEIR_OWN = [FundingKind.NONE, FundingKind.NOT_SURE, FundingKind.NOT_SAID]


class ProfileQuerySet(models.QuerySet["Profile"]):
    def with_role(self, role: Role) -> "ProfileQuerySet":
        return self.filter(roles__contains=[role])

    def members(self) -> "ProfileQuerySet":
        return self.with_role(Role.MEMBER)

    def with_unread_notices(self) -> "ProfileQuerySet":
        """Each with `unread_notices`, how many there are: counted with the profile, so that no page asks twice."""
        unread = Notification.objects.unread().filter(recipient=models.OuterRef("pk")).order_by()
        counted = unread.values("recipient").annotate(count=models.Count("*")).values("count")
        return self.annotate(unread_notices=Coalesce(models.Subquery(counted), 0))


class Profile(AreaModel):
    """A person in one area: what others there call them, what they like, and how they want to take part."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="profiles")
    shown_name = models.CharField(_("the name that others see"), max_length=60)
    about = models.TextField(_("about you"), max_length=1000, blank=True)
    roles = ArrayField(models.CharField(max_length=12, choices=Role), default=list)
    district = AreaForeignKey(
        "portal.District",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="profiles",
        verbose_name=_("where you live"),
    )
    interests = models.ManyToManyField("portal.Interest", through="portal.ProfileInterest", related_name="profiles")
    free_times = ArrayField(models.CharField(max_length=20, choices=TimeOfWeek), default=list, blank=True)
    funding_kinds = ArrayField(models.CharField(max_length=20, choices=FundingKind), default=list, blank=True)
    moderation_level = models.CharField(max_length=4, choices=ModerationLevel, default=ModerationLevel.POST)
    mentor = AreaForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="mentees")
    mentor_away_until = models.DateField(_("away, as a mentor, until"), null=True, blank=True)
    mentor_cover = AreaForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    conduct_version = models.PositiveIntegerField(_("version of the guidelines agreed to"), default=0)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects = ProfileQuerySet.as_manager()

    class Meta:
        ordering = ["shown_name"]
        constraints = [
            models.UniqueConstraint(fields=["area", "user"], name="portal_profile_one_for_each_area"),
            models.CheckConstraint(
                condition=~models.Q(shown_name__regex=r"^\s*$"),
                name="portal_profile_shown_name_not_blank",
                violation_error_message=_("Please give a name that others can call you."),
            ),
            models.CheckConstraint(
                condition=models.Q(roles__contained_by=Role.values), name="portal_profile_roles_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(roles__contains=[Role.COMMISSIONER]) | models.Q(roles=[Role.COMMISSIONER]),
                name="portal_profile_commissioner_has_no_other_role",
                violation_error_message=_("A commissioner cannot have another role in the same area."),
            ),
            models.CheckConstraint(
                condition=models.Q(free_times__contained_by=TimeOfWeek.values), name="portal_profile_free_times_known"
            ),
            models.CheckConstraint(
                condition=models.Q(funding_kinds__contained_by=FundingKind.values),
                name="portal_profile_funding_kinds_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(funding_kinds__overlap=ANSWERS_ON_THEIR_OWN) | models.Q(funding_kinds__len=1),
                name="portal_profile_funding_answer_on_its_own",
                violation_error_message=_(
                    "“None”, “I am not sure” and “I would rather not say” are each an answer on their own. "
                    "Take that tick away, or the others."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(moderation_level__in=ModerationLevel.values),
                name="portal_profile_moderation_level_known",
            ),
            models.CheckConstraint(
                condition=models.Q(mentor__isnull=True) | ~models.Q(mentor=models.F("id")),
                name="portal_profile_mentor_is_someone_else",
                violation_error_message=_("Choose somebody else as your mentor."),
            ),
            models.CheckConstraint(
                condition=models.Q(mentor_cover__isnull=True) | ~models.Q(mentor_cover=models.F("id")),
                name="portal_profile_mentor_cover_is_someone_else",
                violation_error_message=_("Choose somebody else to read for you."),
            ),
        ]

    def __str__(self) -> str:
        return self.shown_name

    def has_role(self, role: Role) -> bool:
        return role in self.roles

    @property
    def is_commissioner(self) -> bool:
        return Role.COMMISSIONER in self.roles
