/// A record in the queue, and who waits for it.
struct PendingRecord: Sendable {
    typealias Outcome = Result<Appended, DecisionLogError>

    let record: Record
    /// Its exact length as a line.
    let lineBytes: Int
    let continuation: CheckedContinuation<Outcome, Never>
}
