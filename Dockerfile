FROM python:3.12-slim AS build
COPY requirements.lock .
RUN python -m venv /venv \
 && /venv/bin/pip install --no-cache-dir --no-deps --require-hashes -r requirements.lock

FROM python:3.12-slim
RUN useradd --system --create-home --home-dir /srv/console --shell /usr/sbin/nologin console
COPY --from=build /venv /venv
WORKDIR /srv/console/app
COPY manage.py ./
COPY accounts accounts
COPY console console
COPY templates templates
COPY static static
COPY locale locale
# The SQLite file and the secrets beside it, when no PostgreSQL is given.
RUN mkdir /data && chown console /data
VOLUME /data
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 DATABASE_URL=sqlite:////data/console.sqlite3
USER console
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["python", "-c", "import urllib.request as u; u.urlopen(u.Request('http://127.0.0.1:8000/healthz', headers={'Host': 'localhost'}), timeout=2)"]
CMD ["python", "manage.py", "serve", "--host", "0.0.0.0", "--port", "8000"]
