# The product as one image; docker-compose.yml runs it as web, worker, scheduler and migration.
FROM debian:12-slim AS base
RUN apt-get update \
    && apt-get install -y --no-install-recommends python3 ca-certificates tini \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-noto-cjk \
    && rm -rf /var/lib/apt/lists/*
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1

FROM base AS build
RUN apt-get update && apt-get install -y --no-install-recommends python3-venv \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY requirements-uv.lock requirements-s3.lock ./
RUN python3 -m venv .venv \
    && .venv/bin/pip install --no-cache-dir --require-hashes -r requirements-uv.lock \
    && .venv/bin/uv pip sync --no-cache --compile-bytecode --require-hashes \
        --python .venv/bin/python requirements-s3.lock
COPY . .
# Typefaces, translations and static files are made here; the running image writes to /data only.
RUN LANDFALL_VAR=/app/var .venv/bin/python scripts/build_assets.py \
    && .venv/bin/python scripts/messages.py compile \
    && LANDFALL_VAR=/app/var .venv/bin/python manage.py collectstatic --noinput -v 0 \
    && rm -f var/secret.key \
    && .venv/bin/python -m compileall -q -x '\.venv' .

FROM base
RUN groupadd --gid 10001 landfall \
    && useradd --uid 10001 --gid landfall --home-dir /data --no-create-home landfall \
    && install -d -o landfall -g landfall -m 0700 /data
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/app/.venv/bin:$PATH \
    LANDFALL_VAR=/data \
    ASSETS_ROOT=/app/var/assets \
    STATIC_ROOT=/app/var/static
USER landfall
VOLUME /data
EXPOSE 8000
ENTRYPOINT ["tini", "--"]
CMD ["python", "-m", "gunicorn", "-c", "python:config.gunicorn"]
HEALTHCHECK --interval=15s --timeout=5s --start-period=40s --retries=4 \
    CMD ["python", "scripts/probe.py", "/readyz"]
