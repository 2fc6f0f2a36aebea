# The image of the service: docker build -t portcullis . (or podman build --format docker, which keeps the HEALTHCHECK).
# For another platform than the builder's: docker buildx build --platform linux/amd64,linux/arm64 . (each is compiled on its
# own platform, natively or emulated; nothing here names one).
#
# Run it beside a backend, in the backend's network, where it listens on 127.0.0.1:8080:
#   docker run --network container:backend --read-only --cap-drop ALL -v portcullis-log:/var/lib/portcullis/log \
#     -e PORTCULLIS_PROVIDERS_TRIPWIRE_SECRET_KEY portcullis
# Try it alone, on simulated vendors. To be reached from outside its network it needs another address, and so a key:
#   docker run -p 127.0.0.1:8080:8080 -e PORTCULLIS_SERVER_HOST=0.0.0.0 \
#     -e PORTCULLIS_AUTH_BEARER_KEYS=me:choose-16-or-more portcullis serve --simulate

# Both are Debian 12, so that the program finds the libcurl that it was built with. To build the same again, name both by
# digest (swift@sha256:…), and give the commit's time as SOURCE_DATE_EPOCH.
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
RUN --mount=type=cache,id=portcullis-build,target=/cache,sharing=locked \
    swift build --scratch-path "/cache/$(uname -m)" --configuration release --product portcullis \
        --static-swift-stdlib --skip-update \
    && install "$(swift build --scratch-path "/cache/$(uname -m)" --configuration release --show-bin-path)/portcullis" \
        /usr/local/bin/portcullis \
    && strip /usr/local/bin/portcullis

# What the program needs of Debian, and nothing else: the libraries that it is linked with, certificates, time zones. No
# shell, no package manager; what vulnerability scanners read tells which packages the libraries are from.
FROM ${RUNTIME_IMAGE} AS runtime
ARG SOURCE_DATE_EPOCH=0
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates libcurl4 tzdata
WORKDIR /rootfs
COPY --from=build /usr/local/bin/portcullis usr/local/bin/portcullis
COPY Config etc/portcullis
RUN set -eu; \
    mkdir -p usr/lib usr/lib64 usr/share etc/ssl/certs var/lib/dpkg/status.d; \
    ln -s usr/lib usr/lib64 .; \
    ldd usr/local/bin/portcullis | grep -o '/[^ ]*' | sort -u >/tmp/libraries; \
    while read -r library; do \
        cp --dereference --parents "$library" .; \
        dpkg-query --search "*/$(basename "$(realpath "$library")")" | cut -d: -f1; \
    done </tmp/libraries | sort -u >/tmp/packages; \
    for package in $(cat /tmp/packages) ca-certificates tzdata; do \
        dpkg-query --status "$package" >"var/lib/dpkg/status.d/$package"; \
    done; \
    cp /etc/ssl/certs/ca-certificates.crt etc/ssl/certs/; \
    cp -r /usr/share/zoneinfo usr/share/; \
    rm -rf usr/share/zoneinfo/right usr/share/zoneinfo/posix; \
    echo 'hosts: files dns' >etc/nsswitch.conf; \
    echo 'portcullis:x:10001:10001::/nonexistent:/nonexistent' >etc/passwd; \
    echo 'portcullis:x:10001:' >etc/group; \
    mkdir -p /state/portcullis; \
    mkdir -m 0750 /state/portcullis/log; \
    find /rootfs /state -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +

FROM scratch
COPY --from=runtime /rootfs/ /
COPY --from=runtime --chown=10001:10001 /state/ /var/lib/

# The last two hold for every command in the image, also without --config, and win over the file.
ENV PATH=/usr/local/bin \
    PORTCULLIS_POLICY_DIRECTORY=/etc/portcullis/policies \
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
