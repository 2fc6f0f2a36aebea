import CEL

/// What the expressions of a fuzzer speak of, once as variables and once as constants.
struct FuzzWorld {
    private static let record = RecordType(
        "r",
        [
            .init("flag", .bool), .init("missing", .bool), .init("name", .string), .init("count", .int),
            .init("items", .list(.dyn)),
        ])

    private static let values: [(name: String, type: CELType, value: Value)] = [
        ("b", .bool, .bool(true)), ("n", .int, .int(3)), ("s", .string, .string("a,b é😀")),
        ("t", .timestamp, Timestamp(rfc3339: "2026-11-21T23:31:30.5Z").map(Value.timestamp) ?? .null),
        ("l", .list(.int), .list([.int(3), .int(1), .int(2)])),
        ("m", .map(.string, .dyn), .map(MapValue([.init(key: .string("a"), value: .string("x"))]) ?? MapValue())),
        ("r", .record(record), .record(filled)),
    ]

    private static var filled: Record {
        var filled = Record(record)
        filled["flag"] = .bool(true)
        filled["name"] = .string("name")
        filled["count"] = .int(-1)
        filled["items"] = .list([.int(1), .string("a"), .null, .list([.double(1.5)])])
        return filled
    }

    private let limits = CompileLimits(maxSteps: 5000)
    private let variables: Environment
    private let constants: Environment

    init() {
        variables = Environment(variables: Self.values.map { Variable($0.name, $0.type) }, limits: limits)
        constants = Environment(
            variables: Self.values.map { Variable($0.name, $0.type, constant: $0.value) }, limits: limits)
    }

    /// What is wrong with how an expression is compiled and evaluated, or nil. Refusing it is not wrong.
    ///
    /// What an expression means mustn't depend on whether it was checked, on how often it is evaluated, or on what is
    /// settled before it runs.
    func fault(in source: String) -> String? {
        let loose = try? variables.compile(source, isChecked: false)
        let strict = try? variables.compile(source)
        guard let loose else { return strict == nil ? nil : "compiles only when it is checked" }
        let outcome = evaluate(loose, in: variables)
        if evaluate(loose, in: variables) != outcome { return "differs from time to time" }
        guard let strict else { return nil }
        if evaluate(strict, in: variables) != outcome { return "differs when it is checked: \(outcome)" }
        if let name = outcome.typeName, strict.resultType != .dyn, name != "null_type", name != strict.resultType.name {
            return "is \(name), not \(strict.resultType)"
        }
        guard let folded = try? constants.compile(source) else { return "compiles only with variables" }
        let settled = evaluate(folded, in: constants)
        let isExpensive = settled.text == Self.tooExpensive || outcome.text == Self.tooExpensive
        return settled == outcome || isExpensive ? nil : "is \(outcome.text), and of constants \(settled.text)"
    }

    private static let tooExpensive = "error tooExpensive"

    private struct Result: Equatable {
        let text: String
        let typeName: String?
    }

    private func evaluate(_ program: Program, in environment: Environment) -> Result {
        var activation = environment.activation()
        for (slot, variable) in Self.values.enumerated() { activation[slot] = variable.value }
        switch program.evaluate(&activation) {
        case .value(let value):
            var writer = JSONWriter()
            writer.value(value)
            return Result(text: String(decoding: writer.bytes, as: UTF8.self), typeName: value.type.name)
        case .unknown(let unknown): return Result(text: "unknown \(unknown.paths)", typeName: nil)
        case .error(let error): return Result(text: "error \(error.kind)", typeName: nil)
        }
    }
}
