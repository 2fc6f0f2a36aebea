/// A decision that is on the log.
package struct DecisionAnswer: Sendable {
    package let id: String
    /// What the caller gets, and the log's record holds as `data.decision`, byte for byte.
    package let body: ArraySlice<UInt8>
}
