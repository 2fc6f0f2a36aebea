import CEL

/// The signals that one vendor's facts tell: a value each, nil where the vendor doesn't say.
package struct SignalReadings: Sendable {
    private static let maxTextBytes = 256

    private var values: [Value?] = Array(repeating: nil, count: Signal.allCases.count)

    package init() {}

    package subscript(signal: Signal) -> Value? {
        get { values[signal.rawValue] }
        set { values[signal.rawValue] = newValue }
    }

    /// Takes a value over if there is one, so that mappings read as a table.
    mutating func set(_ signal: Signal, _ value: Bool?) { self[signal] = value.map(Value.bool) }

    /// A text too long for what signals tell is none: signals go into every answer.
    mutating func set(_ signal: Signal, _ value: String?) {
        guard let value, value.utf8.count <= Self.maxTextBytes else { return }
        self[signal] = .string(value)
    }

    /// An ISO 3166 alpha-2 code; anything else isn't known to be a country.
    mutating func set(_ signal: Signal, countryCode value: String?) {
        guard let value, value.utf8.count == 2, value.utf8.allSatisfy({ (65...90).contains($0) }) else { return }
        self[signal] = .string(value)
    }

    mutating func set(_ signal: Signal, _ value: Double?) { self[signal] = value.map(Value.double) }
    mutating func set(_ signal: Signal, _ value: Int64?) { self[signal] = value.map(Value.int) }
}
