@testable import CEL

/// One test of the specification's conformance suite, in its JSON form.
struct ConformanceTest {
    enum Expectation {
        case value(Value)
        case type(CELType)
        case error
    }

    let name: String
    let expression: String
    let container: String
    let isChecked: Bool
    /// Whether it isn't evaluated.
    let isCheckOnly: Bool
    let variables: [Variable]
    let functions: [Function]
    let bindings: [(name: String, value: Value)]
    /// Nil for what this implementation has no value for.
    let expectation: Expectation?
    /// Of the result, where the test says it.
    let type: CELType?

    /// - Parameter json: the object of the test.
    init?(suite: String, json: Value) {
        guard let name = json["name"]?.text, let section = json["section"]?.text, let expression = json["expr"]?.text,
            let expect = json["expect"]
        else { return nil }
        self.name = "\(suite)/\(section)/\(name)"
        self.expression = expression
        container = json["container"]?.text ?? ""
        isChecked = json["disable_check"] != .bool(true)
        isCheckOnly = json["check_only"] == .bool(true)
        let bindings: [(name: String, value: Value)] = (json["bindings"]?.entries ?? []).compactMap { entry in
            guard let name = entry.key.text, let value = Value(conformance: entry.value) else { return nil }
            return (name, value)
        }
        let declared = (json["declarations"]?.elements ?? []).compactMap(Variable.init(json:))
        // What is bound but not declared is of a type known only at run time.
        variables = declared + bindings.map { Variable($0.name, .dyn) }
        functions = (json["declarations"]?.elements ?? []).compactMap(Function.init(json:))
        self.bindings = bindings
        type = expect["type"].flatMap(CELType.init(json:))
        if expect["error"] != nil {
            expectation = .error
        } else if let type = expect["type"], expect["value"] == nil || isCheckOnly {
            expectation = CELType(json: type).map(Expectation.type)
        } else {
            expectation = expect["value"].flatMap(Value.init(conformance:)).map(Expectation.value)
        }
    }

    /// Nil if it passed, or else what came instead.
    func failure() -> String? {
        let environment = Environment(variables: variables, functions: functions, container: container)
        let program: Program
        do throws(CompileError) {
            program = try environment.compile(expression, isChecked: isChecked)
        } catch {
            if case .error? = expectation { return nil }
            return error.description
        }
        if let type, type != program.resultType { return "\(program.resultType)" }
        if case .type? = expectation { return nil }
        var activation = environment.activation()
        for (name, value) in bindings {
            guard let slot = environment.slot(of: name) else { return "no variable \(name)" }
            activation[slot] = value
        }
        let outcome = program.evaluate(&activation)
        switch (outcome, expectation) {
        case (.error, .error?): return nil
        case (.value(let value), .value(let expected)?) where value.isSame(as: expected): return nil
        default: return "\(outcome)"
        }
    }
}

extension Variable {
    fileprivate init?(json: Value) {
        guard let name = json["name"]?.text, let type = json["type"].flatMap(CELType.init(json:)) else { return nil }
        self.init(name, type)
    }
}

extension Function {
    /// A function that is declared and does nothing.
    fileprivate init?(json: Value) {
        guard let name = json["name"]?.text, let overloads = json["overloads"]?.elements else { return nil }
        let declared = overloads.compactMap { overload -> Overload? in
            let parameters = (overload["params"]?.elements ?? []).compactMap(CELType.init(json:))
            guard let result = overload["result"].flatMap(CELType.init(json:)) else { return nil }
            return Overload(parameters, result, isMember: overload["receiver"] == .bool(true))
        }
        self.init(name, declared) { (_, _) throws(EvaluationError) in throw .invalid("declared for the checker alone") }
    }
}

extension Value {
    subscript(name: String) -> Value? {
        if case .map(let map) = self { map[name] } else { nil }
    }

    var text: String? {
        if case .string(let text) = self { text } else { nil }
    }

    var elements: [Value] {
        if case .list(let list) = self { list } else { [] }
    }

    var entries: [MapValue.Entry] {
        if case .map(let map) = self { map.entries } else { [] }
    }

    /// The same value of the same type; NaN is the same as NaN.
    func isSame(as other: Value) -> Bool {
        switch (self, other) {
        case (.double(let left), .double(let right)): left == right || left.isNaN && right.isNaN
        case (.list(let left), .list(let right)):
            left.count == right.count && zip(left, right).allSatisfy { $0.isSame(as: $1) }
        default: type.name == other.type.name && self == other
        }
    }
}
