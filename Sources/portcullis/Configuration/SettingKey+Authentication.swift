extension SettingKey {
    static let rateLimits = 0...10_000_000

    static let authentication = [
        SettingKey(
            name: "auth.bearer_keys",
            kind: .secret(allowed: "comma-separated name:key, each key of 16 or more printable characters"),
            defaultText: nil,
            meaning: "Who may call. Several are valid at once, so that keys can be rotated."),
        SettingKey(
            name: "auth.webhook_secrets",
            kind: .secret(
                allowed: "comma-separated whsec_… or whpk_…, with a name and : before each or without; 16 at the most"),
            defaultText: nil,
            meaning:
                "What checks requests that are signed as Standard Webhooks 1.0 has it. Several are valid at once. The name is `webhook` if there is none."
        ),
        SettingKey(
            name: "auth.client_names",
            kind: .text(allowed: "comma-separated name:subject, each subject a DNS name or a URI"), defaultText: nil,
            meaning:
                "Whom callers' certificates stand for, by their subject alternative names, such as `backend:spiffe://prod/backend`. Who shows one of them needs no key."
        ),
        SettingKey(
            name: "auth.permissions",
            kind: .text(allowed: "comma-separated name:permissions, which are decide, read and admin with + between"),
            defaultText: nil,
            meaning:
                "What callers may do: ask for decisions, read them, load the policies. Who isn't named has `decide+read`."
        ),
        SettingKey(
            name: "auth.rate_limit_per_minute", kind: .integer(rateLimits, unit: "decisions"), defaultText: "0",
            meaning:
                "Decisions that each caller may ask for in a minute, all of them at once at the most. 0 is no limit."
        ),
        SettingKey(
            name: "auth.rate_limits",
            kind: .text(
                allowed:
                    "comma-separated name:decisions, each from \(rateLimits.lowerBound) to \(rateLimits.upperBound)"),
            defaultText: nil, meaning: "The same for single callers. 0 is no limit."),
    ]
}
