/// What following a log comes to.
package enum TailEntry: Sendable, Equatable {
    /// A whole line without its line end.
    case line([UInt8])
    /// A segment was read to its end, and records of it are missing there; what comes is of the next one. The error, a `.corrupt`, names
    /// the file.
    case missing(DecisionLogError)
}
