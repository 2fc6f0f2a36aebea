# The image of the service: docker build -t portcullis . (or podman build --format docker, which keeps the HEALTHCHECK).
#
# Run it beside a backend, in the backend's network, where it listens on 127.0.0.1:8080:
#   docker run --network container:backend --read-only --cap-drop ALL -v portcullis-log:/var/lib/portcullis/log \
#     -e PORTCULLIS_PROVIDERS_TRIPWIRE_SECRET_KEY portcullis
# Try it alone, on simulated vendors. To be reached from outside its network it needs another address, and so a key:
#   docker run -p 127.0.0.1:8080:8080 -e PORTCULLIS_SERVER_HOST=0.0.0.0 \
#     -e PORTCULLIS_AUTH_BEARER_KEYS=me:choose-16-or-more portcullis serve --simulate

# Both are Debian 12, so that the program finds the libcurl that it was built with.
ARG BUILD_IMAGE=swift:6.3-bookworm
ARG RUNTIME_IMAGE=debian:bookworm-slim

FROM ${BUILD_IMAGE} AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends libcurl4-openssl-dev pkg-config \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src

# The dependencies' sources: fetched again only when the manifest changes.
COPY Package.swift Package.resolved* ./
RUN swift package --scratch-path /tmp/resolve resolve && rm -rf /tmp/resolve

# The manifest names the test targets, so the package doesn't load without them. The cache keeps what was compiled.
COPY Sources Sources
COPY Tests Tests
RUN --mount=type=cache,id=portcullis-build,target=/src/.build,sharing=locked \
    swift build --configuration release --product portcullis --static-swift-stdlib --skip-update \
    && install "$(swift build --configuration release --show-bin-path)/portcullis" /usr/local/bin/portcullis \
    && strip /usr/local/bin/portcullis

FROM ${RUNTIME_IMAGE}
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates libcurl4 \
    && rm -rf /var/lib/apt/lists/* /var/cache/apt /var/log/apt /var/log/dpkg.log \
    && groupadd --gid 10001 portcullis \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin portcullis \
    && install -d -o 10001 -g 10001 -m 0750 /var/lib/portcullis/log
COPY Config /etc/portcullis
COPY --from=build /usr/local/bin/portcullis /usr/local/bin/portcullis

# They hold for every command in the image, also without --config, and win over the file.
ENV PORTCULLIS_POLICY_DIRECTORY=/etc/portcullis/policies \
    PORTCULLIS_LOG_DIRECTORY=/var/lib/portcullis/log

# The one place that is written to. Mount a volume of your own, writable by 10001: the one made here goes with --rm.
VOLUME ["/var/lib/portcullis/log"]
USER 10001:10001
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s --retries=3 \
    CMD ["/usr/local/bin/portcullis", "healthcheck", "--config", "/etc/portcullis/portcullis.yaml"]
ENTRYPOINT ["/usr/local/bin/portcullis"]
CMD ["serve", "--config", "/etc/portcullis/portcullis.yaml"]

# Last, for they change with every commit.
ARG VERSION=
ARG REVISION=
LABEL org.opencontainers.image.title="Portcullis" \
    org.opencontainers.image.description="Decides at the gate of a signup flow: allow, review or block, and logs it first" \
    org.opencontainers.image.licenses="Apache-2.0" \
    org.opencontainers.image.version="${VERSION}" \
    org.opencontainers.image.revision="${REVISION}"
