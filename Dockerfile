# khmerid's server with all that it reads pictures by. The token is given when it is started:
#
#     docker build -t khmerid .
#     docker run --rm -p 127.0.0.1:8000:8000 --env KHMERID_SERVE_TOKEN khmerid
#
# docs/server.md says how much memory it needs, and what else to give it.
FROM python:3.13-slim AS build
WORKDIR /build
COPY pyproject.toml README.md LICENSE NOTICE ./
COPY khmerid khmerid
RUN python -m venv /opt/khmerid \
    && /opt/khmerid/bin/pip install --no-cache-dir ".[cli,picture,serve]"

FROM python:3.13-slim
RUN apt-get update \
    && apt-get install --yes --no-install-recommends tesseract-ocr tesseract-ocr-khm \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --no-create-home --shell /usr/sbin/nologin khmerid
COPY --from=build /opt/khmerid /opt/khmerid
ENV PATH="/opt/khmerid/bin:$PATH" \
    PYTHONUNBUFFERED=1 \
    OMP_NUM_THREADS=1 \
    OMP_WAIT_POLICY=passive
USER khmerid
WORKDIR /tmp
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/readyz', timeout=4)"]
ENTRYPOINT ["khmerid", "serve", "--host", "0.0.0.0", "--port", "8000"]
CMD ["--workers", "1"]
