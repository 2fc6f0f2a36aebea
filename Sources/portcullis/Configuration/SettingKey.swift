/// One setting: its name, what it may be, and what it means. The table of all of them is ``SettingKey/all``.
struct SettingKey: Sendable {
    enum Kind: Sendable {
        case text(allowed: String)
        case integer(ClosedRange<Int>, unit: String)
        case number(ClosedRange<Double>)
        case flag
        case choice([String])
        /// Read from the environment or a file that it names, never from the YAML.
        case secret(allowed: String)
    }

    /// Parts with dots between, as in the YAML's nesting.
    let name: String
    let kind: Kind
    /// As it would be written; nil if there is none.
    let defaultText: String?
    let meaning: String

    var isSecret: Bool {
        if case .secret = kind { true } else { false }
    }

    /// What the setting may be, in words.
    var allowed: String {
        switch kind {
        case .text(let allowed), .secret(let allowed): allowed
        case .integer(let range, let unit): "an integer from \(range.lowerBound) to \(range.upperBound) (\(unit))"
        case .number(let range): "a number from \(range.lowerBound) to \(range.upperBound)"
        case .flag: "true or false"
        case .choice(let choices): choices.joined(separator: ", ")
        }
    }

    /// The environment variable that overrides it.
    var variable: String {
        "PORTCULLIS_" + name.uppercased().map { $0 == "." ? "_" : String($0) }.joined()
    }

    /// The environment variable that names a file with its value; for secrets.
    var fileVariable: String { variable + "_FILE" }
}
