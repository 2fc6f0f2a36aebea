import CEL

/// What came of an expression, for people and for programs.
enum OutcomeText {
    /// A value as JSON has it, or why there is none.
    static func line(_ outcome: Outcome) -> String {
        switch outcome {
        // JSON has no word for these.
        case .value(.double(let number)) where !number.isFinite: number.description
        case .value(let value): json(value)
        case .unknown(let unknown) where unknown.isWithheld:
            "withheld: \(unknown.paths.joined(separator: ", "))"
        case .unknown(let unknown): "unknown: \(unknown.paths.joined(separator: ", "))"
        case .error(let error): "error: \(error)"
        }
    }

    /// The same, cut off where it is longer than a line has room for.
    static func short(_ outcome: Outcome) -> String {
        let line = line(outcome)
        return line.count > 100 ? line.prefix(99) + "…" : line
    }

    static func write(_ outcome: Outcome, to writer: inout JSONWriter) {
        switch outcome {
        case .value(.double(let number)) where !number.isFinite: writer.member("value", number.description)
        case .value(let value): writer.member("value", value)
        case .unknown(let unknown):
            writer.key(unknown.isWithheld ? "withheld" : "unknown")
            writer.beginArray()
            for path in unknown.paths { writer.value(path) }
            writer.endArray()
        case .error(let error): writer.member("error", error.description)
        }
    }

    private static func json(_ value: Value) -> String {
        var writer = JSONWriter()
        writer.value(value)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
