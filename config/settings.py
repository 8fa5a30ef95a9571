"""Settings of every process: safe for production unless a variable says otherwise."""

from __future__ import annotations

from pathlib import Path

from celery.schedules import crontab
from django.core.management.utils import get_random_secret_key
from django.utils.translation import gettext_lazy as _

from config import env
from config.databases import address, database
from config.logs import logging_settings
from core.disk import write_whole
from core.phrases import languages
from launcher.supervisor import socket_path

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = env.folder("LANDFALL_VAR", BASE_DIR / "var")
DEBUG = env.flag("DEBUG", default=False)
HTTPS = env.flag("LANDFALL_HTTPS", default=True)


def _secret_key() -> str:
    """Return the key from the environment, else one made once and kept in the data folder."""
    key = env.text("SECRET_KEY")
    if key:
        return key
    file = VAR_DIR / "secret.key"
    if not file.exists() or not file.stat().st_size:
        VAR_DIR.mkdir(parents=True, exist_ok=True)
        key = get_random_secret_key() + get_random_secret_key()
        # Of several processes the first one's counts; an empty file is what a kill left of old.
        write_whole(file, key.encode(), mode=0o600, is_first=not file.exists())
    return file.read_text().strip()


def _assets() -> Path:
    """Return the folder of what set-up made: in the data folder, or beside the code.

    Set-up knows `LANDFALL_VAR` only where somebody gave it to it; a service gets it later.
    """
    here = VAR_DIR / "assets"
    beside = BASE_DIR / "var" / "assets"
    return beside if beside.is_dir() and not here.is_dir() else here


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = env.items("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.items("CSRF_TRUSTED_ORIGINS")
PORT = env.integer("PORT", 8000, at_least=1)
# The one source of every address that leaves the product: in mails and on pages with a link to send.
PUBLIC_URL = env.text("PUBLIC_URL", f"http://localhost:{PORT}").rstrip("/")

INSTALLED_APPS = [
    "sheets",
    "charts",
    "core",
    "launcher",
    "packs",
    "organizations",
    "imports",
    "steps",
    "activity",
    "journey",
    "landscape",
    "scoring",
    "assessment",
    "questionnaire",
    "signoff",
    "readings",
    "capability",
    "compliance",
    "indicators",
    "needs",
    "goals",
    "planning",
    "calendars",
    "roadmap",
    "returns",
    "launch",
    "interchange",
    "advice",
    "translation",
    "reports",
    "overview",
    "exchange",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "template_partials",
    "django_scopes",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]
MIDDLEWARE = [
    "core.middleware.forwarded_headers",
    "core.middleware.request_id",
    "core.middleware.security_headers",
    "core.middleware.served_methods",
    "organizations.middleware.health_checks",  # before anything asks for the host
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "core.middleware.request_person",
    "organizations.middleware.person_settings",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "organizations.middleware.tenant_scope",
    "organizations.middleware.devices_and_guesses",
    "organizations.middleware.explained_refusals",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
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
                "django.template.context_processors.i18n",
                "organizations.middleware.frame_context",
                "activity.middleware.frame_context",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "core.templatetags.ui",
                "core.templatetags.marks",
                "core.templatetags.fields",
                "core.templatetags.lines",
            ],
        },
    }
]
# Widgets through the same engine: its templates are parsed once, and ours replace Django's.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": database(address(), VAR_DIR / "landfall.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    # Rows, not memory: a code that was used once is used for every process (`createcachetable`).
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "landfall_cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
    # Rows of the portfolio as HTML, about 8 kB each.
    "rows": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "rows",
        "OPTIONS": {"MAX_ENTRIES": 1000},
    },
}

