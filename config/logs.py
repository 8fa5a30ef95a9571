"""Structured logs: one JSON object a line, without secrets and without answers."""

from __future__ import annotations

from typing import Any

import structlog


def logging_settings(*, level: str) -> dict[str, Any]:
    """Return the logging configuration of every process."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[
            *shared,
            structlog.processors.format_exc_info,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processor": structlog.processors.JSONRenderer(ensure_ascii=False),
                "foreign_pre_chain": [*shared, structlog.processors.format_exc_info],
            }
        },
        "filters": {
            "secrets": {"()": "core.middleware.SecretsOut"},
            "strangers": {"()": "core.middleware.StrangersDown"},
        },
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": "json",
                "filters": ["secrets", "strangers"],
            }
        },
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "fontTools": {"level": "ERROR"},
            "weasyprint": {"level": "ERROR"},
            "django.request": {"level": "ERROR"},  # core.middleware.request_id logs the rest
            "django.server": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        },
    }
