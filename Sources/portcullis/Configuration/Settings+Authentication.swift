import Server

extension Settings.Builder {
    /// Who may call, and what each may do. Notes what doesn't fit together.
    mutating func authentication(_ clientNames: ClientNames) -> Authentication {
        let permissions = callerValues("auth.permissions") { Permissions($0) }
        let limits = callerValues("auth.rate_limits") { text in
            Int(text).flatMap { SettingKey.rateLimits.contains($0) ? $0 : nil }
        }
        let authentication = Authentication(
            keys: bearerKeys(), webhooks: webhookSecrets(), clientNames: clientNames, permissions: permissions,
            limits: limits,
            standardLimit: integer("auth.rate_limit_per_minute"))
        if authentication.takesSignatures, integer("idempotency.ttl_s") < WebhookSecrets.replaySeconds {
            problems.append(
                "idempotency.ttl_s: has to be \(WebhookSecrets.replaySeconds) or more with auth.webhook_secrets: for as long a signed request could be sent again by somebody else"
            )
        }
        // A misspelt name would leave its caller with more than was meant.
        for (setting, names) in [
            ("auth.permissions", permissions.keys.sorted()), ("auth.rate_limits", limits.keys.sorted()),
        ] {
            for name in names where !authentication.knows(name) {
                problems.append("\(setting): there is no caller '\(name)'")
            }
        }
        return authentication
    }

    private mutating func bearerKeys() -> BearerKeys {
        guard let text = texts["auth.bearer_keys"] else { return .none }
        do throws(BearerKeys.Invalid) {
            return try BearerKeys(text)
        } catch {
            problems.append("auth.bearer_keys: \(error)")
            return .none
        }
    }

    private mutating func webhookSecrets() -> WebhookSecrets {
        guard let text = texts["auth.webhook_secrets"] else { return .none }
        do throws(WebhookSecrets.Invalid) {
            return try WebhookSecrets(text)
        } catch {
            problems.append("auth.webhook_secrets: \(error)")
            return .none
        }
    }

    private mutating func callerValues<Value>(_ name: String, value: (Substring) -> Value?) -> [String: Value] {
        guard let text = texts[name], let key = SettingKey.named(name) else { return [:] }
        do throws(CallerValues.Invalid) {
            return try CallerValues.parse(text, value: value)
        } catch {
            problems.append("\(name): has to be \(key.allowed); \(error)")
            return [:]
        }
    }
}