# --- people ---------------------------------------------------------------------------------
AUTH_USER_MODEL = "organizations.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
ACCOUNT_ADAPTER = "organizations.views.adapters.InvitedOnlyAdapter"
SOCIALACCOUNT_ADAPTER = "organizations.views.adapters.KnownPersonAdapter"
MFA_ADAPTER = "organizations.views.adapters.SecondFactorAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an account exists only through an invitation by e-mail
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a changed password or second factor is told by e-mail
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# Wrong tries are counted in the database, for all processes together: organizations.services.guessing.
ACCOUNT_RATE_LIMITS = False
ACCOUNT_FORMS = {
    "login": "organizations.forms.account.SignInForm",
    "reset_password": "organizations.forms.account.ForgottenPasswordForm",
    "reset_password_from_key": "organizations.forms.account.NewPasswordForm",
    "change_password": "organizations.forms.account.OtherPasswordForm",
    "set_password": "organizations.forms.account.FirstPasswordForm",
    "reauthenticate": "organizations.forms.account.ConfirmPasswordForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Landfall"
MFA_TOTP_TOLERANCE = 1  # one step of 30 seconds for a clock that is slow or fast
MFA_FORMS = {
    "authenticate": "organizations.forms.account.SecondFactorForm",
    "reauthenticate": "organizations.forms.account.ConfirmSecondFactorForm",
    "activate_totp": "organizations.forms.account.ActivateAppForm",
}
BEHIND_PROXY = env.flag("BEHIND_PROXY", default=False)
# From whom X-Forwarded-… counts; from everybody else it is dropped before anything reads it.
TRUSTED_PROXIES = env.networks("TRUSTED_PROXIES", "127.0.0.1,::1" if BEHIND_PROXY else "")
PASSWORD_RESET_TIMEOUT = 24 * 3600
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "activity:landing"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "sso",
                "name": env.text("OIDC_NAME", "Single sign-on"),
                "client_id": env.text("OIDC_CLIENT_ID"),
                "secret": env.text("OIDC_CLIENT_SECRET"),
                "settings": {"server_url": env.text("OIDC_SERVER_URL")},
            }
        ]
        if env.text("OIDC_SERVER_URL")
        else []
    }
}
SOCIALACCOUNT_LOGIN_ON_GET = True  # a link: our form-action 'self' stops redirects after a form
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True

# --- language, time ---------------------------------------------------------------------------
LANGUAGE_CODE = "en"
_NAMES = {"en": _("English"), "zh-hans": _("Chinese (Simplified)")}
LANGUAGES = [(code, _NAMES.get(code, code)) for code in dict.fromkeys((*_NAMES, *languages()))]
LANGUAGE_COOKIE_NAME = "landfall_language"
LOCALE_PATHS = sorted(path for path in (BASE_DIR / "locale").iterdir() if path.is_dir())
TIME_ZONE = "UTC"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

# --- files ------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = env.folder("STATIC_ROOT", VAR_DIR / "static")
STATICFILES_DIRS = [BASE_DIR / "static", env.folder("ASSETS_ROOT", _assets())]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "config.texts.TextsFinder",
]
MEDIA_ROOT = VAR_DIR / "files"
MEDIA_URL = "/unreachable/"  # files are handed out by views after an access check only
_S3_BUCKET = env.text("S3_BUCKET")
STORAGES = {
    "default": (
        {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {
                "bucket_name": _S3_BUCKET,
                "endpoint_url": env.text("S3_ENDPOINT_URL") or None,
                "access_key": env.text("S3_ACCESS_KEY") or None,
                "secret_key": env.text("S3_SECRET_KEY") or None,
                "file_overwrite": False,
            },
        }
        if _S3_BUCKET
        else {"BACKEND": "config.storage.WholeFileStorage"}
    ),
    # Everybody may read these: in the image root makes them and somebody without rights serves them.
    "staticfiles": {
        "BACKEND": "config.storage.JoinedManifestStorage",
        "OPTIONS": {"file_permissions_mode": 0o644, "directory_permissions_mode": 0o755},
    },
}
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
MAX_EVIDENCE_BYTES = env.integer("MAX_EVIDENCE_BYTES", 20 * 1024 * 1024, at_least=1)

# --- browser security ---------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; font-src 'self'; manifest-src 'self'; worker-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
# Hard to take back, and not ours to say for the other hosts of a domain: the operator asks for it.
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.flag("HSTS_SUBDOMAINS", default=False)
SECURE_HSTS_PRELOAD = env.flag("HSTS_PRELOAD", default=False)
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_NAME = "landfall_session"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_NAME = "landfall_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "organizations.views.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS = [
    "security.W002",  # frame-ancestors in the policy above does its work
    *("security.W005", "security.W021"),  # HSTS for other hosts and for good: see above
]

