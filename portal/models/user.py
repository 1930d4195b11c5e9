from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7


class TextSize(models.TextChoices):
    STANDARD = "standard", _("Standard")
    LARGE = "large", _("Large")
    LARGEST = "largest", _("Very large")


class Contrast(models.TextChoices):
    STANDARD = "standard", _("Standard colours")
    HIGH = "high", _("Black on white, strong lines")
    DARK = "dark", _("Light words on a dark page")


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a sign-in. Without a password, people sign in by emailed code or passkey."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """
    A sign-in and the reading preferences that follow a person everywhere.

    Global: one person has one `User`, and one `Profile` in each area that they join.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(_("email"), unique=True)
    is_active = models.BooleanField(_("can sign in"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    easy_read = models.BooleanField(_("Easy Read"), default=False)
    text_size = models.CharField(_("text size"), max_length=10, choices=TextSize, default=TextSize.STANDARD)
    contrast = models.CharField(_("colours"), max_length=10, choices=Contrast, default=Contrast.STANDARD)
    no_motion = models.BooleanField(_("no movement"), default=False)
    symbols = models.BooleanField(_("pictures beside words"), default=False)
    read_aloud = models.BooleanField(_("read aloud"), default=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="portal_user_email_unique_in_any_case"),
            models.CheckConstraint(
                condition=models.Q(text_size__in=TextSize.values), name="portal_user_text_size_known"
            ),
            models.CheckConstraint(condition=models.Q(contrast__in=Contrast.values), name="portal_user_contrast_known"),
        ]

    def __str__(self) -> str:
        return self.email
