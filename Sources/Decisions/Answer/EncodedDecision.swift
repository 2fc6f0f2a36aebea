/// A decision in bytes: what the caller gets, and the log record's data around it.
struct EncodedDecision: Sendable {
    let id: String
    /// `{"decision":…,"evidence":…}`, with `idempotency` after them if the request had a key.
    let data: [UInt8]
    /// The part of `data` that is the decision.
    let decisionRange: Range<Int>

    var decision: ArraySlice<UInt8> { data[decisionRange] }
}
