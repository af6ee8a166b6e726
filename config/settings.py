"""
All settings, in one file. Everything has a working default; the environment changes it.

`CONVENE_ENV=production` asks for its secrets from the environment and refuses to start without them.
A bad value stops the start and names the variable. Reference: docs/reference/settings.md.
"""

from __future__ import annotations

import sys
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config.home import BASE_DIR, home_folder, local_secret

env = environ.Env()

PRODUCTION = env.str("CONVENE_ENV", "local") == "production"
DEBUG = env.bool("CONVENE_DEBUG", False)
TESTING = "pytest" in sys.modules

# Where everything this installation makes lives: database, files, cache, keys, index.
HOME = home_folder()
PACK = Path(env.str("CONVENE_PACK", str(BASE_DIR / "packs" / "prague_process"))).expanduser().resolve()

if PRODUCTION:
    SECRET_KEY = env.str("CONVENE_SECRET_KEY")
    ALLOWED_HOSTS = env.list("CONVENE_ALLOWED_HOSTS")
    if len(SECRET_KEY) < 50:
        raise ImproperlyConfigured("CONVENE_SECRET_KEY is too short: 50 characters or more are needed.")
else:
    SECRET_KEY = env.str("CONVENE_SECRET_KEY", "") or local_secret(HOME, "django")
    ALLOWED_HOSTS = env.list(
        "CONVENE_ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]", "testserver"]
    )

# Signs the archives of the whole record. Outside production one is generated when first needed.
BOX_SECRET = env.str("CONVENE_BOX_SECRET", "")

# The address people type; canonical links, feeds, sitemaps and mails are built from it.
PUBLIC_URL = env.str("CONVENE_PUBLIC_URL", "http://localhost:8000").rstrip("/")

INSTALLED_APPS = [
    "convene.core",
    "convene.ui",
    "convene.accounts",
    "convene.search",
    "convene.registry",
    "convene.repository",
    "convene.dialogue",
    "convene.plan",
    "convene.observatory",
    "convene.packs",
    "convene.website",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "wagtail.contrib.redirects",
    "wagtail.contrib.simple_translation",
    "wagtail.sites",
    "convene.accounts.apps.PeopleConfig",  # wagtail.users with our form for people
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.locales",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",  # templates of form fields, for FORM_RENDERER below
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "convene.accounts.middleware.SecurityHeaders",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "convene.website.middleware.FriendlyErrors",
    "convene.website.middleware.ShortWay",  # what stands below is passed by whoever does more than read
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "convene.accounts.middleware.SecondFactorRequired",
    "convene.website.cms_doors.BackOfficeDoors",
    "convene.accounts.middleware.AuditedBy",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "NAME": "jinja2",
        "DIRS": [],
        "APP_DIRS": True,  # convene/<part>/jinja2/<part>/*.html
        "OPTIONS": {"environment": "convene.ui.environment.environment"},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "NAME": "django",
        "DIRS": [],
        "APP_DIRS": True,  # Wagtail's and allauth's templates, and our overrides of them
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Database -------------------------------------------------------------------------------------

_SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
    " PRAGMA cache_size=-1000; PRAGMA mmap_size=0;",
}
DATABASES = {"default": env.db_url("CONVENE_DATABASE_URL", default=f"sqlite:///{HOME / 'convene.sqlite3'}")}
if "sqlite" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["OPTIONS"] = _SQLITE_OPTIONS
    # Opening SQLite anew for each request costs as much as all its queries: the last one out tidies the journal.
    DATABASES["default"]["CONN_MAX_AGE"] = None
    DATABASES["default"]["TEST"] = {"NAME": HOME / "test.sqlite3"}
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 600
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": env.cache_url("CONVENE_CACHE_URL", default="locmemcache://")}
PAGE_CACHE = env.bool("CONVENE_PAGE_CACHE", not TESTING)

# --- People ---------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
    "convene.registry.standing_backend.StandingBackend",  # rights follow offices held, not flags
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/cms/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_ADAPTER = "convene.accounts.adapter.ClosedAccounts"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # before the address or the second factor changes
ACCOUNT_CHANGE_EMAIL = True  # one address a person, changed once the new one is confirmed
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a mail when password or second factor change
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # to strangers nothing is sent
MFA_ADAPTER = "convene.accounts.adapter.EncryptedFactors"
MFA_FORMS = {"add_webauthn": "convene.accounts.forms.AddKeyForm"}
MFA_TOTP_TOLERANCE = 1  # telephones' clocks are off by up to half a minute
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
MFA_TOTP_ISSUER = "Convene"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher"  # fast, for tests only
    if TESTING
    else "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
EMAIL_CONFIG = env.email_url("CONVENE_EMAIL_URL", default="filemail://")
vars().update(EMAIL_CONFIG)
EMAIL_FILE_PATH = str(HOME / "mail")
DEFAULT_FROM_EMAIL = env.str("CONVENE_FROM_EMAIL", "convene@localhost")

# --- Languages and time ---------------------------------------------------------------------------

# Languages in which the software speaks. Which of them a dialogue uses is said by its pack.
LANGUAGES = [("en", _("English")), ("ru", _("Russian")), ("fr", _("French"))]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
LANGUAGE_CODE = "en"
LOCALE_PATHS = [BASE_DIR / "convene" / "locale"]
USE_I18N = True
FORMAT_MODULE_PATH = ["config.formats"]  # the back office in English: 22 November 2026, 14:30
WAGTAIL_I18N_ENABLED = True
USE_TZ = True
TIME_ZONE = "UTC"  # stored moments; the dialogue's own zone is in its pack

# --- Files ----------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
MEDIA_URL = "media/"
MEDIA_ROOT = HOME / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING or DEBUG
        else "convene.website.static_storage.CollectedStaticFiles"
    },
}
if env.str("CONVENE_S3_BUCKET", ""):
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {"bucket_name": env.str("CONVENE_S3_BUCKET"), "querystring_auth": True},
    }
WHITENOISE_USE_FINDERS = TESTING or DEBUG
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
UPLOAD_MAX_BYTES = env.int("CONVENE_UPLOAD_MAX_MB", 25) * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000

# --- Wagtail: no calls to the outside -------------------------------------------------------------

WAGTAIL_SITE_NAME = "Convene"
WAGTAILADMIN_BASE_URL = PUBLIC_URL
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_UPDATE_NOTIFICATION = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAILDOCS_DOCUMENT_FORM_BASE = "convene.accounts.uploads.DocumentForm"
WAGTAILIMAGES_IMAGE_FORM_BASE = "convene.accounts.uploads.ImageForm"
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILADMIN_PERMITTED_LANGUAGES = [("en", "English"), ("ru", "Русский"), ("fr", "Français")]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILDOCS_SERVE_METHOD = "serve_view"
TASKS = {
    "default": {
        "BACKEND": env.str("CONVENE_TASKS_BACKEND", "django_tasks.backends.immediate.ImmediateBackend"),
        "ENQUEUE_ON_COMMIT": False,
    }
}

# --- Safety ---------------------------------------------------------------------------------------

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"  # Wagtail itself allows its previews
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "convene.website.views.errors.csrf_failure"
if PRODUCTION:
    SECURE_SSL_REDIRECT = env.bool("CONVENE_SSL_REDIRECT", True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("CONVENE_LOG_LEVEL", "WARNING")},
}
