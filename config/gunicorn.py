"""Settings of the web server; every value can be set by an environment variable."""

from __future__ import annotations

import ctypes
from typing import Any

from django.conf import settings
from django.template.loader import get_template
from django.urls import get_resolver
from django.utils import translation

from config import collector, env

wsgi_app = "config.wsgi:application"
bind = f"{env.text('BIND', '0.0.0.0')}:{env.integer('PORT', 8000, at_least=1)}"  # noqa: S104 -- meant
worker_class = "gthread"
workers = env.integer("WEB_WORKERS", 2, at_least=1)
threads = env.integer("WEB_THREADS", 4, at_least=1)
preload_app = True  # shared pages: the second worker costs a third of the first
timeout = 60
graceful_timeout = 20
keepalive = 5
max_requests = 5000
max_requests_jitter = 500
accesslog = "-" if env.flag("ACCESS_LOG", default=False) else None
errorlog = "-"
forwarded_allow_ips = ""  # TRUSTED_PROXIES alone says whose headers count: core.middleware
control_socket_disable = True
FRAME = "base.html"
ARENA_MAX = -8  # M_ARENA_MAX of malloc.h


def when_ready(server: Any) -> None:  # noqa: ARG001 -- gunicorn's signature
    """Keep the loaded application out of the collector, so that workers share its memory.

    The addresses with every view behind them are loaded first, what reads packs, the words of each
    language and the frame of every page: otherwise each worker would do so at its first request, in
    memory of its own.
    """
    from core.cldr import locale_of  # noqa: PLC0415 -- slow import
    from core.phrases import names  # noqa: PLC0415 -- slow import
    from packs.schema import KINDS  # noqa: PLC0415 -- slow import

    get_resolver().url_patterns  # noqa: B018 -- loads them
    for language, _ in settings.LANGUAGES:
        locale_of(language).number_symbols  # noqa: B018 -- loads what CLDR knows of it
        with translation.override(language):
            pass  # its catalogs are loaded
    names(())  # loads those of sentences
    get_template(FRAME)
    for kind in KINDS.values():
        kind.model_rebuild()
    collector.begin()
    _share_heaps()


def _share_heaps() -> None:
    """Let the threads of a worker share two heaps: one each would keep what only one needed."""
    libc = ctypes.CDLL(None)
    if hasattr(libc, "mallopt"):  # of glibc
        libc.mallopt(ARENA_MAX, 2)
