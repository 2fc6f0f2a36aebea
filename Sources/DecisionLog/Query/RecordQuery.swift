import Foundation

/// Which records are looked for: those that fit all that is set. Of what a decision holds only decisions fit.
package struct RecordQuery: Sendable {
    /// The CloudEvents type of the records.
    package var type = decisionType
    /// Not before; of the record's time.
    package var since: Date?
    /// Before; of the record's time.
    package var until: Date?
    /// `allow`, `review` or `block`.
    package var decision: String?
    /// The id of a rule that had an effect, or the code of its reason.
    package var rule: String?
    /// A vendor that was asked.
    package var provider: String?
    package var isDegraded: Bool?
    /// A vendor's session id.
    package var session: String?
    /// The subject's account, as the record has it: hashed, if the configuration says so.
    package var account: String?

    package init() {}

    package static let decisionType = "portcullis.decision.v1"
    /// Types of the records that the log writes of itself.
    package static let logTypes = OwnRecord.Kind.allCases.map(\.type)

    /// - Parameter line: with or without its line end.
    func matches(_ record: RecordLine, _ line: ArraySlice<UInt8>) -> Bool {
        guard line[record.type].elementsEqual(type.utf8) else { return false }
        if let since, record.time < Timestamp(since) { return false }
        guard decision != nil || rule != nil || provider != nil || isDegraded != nil || session != nil || account != nil
        else { return true }
        guard let logged = try? JSONDecoder().decode(LoggedRecord.self, from: Data(line)),
            let found = logged.data?.decision
        else { return false }
        let request = logged.data?.evidence?.request
        return Self.fits(decision) { $0 == found.decision }
            && Self.fits(rule) { rule in found.reasons?.contains { $0.rule == rule || $0.code == rule } ?? false }
            && Self.fits(provider) { found.providers?[$0] != nil }
            && Self.fits(isDegraded) { $0 == (found.degraded ?? false) }
            && Self.fits(session) { session in request?.sessions?.values.contains(session) ?? false }
            && Self.fits(account) { $0 == request?.subject?.accountID }
    }

    private static func fits<Wanted>(_ wanted: Wanted?, _ test: (Wanted) -> Bool) -> Bool {
        wanted.map(test) ?? true
    }
}
