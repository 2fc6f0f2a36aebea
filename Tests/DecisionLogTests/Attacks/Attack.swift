import Foundation
import Testing

@testable import DecisionLog

/// A way to alter a log, and what a check says then.
struct Attack: Sendable, CustomTestStringConvertible {
    /// As in the table of `docs/log.md`.
    let testDescription: String
    /// Whether it is seen without a key, with the public key, and with a checkpoint that the auditor kept besides.
    let isSeen: (bare: Bool, key: Bool, kept: Bool)
    let apply: @Sendable (AttackedLog) throws -> Void

    static func seen(_ name: String, _ apply: @escaping @Sendable (AttackedLog) throws -> Void) -> Attack {
        Attack(testDescription: name, isSeen: (true, true, true), apply: apply)
    }

    static func seenWithKey(_ name: String, _ apply: @escaping @Sendable (AttackedLog) throws -> Void) -> Attack {
        Attack(testDescription: name, isSeen: (false, true, true), apply: apply)
    }

    static func seenWithKept(_ name: String, _ apply: @escaping @Sendable (AttackedLog) throws -> Void) -> Attack {
        Attack(testDescription: name, isSeen: (false, false, true), apply: apply)
    }

    static func unseen(_ name: String, _ apply: @escaping @Sendable (AttackedLog) throws -> Void) -> Attack {
        Attack(testDescription: name, isSeen: (false, false, false), apply: apply)
    }

    /// A row of the table.
    var row: String {
        func word(_ isSeen: Bool) -> String { isSeen ? "seen" : "–" }
        return "| \(testDescription) | \(word(isSeen.bare)) | \(word(isSeen.key)) | \(word(isSeen.kept)) |"
    }
}