# --- mail -----------------------------------------------------------------------------------
EMAIL_HOST = env.text("EMAIL_HOST")
EMAIL_PORT = env.integer("EMAIL_PORT", 587)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_SSL = EMAIL_PORT == 465  # TLS from the first byte, and no STARTTLS then
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", default=True) and not EMAIL_USE_SSL
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "Landfall <landfall@localhost>")
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if EMAIL_HOST
    else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = VAR_DIR / "mail"

READYZ_SECONDS = 5  # how old the answer of /readyz may be

# --- queue ------------------------------------------------------------------------------------
VALKEY_SOCKET = env.text("VALKEY_SOCKET") or str(socket_path(VAR_DIR / "run"))
REDIS_URL = env.text("REDIS_URL") or f"redis+socket://{VALKEY_SOCKET}"
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True  # the row is the job; nothing is kept in the broker
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SOFT_TIME_LIMIT = 540
CELERY_TASK_TIME_LIMIT = 600
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 900,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
    # Nobody who asks for a job waits longer for a queue that hangs; a worker may (config.celery).
    "socket_connect_timeout": 1,
    "socket_timeout": 1,
    "max_retries": 0,
}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A child is kept from one document to the next: loading the printer costs a fifth of one. Its highest
# need decides: a long bilingual document takes 330 MB. The schedule alone brings ten tasks a minute.
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 400_000  # kB
CELERY_TASK_DEFAULT_QUEUE = env.text("QUEUE_NAME", "landfall")
CELERY_BEAT_SCHEDULE = {
    "requeue-stuck-reports": {"task": "reports.tasks.requeue_stuck", "schedule": 20.0},
    # Due once a day; asked every hour, so that a worker that is started anew each day comes to it.
    "remove-words-in-time": {"task": "organizations.tasks.remove_words", "schedule": 3600.0},
    "refresh-stored": {
        "task": "overview.tasks.refresh_stored",
        "schedule": crontab(hour=0, minute=40),
    },
    "remove-audit-jobs": {"task": "organizations.tasks.remove_audit_jobs", "schedule": 3600.0},
    "requeue-audit-jobs": {"task": "organizations.tasks.requeue_audit_jobs", "schedule": 20.0},
    "requeue-workbooks": {"task": "indicators.tasks.requeue_workbooks", "schedule": 20.0},
    "tell-of-guesses": {"task": "organizations.tasks.tell_of_guesses", "schedule": 60.0},
    "remind": {"task": "activity.tasks.remind", "schedule": crontab(minute=5)},
    "send-messages": {"task": "activity.tasks.send_messages", "schedule": 60.0},
    # At the reader's own hour: see activity.domain.mornings.
    "mail-notices": {"task": "activity.tasks.mail_notices", "schedule": crontab(minute=10)},
    "remove-old": {"task": "organizations.tasks.remove_old", "schedule": crontab(30, 2)},
    "follow-unread-acts": {"task": "organizations.tasks.sweep", "schedule": 20.0},
}
CELERY_BEAT_SCHEDULER = "config.celery:Calendar"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "schedule")  # when each of them ran last
CELERY_BEAT_SYNC_EVERY = 1  # written after each, so that a killed worker sends none twice

# --- how long names and addresses are kept --------------------------------------------------
FORMER_MEMBER_DAYS = env.integer("FORMER_MEMBER_DAYS", 180)
AUDIT_ADDRESS_DAYS = env.integer("AUDIT_ADDRESS_DAYS", 180)

# --- `manage.py up` ----------------------------------------------------------------------------
WORKER_CONCURRENCY = env.integer("WORKER_CONCURRENCY", 1, at_least=1)
QUEUE_IS_EMBEDDED = not env.text("REDIS_URL")

LOGGING = logging_settings(level=env.text("LOG_LEVEL", "INFO"))
APP_VERSION = "0.2.0"
