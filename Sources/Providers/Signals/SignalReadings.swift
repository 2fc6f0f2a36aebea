import CEL

/// The signals that one vendor's facts tell: a value each, nil where the vendor doesn't say.
package struct SignalReadings: Sendable {
    private var values: [Value?] = Array(repeating: nil, count: Signal.allCases.count)

    package init() {}

    package subscript(signal: Signal) -> Value? {
        get { values[signal.rawValue] }
        set { values[signal.rawValue] = newValue }
    }

    /// Takes a value over if there is one, so that mappings read as a table.
    mutating func set(_ signal: Signal, _ value: Bool?) { self[signal] = value.map(Value.bool) }
    mutating func set(_ signal: Signal, _ value: String?) { self[signal] = value.map(Value.string) }
    mutating func set(_ signal: Signal, _ value: Double?) { self[signal] = value.map(Value.double) }
    mutating func set(_ signal: Signal, _ value: Int64?) { self[signal] = value.map(Value.int) }
}
