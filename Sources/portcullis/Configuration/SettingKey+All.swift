import Providers

extension SettingKey {
    /// Every setting there is. `docs/configuration.md` holds the same table, and a test compares them.
    static let all: [SettingKey] =
        server + authentication + providers(tripwire) + sealedTokens + providers(verisoul) + decisions + policy
        + idempotency + upstream
        + log + telemetry

    static func named(_ name: String) -> SettingKey? { all.first { $0.name == name } }

    private static let server = [
        SettingKey(
            name: "server.host", kind: .text(allowed: "a host name or address"), defaultText: "127.0.0.1",
            meaning:
                "The address to listen on. Anything but a loopback address needs `auth.bearer_keys`, `auth.webhook_secrets` or `auth.client_names`."
        ),
        SettingKey(
            name: "server.port", kind: .integer(0...65_535, unit: "TCP port; 0 is any free one"), defaultText: "8080",
            meaning: "The port to listen on."),
        SettingKey(
            name: "server.unix_socket", kind: .text(allowed: "a path of 107 bytes at the most"), defaultText: nil,
            meaning:
                "Listens on a Unix socket at this path, for the process's user and group, instead of `server.host` and `server.port`."
        ),
        SettingKey(
            name: "server.tls.certificate_file", kind: .text(allowed: "a PEM file"), defaultText: nil,
            meaning:
                "The certificate to show to callers, followed by those that lead from it to an authority. Without this, no TLS. Read again when it changes, and on SIGHUP."
        ),
        SettingKey(
            name: "server.tls.private_key_file", kind: .text(allowed: "a PEM file"), defaultText: nil,
            meaning: "Its key, without a pass phrase."),
        SettingKey(
            name: "server.tls.client_ca_file", kind: .text(allowed: "a PEM file"), defaultText: nil,
            meaning:
                "The authorities whose certificates callers may show. Without this, none are asked for. One of another authority ends the connection."
        ),
        SettingKey(
            name: "server.max_requests_in_flight", kind: .integer(1...100_000, unit: "requests"), defaultText: "512",
            meaning:
                "Requests below `/v1` that are answered at once; more get 503 at once. About a second's worth, if vendors take that long."
        ),
    ]

    private static let sealedTokens = [
        SettingKey(
            name: "providers.tripwire.sealed_token.use", kind: .choice(SealedEvidence.Use.allCases.map(\.rawValue)),
            defaultText: SealedEvidence.Use.fallback.rawValue,
            meaning:
                "What a request's `sealed_token` is for: `first` instead of asking the vendor, `fallback` when the vendor gave no facts."
        ),
        SettingKey(
            name: "providers.tripwire.sealed_token.max_age_ms", kind: .integer(1000...86_400_000, unit: "milliseconds"),
            defaultText: "300000", meaning: "How old the vendor's verdict in it may be."),
    ]

    private static let tripwire = (
        name: "tripwire", key: "secret_key", keyForm: "sk_live_… or sk_test_…", baseURL: "https://api.tripwirejs.com",
        quota: "600"
    )
    private static let verisoul = (
        name: "verisoul", key: "api_key", keyForm: "the API key of the environment that base_url names",
        baseURL: "https://api.prod.verisoul.ai", quota: "300"
    )

    private static func providers(
        _ provider: (name: String, key: String, keyForm: String, baseURL: String, quota: String)
    ) -> [SettingKey] {
        [
            SettingKey(
                name: "providers.\(provider.name).enabled", kind: .flag, defaultText: nil,
                meaning: "Whether the vendor is asked. Without this, it is when its key is set."),
            SettingKey(
                name: "providers.\(provider.name).base_url",
                kind: .text(allowed: "an https URL, or http for a loopback address"), defaultText: provider.baseURL,
                meaning: "Where the vendor's API is."),
            SettingKey(
                name: "providers.\(provider.name).\(provider.key)", kind: .secret(allowed: provider.keyForm),
                defaultText: nil, meaning: "The key that the vendor gave you."),
            SettingKey(
                name: "providers.\(provider.name).quota_per_minute", kind: .integer(0...100_000, unit: "calls"),
                defaultText: provider.quota,
                meaning: "Calls to the vendor in any minute at the most, retries and all. 0 is no limit."),
            SettingKey(
                name: "providers.\(provider.name).pinned_public_key",
                kind: .text(allowed: "`sha256//` and the base64 of the key's SHA-256; several with `;` between"),
                defaultText: nil,
                meaning: "The vendor's public keys that are accepted. Without this, any with a good certificate."),
            SettingKey(
                name: "providers.\(provider.name).client_certificate_file", kind: .text(allowed: "a PEM file"),
                defaultText: nil, meaning: "The certificate shown to the vendor."),
            SettingKey(
                name: "providers.\(provider.name).client_key_file", kind: .text(allowed: "a PEM file"),
                defaultText: nil,
                meaning: "Its key, without a pass phrase. Without this, it is in the certificate's file."),
        ]
    }

    private static let decisions = [
        SettingKey(
            name: "decision.deadline_ms", kind: .integer(50...30_000, unit: "milliseconds"), defaultText: "1500",
            meaning: "The time that one decision may take, retries and all.")
    ]

