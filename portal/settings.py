"""Settings of the portal. Whatever differs between machines, and every secret, comes from the environment."""

from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF

from portal.logs import LOGGING_CONFIGURATION

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

SECRET_KEY = env("SECRET_KEY")
DEBUG = env.bool("DEBUG", default=False)
PORTAL_DOMAIN = env("PORTAL_DOMAIN", default="localhost")
PORT = env.int("PORT", default=8000)
# Health checks come to the machine's own address; everything else to the domain or an area's name before it.
ALLOWED_HOSTS = [PORTAL_DOMAIN, f".{PORTAL_DOMAIN}", "127.0.0.1"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "rest_framework",
    "drf_spectacular",
    "csp",
    "portal",
    "moderation",
    "peers",
    "providers",
    "pools",
]

MIDDLEWARE = [
    "portal.middleware.request_log.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "portal.middleware.hostname.HostnameMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.middleware.api_token.ApiTokenMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.middleware.last_use.LastUseMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # Last, so that the area's transaction wraps the view and nothing else.
    "portal.middleware.area.AreaMiddleware",
    "portal.middleware.helping.HelpingMiddleware",
    "portal.middleware.preferences.PreferencesMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
ASGI_APPLICATION = "portal.asgi.application"
FORM_RENDERER = "portal.form_renderer.PortalFormRenderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context_processors.page",
            ],
        },
    },
]

# The database. The web and its workers are `portal_app`; only `migrate --database owner` is `portal_owner`.
DATABASES = {"default": env.db("DATABASE_URL")}
if "DATABASE_OWNER_URL" in env:
    DATABASES["owner"] = env.db("DATABASE_OWNER_URL")
for database in DATABASES.values():
    # Safe behind PgBouncer in transaction mode: nothing of a request outlives its transaction.
    database |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True, "DISABLE_SERVER_SIDE_CURSORS": True}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Signing in.
AUTH_USER_MODEL = "portal.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portal:area_home"
LOGOUT_REDIRECT_URL = "portal:area_home"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
# A password is for those who like one: the emailed code is enough to join.
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
# A quarter of an hour to find the email and type the code, and another code for the asking.
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if env.bool("HTTPS", default=False) else "http"
ACCOUNT_ADAPTER = "portal.account_adapter.PortalAccountAdapter"
ACCOUNT_FORMS = {
    "login": "portal.account_forms.SignInForm",
    "signup": "portal.account_forms.SignUpForm",
    "request_login_code": "portal.account_forms.RequestCodeForm",
    "confirm_login_code": "portal.account_forms.ConfirmSignInCodeForm",
    "confirm_email_verification_code": "portal.account_forms.ConfirmEmailCodeForm",
    "confirm_password_reset_code": "portal.account_forms.ConfirmPasswordResetCodeForm",
    "reset_password": "portal.account_forms.ResetPasswordForm",
    "reset_password_from_key": "portal.account_forms.ResetPasswordKeyForm",
    "set_password": "portal.account_forms.SetPasswordForm",
    "change_password": "portal.account_forms.ChangePasswordForm",
    "reauthenticate": "portal.account_forms.ReauthenticateForm",
    "add_email": "portal.account_forms.AddEmailForm",
    "change_email": "portal.account_forms.ChangeEmailForm",
}
MFA_FORMS = {
    "add_webauthn": "portal.account_forms.AddPasskeyForm",
    "edit_webauthn": "portal.account_forms.EditPasskeyForm",
}
MFA_SUPPORTED_TYPES = ["webauthn"]  # passkeys: one more way in, never a second lock that somebody could be shut out by
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not env.bool("HTTPS", default=False)
# It would write on each page. Ours notes once an hour: portal/middleware/last_use.py.
USERSESSIONS_TRACK_ACTIVITY = False

# Cookies stay with one area's hostname. "Stay signed in" is on unless the computer is shared.
SESSION_COOKIE_AGE = 60 * 60 * 24 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.bool("HTTPS", default=False)
SECURE_SSL_REDIRECT = False  # the balancer's task
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("HTTPS", default=False) else None
SECURE_HSTS_SECONDS = 31_536_000 if env.bool("HTTPS", default=False) else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "portal.views.errors.csrf_failure"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}

