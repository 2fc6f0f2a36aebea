import HTTPTypes

/// Who sent a request: what each way to authenticate comes to.
struct Caller: Sendable {
    /// As it is configured; empty where nobody is asked who it is.
    let name: String
    let permissions: Permissions
    /// Shared by all ways in which the caller tells who it is; nil for none.
    var limit: CallerLimit?

    /// Whoever calls, until it is known who does, and where nobody is asked.
    static let anyone = Caller(name: "", permissions: .all)

    /// - Throws: a 403 if the caller lacks the permission.
    func require(_ permission: Permissions) throws(Problem) {
        guard permissions.contains(permission) else {
            throw Problem(
                .forbidden, .permissionDenied,
                "This needs the permission '\(permission.text)', which auth.permissions doesn't give to this caller.")
        }
    }

    /// Takes so many decisions from what the caller may ask for in a minute.
    ///
    /// - Throws: a 429 if that is too many, for all of them.
    func take(_ decisions: Int = 1) throws(Problem) {
        guard let wait = limit?.take(decisions) else { return }
        throw Problem(
            .tooManyRequests, .rateLimited, "This caller asks for more decisions a minute than it may.",
            headers: [.retryAfter: "\(wait.roundedUpSeconds)"])
    }
}

extension Duration {
    /// As `Retry-After` has it: 1 or more.
    var roundedUpSeconds: Int64 {
        let (seconds, attoseconds) = components
        return max(1, attoseconds > 0 ? seconds + 1 : seconds)
    }
}
