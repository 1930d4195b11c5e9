# One image for the web, the workers, the beat and the migrations; docker-compose.yml says what each runs.

FROM node:22-slim AS look
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY static static
RUN npm run build

FROM python:3.13-slim
# WeasyPrint draws letters with these.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --create-home portal
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 DJANGO_SETTINGS_MODULE=portal.settings
WORKDIR /portal
COPY requirements.txt .
RUN pip install --no-cache-dir --require-hashes --no-deps --requirement requirements.txt
COPY . .
COPY --from=look /build/static/dist static/dist
# Collecting reads the settings and connects to nothing; the real values come from the environment.
RUN SECRET_KEY=unused DATABASE_URL=postgresql:///unused python manage.py collectstatic --no-input --ignore '*.scss' --ignore rest_framework
USER portal
EXPOSE 8000
CMD ["gunicorn", "portal.asgi", "--worker-class", "portal.web_worker.WebWorker", "--bind", "0.0.0.0:8000", "--worker-tmp-dir", "/dev/shm"]
