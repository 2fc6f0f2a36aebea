import DecisionLog
import Decisions

extension SettingKey {
    static let log =
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
            SettingKey(
                name: "log.on_damage", kind: .choice(["stop", "begin_new_chain"]), defaultText: "stop",
                meaning:
                    "What a start does with a log that was altered: nothing, or move it aside and begin a new chain that says so."
            ),
        ] + segments + checkpoints
        + [
            SettingKey(
                name: "log.evidence", kind: .choice(EvidenceLevel.allCases.map(\.rawValue)), defaultText: "normalized",
                meaning:
                    "What a record holds of what the decision rests on: `normalized` is the request and a fixed part of vendors' fields, `full` all of their fields that policies can read, `none` nothing."
            )
        ] + privacy

    private static let segments = [
        SettingKey(
            name: "log.compression", kind: .choice(Compression.allCases.map(\.rawValue)), defaultText: "none",
            meaning: "What becomes of a file of the log once it is closed: nothing, or a gzip file of the same content."
        ),
        SettingKey(
            name: "log.rotation.max_bytes", kind: .integer(1 << 16...1 << 40, unit: "bytes"),
            defaultText: "\(256 << 20)", meaning: "A file of the log that is this long is closed, and a new one begun."),
        SettingKey(
            name: "log.rotation.max_age_s", kind: .integer(1...316_224_000, unit: "seconds"), defaultText: "86400",
            meaning: "The same for a file whose first record is this old."),
        SettingKey(
            name: "log.retention.max_age_s", kind: .integer(1...316_224_000, unit: "seconds"), defaultText: nil,
            meaning:
                "Closed files whose last record is older are removed, if a signed checkpoint covers them. Without this, never. `idempotency.ttl_s` or more."
        ),
        SettingKey(
            name: "log.retention.max_total_bytes", kind: .integer(1 << 16...1 << 50, unit: "bytes"), defaultText: nil,
            meaning:
                "When all files are larger, the oldest that a signed checkpoint covers are removed. Without this, never. `log.rotation.max_bytes` or more."
        ),
    ]

    private static let checkpoints = [
        SettingKey(
            name: "log.checkpoint.key",
            kind: .secret(
                allowed: "PRIVATE+KEY+<name>+<8 hex digits>+<base64>, as `portcullis log key generate` makes it"),
            defaultText: nil, meaning: "What signs the checkpoints. Without this, there are none."),
        SettingKey(
            name: "log.checkpoint.max_records", kind: .integer(1...1_000_000_000, unit: "records"),
            defaultText: "1000", meaning: "A checkpoint is signed after so many records at the most,"),
        SettingKey(
            name: "log.checkpoint.max_delay_s", kind: .integer(1...86_400, unit: "seconds"), defaultText: "60",
            meaning: "and so long after a record at the most."),
        SettingKey(
            name: "log.checkpoint.copy_file", kind: .text(allowed: "a path"), defaultText: nil,
            meaning:
                "A file outside of `log.directory` that gets each checkpoint too, best on another machine's disk."),
        SettingKey(
            name: "log.checkpoint.post_url",
            kind: .text(allowed: "an https URL without a query, or http for a loopback address"), defaultText: nil,
            meaning:
                "Where each checkpoint is posted too, tried again until it is there or a newer one covers the same."),
        SettingKey(
            name: "log.checkpoint.post_token", kind: .secret(allowed: "printable ASCII without spaces"),
            defaultText: nil, meaning: "Presented there as `Authorization: Bearer`."),
    ]

    private static let privacy =
        [
            ("account_id", "keep", "`subject.account_id` goes"), ("email", "drop", "`subject.email` goes"),
            ("phone", "drop", "`subject.phone` goes"),
            ("ip", "drop", "`subject.ip`, and the address that a vendor saw, go"),
            ("user_agent", "drop", "`subject.user_agent`, and what a vendor saw as such, go"),
            ("location", "drop", "the places finer than a country that a vendor tells go"),
            ("device", "drop", "what a vendor recognises a device or visitor by goes"),
            ("url", "drop", "the addresses of pages that a vendor tells go"),
            ("linked_accounts", "drop", "the accounts that a vendor links to the session go"),
            ("attributes", "keep", "the request's `attributes` go"),
        ].map { field, rule, what in
            SettingKey(
                name: "log.privacy.\(field)", kind: .choice(PrivacyRules.Rule.allCases.map(\.rawValue)),
                defaultText: rule, meaning: "How \(what) into the log.")
        } + [
            SettingKey(
                name: "log.privacy.attribute_rules",
                kind: .text(allowed: "comma-separated name:rule, each rule one of keep, hmac, drop"), defaultText: nil,
                meaning: "Rules for single attributes, such as `plan:keep,full_name:hmac`."),
            SettingKey(
                name: "log.privacy.hmac_key", kind: .secret(allowed: "32 or more characters"), defaultText: nil,
                meaning: "What the pseudonyms of `hmac` are made with. A start without it fails if a rule says `hmac`."),
        ]
}
