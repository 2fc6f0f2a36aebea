/// A record in the queue, and who waits for it.
struct PendingRecord: Sendable {
    typealias Outcome = Result<Appended, DecisionLogError>

    enum Waiter: Sendable {
        case one(CheckedContinuation<Outcome, Never>)
        /// The record is the group's at this index.
        case group(AppendGroup, index: Int)
    }

    let record: Record
    /// Its exact length as a line.
    let lineBytes: Int
    let waiter: Waiter

    func settle(_ outcome: Outcome) {
        switch waiter {
        case .one(let continuation): continuation.resume(returning: outcome)
        case .group(let group, let index): group.settle(index, outcome)
        }
    }
}
