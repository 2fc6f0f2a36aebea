/// What applies when a vendor that was asked gave no facts: by vendor and cause, settled when the document is loaded.
struct UnavailableMatrix: Sendable {
    /// One line of the document; nil stands for `*`.
    struct Entry: Sendable {
        let provider: String?
        let cause: String?
        let action: Action

        func fits(_ provider: String, _ cause: String) -> Bool {
            (self.provider ?? provider) == provider && (self.cause ?? cause) == cause
        }
    }

    /// What applies when no entry fits: never silently open.
    private static let fallback = Action.review

    private let entries: [Entry]
    private let reasons: [String: [String: Reason]]

    init(_ entries: [Entry], providers: [String], causes: [String]) {
        self.entries = entries
        var reasons: [String: [String: Reason]] = [:]
        for provider in providers {
            for cause in causes { reasons[provider, default: [:]][cause] = Self.reason(entries, provider, cause) }
        }
        self.reasons = reasons
    }

    /// The reason, with the action as its effect.
    func reason(provider: String, cause: String) -> Reason {
        reasons[provider]?[cause] ?? Self.reason(entries, provider, cause)
    }

    private static func reason(_ entries: [Entry], _ provider: String, _ cause: String) -> Reason {
        let action = entries.first { $0.fits(provider, cause) }?.action ?? fallback
        return Reason(
            rule: Reason.unavailableRule, code: "provider.\(cause)", effect: Reason.Effect(action),
            message: "\(provider) \(text(of: cause))", provider: provider)
    }

    private static func text(of cause: String) -> String {
        switch cause {
        case "not_found": "doesn't know the session"
        case "rejected": "refused the request"
        case "unauthorized": "refused the key"
        case "rate_limited": "refused the request: its rate limit is used up"
        case "server_error": "failed"
        case "unreachable": "couldn't be reached"
        case "timeout": "gave no answer in time"
        case "shed": "wasn't asked, to keep a limit of ours"
        case "bad_response": "gave an answer that can't be read"
        case "token_forged": "wasn't asked: the sealed token is none of its own"
        case "token_foreign": "wasn't asked: the sealed token is about another session"
        default: "gave no facts: \(cause)"
        }
    }
}
