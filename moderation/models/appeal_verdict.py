from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils.translation import gettext_lazy as _

from portal.areas.constraints import AppendOnly, DatabaseConstraint
from portal.areas.fields import AreaForeignKey, AreaOneToOneField
from portal.areas.models import AreaModel


class AppealOutcome(models.TextChoices):
    UPHELD = "upheld", _("The first answer stays")
    REVERSED = "reversed", _("The first answer was not right")


class AnotherJudge(DatabaseConstraint):
    """Nobody judges an appeal who decided about the text, in any version of it, or who wrote it."""

    def _adding(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> list[str]:
        return [
            f"""
            CREATE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF EXISTS (
                    SELECT FROM moderation_appeal AS appeal
                    JOIN moderation_decision AS appealed ON appealed.id = appeal.decision_id
                    JOIN moderation_reviewitem AS item ON item.id = appealed.review_item_id
                    JOIN moderation_reviewitem AS version ON version.content_id = item.content_id
                    LEFT JOIN moderation_decision AS decided ON decided.review_item_id = version.id
                    WHERE appeal.id = NEW.appeal_id AND NEW.by_id IN (decided.by_id, item.author_id)
                ) THEN
                    RAISE EXCEPTION 'judged by somebody who took part: {self.name}'
                        USING ERRCODE = 'check_violation', CONSTRAINT = '{self.name}';
                END IF;
                RETURN NEW;
            END $$
            """,
            (
                f"CREATE TRIGGER {self.name} BEFORE INSERT ON {schema_editor.quote_name(model._meta.db_table)}"
                f" FOR EACH ROW EXECUTE FUNCTION {self.name}()"
            ),
        ]

    def _removing(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> list[str]:
        table = schema_editor.quote_name(model._meta.db_table)
        return [f"DROP TRIGGER {self.name} ON {table}", f"DROP FUNCTION {self.name}()"]


class AppealVerdict(AreaModel):
    """What came of an appeal: by whom, and in which words to the author. Never changed."""

    appeal = AreaOneToOneField("moderation.Appeal", on_delete=models.PROTECT, related_name="verdict")
    outcome = models.CharField(_("what you decide"), max_length=8, choices=AppealOutcome)
    words = models.TextField(_("your words to the author"), max_length=2000)
    by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome__in=AppealOutcome.values), name="moderation_appealverdict_outcome_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(words__regex=r"^\s*$"),
                name="moderation_appealverdict_says_why",
                violation_error_message=_("Say why, in a few kind words."),
            ),
            AnotherJudge(name="moderation_appealverdict_another_judge"),
            AppendOnly(name="moderation_appealverdict_append_only"),
        ]

    def __str__(self) -> str:
        return self.get_outcome_display()

    @property
    def reverses(self) -> bool:
        return self.outcome == AppealOutcome.REVERSED
