# One image for all processes of the library; docker-compose.yml says which runs which.
# Any base with Python 3.11 or newer and its venv module will do.
ARG BASE=python:3.12-slim-bookworm
FROM ${BASE}

# Optional programs: tesseract and ocrmypdf read scanned papers. Empty leaves them out.
ARG PROGRAMS="tesseract-ocr tesseract-ocr-swe ocrmypdf"
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libseccomp2 ${PROGRAMS} \
    && rm -rf /var/lib/apt/lists/*

ENV PATH=/opt/library/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    KC_HOST=0.0.0.0 \
    KC_DATA_DIR=/data

COPY requirements/core.txt requirements/scale.txt /tmp/requirements/
RUN python3 -m venv /opt/library \
    && pip install --no-cache-dir --require-hashes --only-binary :all: --requirement /tmp/requirements/scale.txt

WORKDIR /library
COPY . .
RUN pybabel --quiet compile --directory kc_repository/locale --domain django \
    && useradd --system --uid 1000 --home-dir /data --create-home library \
    && mkdir -p /run/library && chown library /run/library
USER library
VOLUME ["/data"]
EXPOSE 8000

CMD ["gunicorn", "--config", "python:kc_repository.web", "kc_repository.wsgi"]
