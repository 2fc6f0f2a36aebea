import TestSupport
import Testing

/// A way in which a vendor can fail, and what comes of it: for `docs/faults.md` and for the test that says it is so.
struct Fault: Sendable, CustomTestStringConvertible {
    /// What the vendor's side is.
    enum Vendor: Sendable {
        /// Answers over plain TCP, one a request, the last again and again; a connection ends as its answer says.
        case answers([Reply])
        /// `tls_server.py` in this mode. `unknownAuthority`: the client doesn't trust its certificate.
        /// `showsCertificate`: the client has the same one, and its key.
        case tls(
            mode: String, unknownAuthority: Bool = false, showsCertificate: Bool = false, pinnedPublicKey: String? = nil
        )
        /// Nobody listens at the port.
        case refused
        /// The port is listened at, and no connection is accepted.
        case deaf
        /// A name to look up.
        case name(String)
    }

    /// Bytes, and what the vendor does then.
    struct Reply: Sendable {
        enum End: Sendable {
            /// Waits for the next request.
            case next
            case close
            case reset
            /// Sends nothing more.
            case silence
            /// Sends this again and again.
            case again(String, every: Duration)
        }

        let text: String
        let end: End

        init(_ text: String, _ end: End = .close) {
            self.text = text
            self.end = end
        }
    }

    /// When the decision is there.
    enum Time: String, Sendable {
        case before = "before the deadline"
        case atDeadline = "at the deadline"
    }

    let name: String
    let vendor: Vendor
    let cause: String
    let attempts: Int
    let decision: String
    let time: Time
    /// Of the decision; what needs it all has a short one.
    let timeout: Duration

    var testDescription: String { name }

    init(
        _ name: String, _ vendor: Vendor, _ cause: String, attempts: Int = 2, _ decision: String = "review",
        _ time: Time = .before, within timeout: Duration? = nil
    ) {
        self.name = name
        self.vendor = vendor
        self.cause = cause
        self.attempts = attempts
        self.decision = decision
        self.time = time
        self.timeout = timeout ?? (time == .before ? .seconds(20) : .milliseconds(400))
    }

    static let all = connections + heads + bodies + contents + statuses + retryAfter + tls + http2

    static func markdown() -> String {
        var lines = ["| the vendor | cause | attempts | decision | when |", "|---|---|---|---|---|"]
        for fault in all {
            lines.append(
                "| \(fault.name) | `\(fault.cause)` | \(fault.attempts) | \(fault.decision) | \(fault.time.rawValue) |")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