# Words, dates and money as the British write them.
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = USE_TZ = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/static/"
STATIC_ROOT = env.path("STATIC_ROOT", default=str(BASE_DIR / ".static"))
# What comes from npm is copied into static/dist by `npm run build`: a few files, not a whole package.
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # every file lives in the database
    "staticfiles": {
        "BACKEND": env("STATICFILES_STORAGE", default="whitenoise.storage.CompressedManifestStaticFilesStorage")
    },
}
# For the journeys' own web server, which takes each file from where it is written.
WHITENOISE_USE_FINDERS = env.bool("STATICFILES_FROM_SOURCE", default=False)
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
MAX_STORED_FILE_BYTES = 10 * 1024 * 1024

# The seal on papers: the certificate and its key, each as PEM or as the path of a PEM file. Without, no paper is made.
SEAL_CERTIFICATE = env("SEAL_CERTIFICATE", default="")
SEAL_KEY = env("SEAL_KEY", default="")
SEAL_TIMESTAMP_URL = env("SEAL_TIMESTAMP_URL", default="")

EMAIL_CONFIG = env.email("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default=f"Club Together <hello@{PORTAL_DOMAIN}>")

# Text messages: the class that takes them (portal/text_messages.py), and the folder of the one that writes a file.
SMS_BACKEND = env("SMS_BACKEND", default="portal.text_messages.ConsoleBackend")
SMS_OUTBOX = env("SMS_OUTBOX", default="")

# Jobs. The database holds what is to be done, so a lost doorbell is only a short wait: never make anyone wait for it.
REDIS_URL = env("REDIS_URL", default="redis://127.0.0.1:6379/0")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "portal_cache"}}
# What one web process tells the live pages of the others. Each database of a Redis server shares one publish and
# subscribe, so the number of the database stands in the names.
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [REDIS_URL], "prefix": f"live{REDIS_URL.rpartition('/')[2]}"},
    },
}
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_connect_timeout": 1,
    "socket_timeout": 1.5,
    # One try, and then on: somebody waits for the page. Workers have a patience of their own.
    "max_retries": 0,
    "visibility_timeout": 600,
}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TIMEZONE = TIME_ZONE
# A worker that has not finished a paper in this time is taken for dead, and another takes its place.
DOCUMENT_LEASE_SECONDS = env.int("DOCUMENT_LEASE_SECONDS", default=120)
SWEEP_SECONDS = env.float("SWEEP_SECONDS", default=30.0)
CELERY_BEAT_SCHEDULE = {
    "sweep-notifications": {"task": "portal.tasks.sweep_notifications", "schedule": SWEEP_SECONDS},
    # Hourly in the day, as all reminders.
    "end-delegations": {"task": "portal.tasks.end_delegations", "schedule": crontab(minute="25", hour="6-17")},
    "ask-to-review-needs": {"task": "portal.tasks.ask_to_review_needs", "schedule": crontab(minute="20", hour="9-17")},
    "escalate-overdue-items": {"task": "moderation.tasks.escalate_overdue_items", "schedule": 300.0},
    "sweep-documents": {"task": "pools.tasks.sweep_documents", "schedule": SWEEP_SECONDS},
    "carry-out-leavings": {"task": "pools.tasks.carry_out_leavings", "schedule": 3600.0},
    "close-overdue-votes": {"task": "pools.tasks.close_overdue_votes", "schedule": 300.0},
    # Hourly in the day, when people read it. Each reminder comes once all the same, and a lost hour is made up for.
    "remind-unsigned": {"task": "pools.tasks.remind_unsigned", "schedule": crontab(minute="5", hour="9-17")},
    "remind-unused-hours": {"task": "pools.tasks.remind_unused_hours", "schedule": crontab(minute="20", hour="9-17")},
    "check-ledger": {"task": "pools.tasks.check_ledger", "schedule": crontab(hour="4", minute="15")},
    # Once a day, and once for each week that a question waits.
    "remind-passed-questions": {
        "task": "peers.tasks.remind_passed_questions",
        "schedule": crontab(minute="35", hour="10"),
    },
    # Once a day will do: it comes once for each time that a pool falls quiet.
    "nudge-quiet-pools": {"task": "pools.tasks.nudge_quiet_pools", "schedule": crontab(minute="20", hour="10")},
    "tell-of-enough-people": {
        "task": "peers.tasks.tell_of_enough_people",
        "schedule": crontab(minute="45", hour="8-18"),
    },
    "remind-of-events": {"task": "peers.tasks.remind_of_events", "schedule": crontab(minute="15", hour="9-17")},
    "remind-dated": {"task": "pools.tasks.remind_dated", "schedule": crontab(minute="10", hour="9-17")},
    # Each night, so that a night without power does no harm; a quarter that is published is passed over.
    "publish-last-quarter": {"task": "pools.tasks.publish_last_quarter", "schedule": crontab(hour="3", minute="30")},
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["portal.api.authentication.PortalAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["portal.api.permissions.HasPermission"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [
        "rest_framework.parsers.JSONParser",
        "rest_framework.parsers.FormParser",
        "rest_framework.parsers.MultiPartParser",
    ],
    "DEFAULT_PAGINATION_CLASS": "portal.api.pagination.Pages",
    "PAGE_SIZE": 50,
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "portal.api.errors.plain_errors",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Club Together API",
    "DESCRIPTION": "The same permissions as the pages. Give a token as `Authorization: Token …`.",
    "VERSION": "1.0.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "COMPONENT_SPLIT_REQUEST": True,
    # One name for each list of choices, whatever the field is called.
    "ENUM_NAME_OVERRIDES": {
        "ModerationLevelEnum": "portal.models.profile.ModerationLevel",
        "ModerationStateEnum": "moderation.models.moderated.ModerationState",
        "JoinRequestAnswerEnum": "peers.models.join_request.Answer",
        "DecisionReasonEnum": "moderation.models.decision.Reason",
        "RemovalReasonEnum": "peers.models.removal.RemovalReason",
        "PassingStateEnum": "peers.models.question_passing.PassingState",
        "ChannelEnum": "portal.models.communication_needs.Channel",
        "FormatEnum": "portal.models.communication_needs.Format",
        "AttendanceEnum": "pools.models.outing_place.Attendance",
        "TimeOfWeekEnum": "portal.models.profile.TimeOfWeek",
        "SharingRuleEnum": "pools.models.pool.SharingRule",
        "DecisionRuleEnum": "pools.models.pool.DecisionRule",
        "InvitationAnswerEnum": "pools.models.invitation.InvitationAnswer",
        "ConsentKindEnum": "pools.models.consent.ConsentKind",
        "DocumentKindEnum": "pools.models.pool_document.DocumentKind",
        "DocumentStateEnum": "pools.models.pool_document.DocumentState",
        "GateKindEnum": "pools.models.gate.GateKind",
        "TransferKindEnum": "pools.models.transfer.TransferKind",
        "AccountKindEnum": "pools.models.account.AccountKind",
        "OptionKindEnum": "pools.models.option.OptionKind",
        "PoolStateEnum": "pools.models.pool_status.PoolState",
        "ContributionHowEnum": "pools.models.contribution.ContributionHow",
        "RefundHowEnum": "pools.operations.money.RefundHow",
        "CostLineStateEnum": "pools.models.cost_line.LineState",
        "FundingKindEnum": "portal.models.profile.FundingKind",
        "LateJoinAnswerEnum": "pools.models.late_join_request.LateJoinAnswer",
        "OptInChoiceEnum": "pools.models.opt_in_answer.OptInChoice",
        "HiredHowEnum": "pools.models.hours_rates.HiredHow",
        "ShiftKindEnum": "pools.models.rota_pattern.ShiftKind",
        "UnusedHoursEnum": "pools.models.hours_answer.UnusedHours",
        "WorkedHowEnum": "pools.models.rota_record.WorkedHow",
        "DelegationStateEnum": "portal.models.delegation.DelegationState",
        "ScopeEnum": "portal.models.delegation.Scope",
        "VoiceEnum": "portal.models.delegation.Voice",
    },
}

LOGGING_CONFIG = "logging.config.dictConfig"
LOGGING = LOGGING_CONFIGURATION
