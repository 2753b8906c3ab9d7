# The chat with the starter library: docker build -t entertainment-policy-assistant .
FROM python:3.11-slim AS built
# CPU builds of torch; without this index pip takes builds for GPUs, of several GB.
ARG PIP_ARGS="--extra-index-url https://download.pytorch.org/whl/cpu"
WORKDIR /app
COPY pyproject.toml constraints.txt README.md LICENSE NOTICE ./
COPY assistant assistant
RUN python -m venv /venv \
 && /venv/bin/pip install --no-cache-dir $PIP_ARGS -c constraints.txt . \
 && rm -rf build
COPY corpus corpus
# What is made once (the exported model, the library) is part of the image: it starts offline.
RUN ASSISTANT_STORE=/data/store ASSISTANT_CACHE=/data/cache /venv/bin/assistant ingest corpus

FROM python:3.11-slim
RUN useradd --uid 10001 --create-home assistant
WORKDIR /app
COPY --from=built /venv /venv
COPY --from=built --chown=assistant /data /data
COPY app.py ./
COPY corpus corpus
ENV PATH=/venv/bin:$PATH HOST=0.0.0.0 PORT=7860 \
    ASSISTANT_STORE=/data/store ASSISTANT_CACHE=/data/cache
USER assistant
VOLUME /data
EXPOSE 7860
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["python", "-c", \
  "import os, urllib.request as web; web.urlopen('http://127.0.0.1:' + os.environ['PORT'] + '/healthz', timeout=4)"]
# What came with a newer image joins the library; what is unchanged is not embedded again.
CMD ["/bin/sh", "-c", "assistant ingest corpus; exec python app.py"]
