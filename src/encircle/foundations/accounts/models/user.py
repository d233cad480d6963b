"""The person who signs in. What they may see is decided elsewhere: by appointments and seats."""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from encircle.common.ids import new_id


class NoticePace(models.TextChoices):
    IMMEDIATE = "immediate", "As it happens"
    DAILY = "daily", "Once a day"
    WEEKLY = "weekly", "Once a week"


def still_here(at: datetime, of: str = "") -> models.Q:
    """Logins whose access has not ended by then; `of` leads to them from another table."""
    return models.Q((f"{of}ends_at__isnull", True)) | models.Q((f"{of}ends_at__gt", at))


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A login. There is no superuser and no staff flag; suspension is a moment, by somebody, for a reason."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(max_length=254, db_comment="Address the person signs in with")
    name = models.CharField(max_length=120, db_comment="Name as shown to colleagues")
    notice_pace = models.CharField(max_length=10, choices=NoticePace, default=NoticePace.IMMEDIATE)
    created_at = models.DateTimeField(db_comment="When the account was made")
    suspended_at = models.DateTimeField(null=True, blank=True, db_comment="Set while the account is suspended")
    suspended_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    ends_at = models.DateTimeField(
        null=True, blank=True, db_comment="From this instant the login answers nothing; empty: no end is set"
    )
    persona = models.SlugField(max_length=30, blank=True, db_comment="Name in the standing cast; demonstration only")

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="accounts_user_email_once"),
            models.CheckConstraint(
                condition=models.Q(suspended_at__isnull=True, suspended_by__isnull=True)
                | models.Q(suspended_at__isnull=False),
                name="accounts_user_suspension_has_a_moment",
            ),
        ]

    def has_ended(self, at: datetime) -> bool:
        return self.ends_at is not None and self.ends_at <= at

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        return self.suspended_at is None

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0]
