extension SettingKey {
    /// Every setting there is. `docs/configuration.md` holds the same table, and a test compares them.
    static let all: [SettingKey] =
        server + providers(tripwire) + providers(verisoul) + decisions + log
        + [
            SettingKey(
                name: "logging.level", kind: .choice(["trace", "debug", "info", "notice", "warning", "error"]),
                defaultText: "info", meaning: "What is written to standard error.")
        ]

    static func named(_ name: String) -> SettingKey? { all.first { $0.name == name } }

    private static let server = [
        SettingKey(
            name: "server.host", kind: .text(allowed: "a host name or address"), defaultText: "127.0.0.1",
            meaning: "The address to listen on. Anything but a loopback address needs `auth.bearer_keys`."),
        SettingKey(
            name: "server.port", kind: .integer(0...65_535, unit: "TCP port; 0 is any free one"), defaultText: "8080",
            meaning: "The port to listen on."),
        SettingKey(
            name: "auth.bearer_keys",
            kind: .secret(allowed: "comma-separated name:key, each key of 16 or more printable characters"),
            defaultText: nil,
            meaning: "Who may ask for decisions. Several are valid at once, so that keys can be rotated."),
    ]

    private static let tripwire = (
        name: "tripwire", key: "secret_key", keyForm: "sk_live_… or sk_test_…", baseURL: "https://api.tripwirejs.com"
    )
    private static let verisoul = (
        name: "verisoul", key: "api_key", keyForm: "the API key of the environment that base_url names",
        baseURL: "https://api.prod.verisoul.ai"
    )

    private static func providers(
        _ provider: (name: String, key: String, keyForm: String, baseURL: String)
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
        ]
    }

    private static let decisions = [
        SettingKey(
            name: "decision.deadline_ms", kind: .integer(50...30_000, unit: "milliseconds"), defaultText: "1500",
            meaning: "The time that one decision may take, retries and all."),
        SettingKey(
            name: "retry.max_attempts", kind: .integer(1...5, unit: "requests"), defaultText: "2",
            meaning: "Requests to one vendor for one decision at the most, the first included."),
        SettingKey(
            name: "cache.max_bytes", kind: .integer(0...(16 << 30), unit: "bytes"), defaultText: "67108864",
            meaning: "Memory for vendors' answers, shared evenly by the enabled vendors. 0 keeps none."),
        SettingKey(
            name: "policy.directory", kind: .text(allowed: "a path"), defaultText: "Config/policies",
            meaning: "Every `*.yaml` in it but `*.test.yaml` is a policy. Read at the start."),
    ]

    private static let log =
        [
            SettingKey(
                name: "log.directory", kind: .text(allowed: "a path"), defaultText: "var/log",
                meaning: "Where the decision log is. Created if missing; one process at a time."),
            SettingKey(
                name: "log.instance", kind: .text(allowed: "1 to 128 letters, digits, '.', '_' and '-'"),
                defaultText: "default", meaning: "The last part of each record's `source`."),
            SettingKey(
                name: "log.durability", kind: .choice(["commit", "interval", "none"]), defaultText: "commit",
                meaning:
                    "When a decision counts as logged: after `fdatasync`, after `write` with a sync every second, or after `write`."
            ),
        ]
        + [
            ("account_id", "keep"), ("email", "drop"), ("phone", "drop"), ("ip", "drop"), ("user_agent", "drop"),
        ].map { field, rule in
            SettingKey(
                name: "log.privacy.\(field)", kind: .choice(["keep", "hmac", "drop"]), defaultText: rule,
                meaning: "How `subject.\(field)` goes into the log.")
        }
        + [
            SettingKey(
                name: "log.privacy.attributes", kind: .choice(["keep", "drop"]), defaultText: "keep",
                meaning: "How the request's `attributes` go into the log."),
            SettingKey(
                name: "log.privacy.hmac_key", kind: .secret(allowed: "32 or more characters"), defaultText: nil,
                meaning: "What the pseudonyms of `hmac` are made with."),
        ]
}
