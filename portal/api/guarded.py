"""What the API looks out for in words that others will read, as the forms do."""

from typing import Any, ClassVar

from rest_framework import serializers

from portal.guard_rails import warnings_about


class GuardedSerializer(serializers.Serializer):
    """
    Words that others will read. 400 beside the field for what is better not told to everybody.

    `post_all_the_same` sends them as they are, but for the numbers of bank accounts and cards. `guarded` names the
    fields that are looked at.
    """

    guarded: ClassVar[tuple[str, ...]] = ("text",)

    post_all_the_same = serializers.BooleanField(
        write_only=True, default=False, help_text="The author was warned about telephone numbers and the like."
    )

    def validate(self, answers: dict[str, Any]) -> dict[str, Any]:
        answers = super().validate(answers)
        sure = answers.pop("post_all_the_same", False)
        warnings = {name: warnings_about(answers.get(name, ""), sure=sure) for name in self.guarded}
        if any(warnings.values()):
            raise serializers.ValidationError({name: each for name, each in warnings.items() if each})
        return answers