    private static let idempotency = [
        SettingKey(
            name: "idempotency.ttl_s", kind: .integer(1...604_800, unit: "seconds"), defaultText: "86400",
            meaning: "How long after its decision an `Idempotency-Key` gets the same answer, through restarts."),
        SettingKey(
            name: "idempotency.max_entries", kind: .integer(1...10_000_000, unit: "keys"), defaultText: "50000",
            meaning: "Keys that are known at once, each in about 250 bytes. The oldest are forgotten first."),
    ]

    private static let upstream = retries + breaker + cache + connections

    private static let retries = [
        SettingKey(
            name: "retry.max_attempts", kind: .integer(1...5, unit: "requests"), defaultText: "2",
            meaning:
                "Requests to one vendor for one decision at the most, the first included, not counting those for `finality`."
        ),
        SettingKey(
            name: "retry.base_backoff_ms", kind: .integer(0...10_000, unit: "milliseconds"), defaultText: "50",
            meaning: "The wait before a retry is drawn from 0 to this, and to twice as much each time."),
        SettingKey(
            name: "retry.max_backoff_ms", kind: .integer(0...30_000, unit: "milliseconds"), defaultText: "1000",
            meaning: "What that grows to at the most."),
        SettingKey(
            name: "retry.budget_tokens", kind: .integer(2...1000, unit: "tokens"), defaultText: "20",
            meaning:
                "The retries and hedges that a vendor's failures may cost: half of this at once, and beyond that one for ten successes."
        ),
        SettingKey(
            name: "hedge.after_ms", kind: .integer(0...30_000, unit: "milliseconds"), defaultText: "0",
            meaning: "How long a request may take before a second is sent beside it. 0 is never."),
        SettingKey(
            name: "admission.max_fetches", kind: .integer(1...100_000, unit: "fetches"), defaultText: "1024",
            meaning: "Sessions asked for, of one vendor, at once, those that wait included. More are shed."),
    ]

    private static let breaker = [
        SettingKey(
            name: "breaker.enabled", kind: .flag, defaultText: "true",
            meaning: "Whether a vendor that fails, or refuses the key, or asks for a pause, isn't asked for a while."),
        SettingKey(
            name: "breaker.window_ms", kind: .integer(100...600_000, unit: "milliseconds"), defaultText: "10000",
            meaning: "The time looked back on."),
        SettingKey(
            name: "breaker.min_calls", kind: .integer(1...100_000, unit: "calls"), defaultText: "20",
            meaning: "Fewer calls in that time say nothing."),
        SettingKey(
            name: "breaker.failure_percent", kind: .integer(1...100, unit: "percent"), defaultText: "50",
            meaning: "Failed calls among them from which on the breaker opens."),
        SettingKey(
            name: "breaker.open_ms", kind: .integer(1...600_000, unit: "milliseconds"), defaultText: "2000",
            meaning: "How long it stays open at first; twice as long each time that its probes fail."),
        SettingKey(
            name: "breaker.max_open_ms", kind: .integer(1...3_600_000, unit: "milliseconds"), defaultText: "60000",
            meaning: "What that grows to at the most."),
        SettingKey(
            name: "breaker.probes", kind: .integer(1...100, unit: "calls"), defaultText: "3",
            meaning: "Calls let through then, which all have to be good for it to close."),
    ]

    private static let cache = [
        SettingKey(
            name: "cache.max_bytes", kind: .integer(0...(16 << 30), unit: "bytes"), defaultText: "67108864",
            meaning: "Memory for vendors' answers, shared evenly by the enabled vendors. 0 keeps none."),
        SettingKey(
            name: "cache.stale_while_revalidate_ms", kind: .integer(0...86_400_000, unit: "milliseconds"),
            defaultText: "0",
            meaning:
                "How long past its time an answer is used, with the source `stale`, while the vendor is asked in the background."
        ),
        SettingKey(
            name: "cache.stale_if_error_ms", kind: .integer(0...86_400_000, unit: "milliseconds"), defaultText: "0",
            meaning:
                "How long past its time an answer is used, with the source `stale`, when the vendor gives no other."),
    ]

    private static let connections = [
        SettingKey(
            name: "connection.max_in_flight", kind: .integer(1...10_000, unit: "requests"), defaultText: "256",
            meaning: "Requests to one vendor at once; more wait."),
        SettingKey(
            name: "connection.max_lifetime_s", kind: .integer(1...86_400, unit: "seconds"), defaultText: "300",
            meaning: "Older connections aren't used again."),
        SettingKey(
            name: "connection.http2", kind: .flag, defaultText: "false",
            meaning: "Whether HTTP/2 is offered. Debian 12's libcurl lacks later corrections of it."),
        SettingKey(
            name: "connection.ca_file", kind: .text(allowed: "a PEM file"), defaultText: nil,
            meaning: "The accepted certificate authorities. Without this, the system's."),
        SettingKey(
            name: "connection.proxy", kind: .secret(allowed: "a URL such as http://proxy.example.com:3128"),
            defaultText: nil,
            meaning:
                "The proxy to the vendors, which may hold a password. Without this, none, whatever the environment says."
        ),
    ]
}
