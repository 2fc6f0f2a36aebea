extension SettingKey {
    static let policy = [
        SettingKey(
            name: "policy.directory", kind: .text(allowed: "a path"), defaultText: "Config/policies",
            meaning:
                "Every `*.yaml` in it but `*.test.yaml` is a policy. Loaded again when a file changes, on SIGHUP, and on `POST /v1/policies/reload`."
        ),
        SettingKey(
            name: "policy.reload_interval_ms", kind: .integer(0...3_600_000, unit: "milliseconds"),
            defaultText: "1000",
            meaning:
                "How often the policies' files are looked at; a change is loaded when it has stood still for as long. 0: never, only when asked."
        ),
        SettingKey(
            name: "policy.max_age_s", kind: .integer(0...315_360_000, unit: "seconds"), defaultText: "0",
            meaning:
                "Policies that were loaded longer ago make readiness say `degraded`. A load renews them, changed or not. 0 is no limit."
        ),
        SettingKey(
            name: "policy.challenger_directory", kind: .text(allowed: "a path"), defaultText: nil,
            meaning:
                "Policies that are tried on the same evidence, recorded and counted, without effect. Without this, none."
        ),
    ]
}
