/// What expressions may speak of: the declared variables, with their types and the slots of their values, and the
/// functions.
///
/// Expressions are compiled against an environment once and then evaluated against activations made by the same one.
package struct Environment: Sendable {
    package let variables: [Variable]
    package let limits: CompileLimits
    /// The namespace in which names are looked for first, such as `com.example`.
    let container: String
    /// The attributes that this environment's programs read.
    let table = AttributeTable()
    private let slots: [String: Int]
    /// The host's own.
    private let functions: [String: Function]

    /// - Parameters:
    ///   - variables: of two with one name the first counts.
    ///   - functions: besides those of the specification and the extensions, whose names they may take.
    ///   - container: the namespace in which names are looked for first, such as `com.example`.
    package init(
        variables: [Variable], functions: [Function] = [], container: String = "",
        limits: CompileLimits = CompileLimits()
    ) {
        self.variables = variables
        self.limits = limits
        self.container = container
        self.slots = Dictionary(
            variables.enumerated().map { ($0.element.name, $0.offset) }, uniquingKeysWith: { first, _ in first })
        self.functions = Dictionary(functions.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The slot of a variable in this environment's activations.
    package func slot(of name: String) -> Int? { slots[name] }

    /// An activation in which nothing is known yet but the constants.
    package func activation() -> Activation { Activation(roots: variables.map(\.constant), table: table) }

    /// Compiles an expression: parses it, checks names and types, resolves fields to slots and settles what is constant.
    ///
    /// - Parameter isChecked: false leaves types and undeclared names to run time, as the specification's conformance
    ///   tests want of some expressions.
    package func compile(_ source: String, isChecked: Bool = true) throws(CompileError) -> Program {
        let text = SourceText(source)
        let expression = try Parser.parse(text, limits: limits)
        let (notes, type) = try Checker.check(expression, in: self, source: text, isStrict: isChecked)
        var builder = NodeBuilder(self, notes: notes)
        let root = builder.node(expression)
        return Program(
            source: source, resultType: type, attributes: builder.attributes, root: root, table: table,
            maxSteps: limits.maxSteps)
    }

    /// What a name means, looked for in the container, then in the namespaces around it.
    func resolve(_ name: String, isAbsolute: Bool = false) -> Reference? {
        for candidate in candidates(name, isAbsolute: isAbsolute) {
            if let slot = slots[candidate] { return .variable(slot: slot) }
            if let type = CELType.named(candidate) { return .type(type) }
        }
        return nil
    }

    /// The function of a name, looked for likewise.
    func function(_ name: String, isAbsolute: Bool = false) -> Function? {
        for candidate in candidates(name, isAbsolute: isAbsolute) {
            if let function = functions[candidate] ?? Function.standard[candidate] { return function }
        }
        return nil
    }

    var functionNames: [String] { functions.keys.sorted() + Function.standard.keys.sorted() + Function.macroNames }

    /// The full names that a name may stand for, the innermost namespace first.
    func candidates(_ name: String, isAbsolute: Bool) -> [String] {
        var candidates: [String] = []
        var namespace = isAbsolute ? "" : container[...]
        while !namespace.isEmpty {
            candidates.append("\(namespace).\(name)")
            namespace = namespace.lastIndex(of: ".").map { namespace[..<$0] } ?? ""
        }
        return candidates + [name]
    }
}

/// What the checker found a name to mean.
enum Reference: Sendable {
    case variable(slot: Int)
    /// A variable of a macro, by its depth.
    case local(Int)
    case type(CELType)
    /// - Parameter takesTarget: whether what stands before the dot is an operand, not a namespace.
    case function(Function, takesTarget: Bool)
    case message(WellKnownMessage)
    /// Only without checks: an error when it is evaluated.
    case undeclared(String)
}

extension CELType {
    /// The type that a name in an expression stands for.
    fileprivate static func named(_ name: String) -> CELType? {
        switch name {
        case "bool": .bool
        case "int": .int
        case "uint": .uint
        case "double": .double
        case "string": .string
        case "bytes": .bytes
        case "null_type": .null
        case "type": .type
        case "list": .list(.dyn)
        case "map": .map(.dyn, .dyn)
        case "google.protobuf.Timestamp": .timestamp
        case "google.protobuf.Duration": .duration
        case "optional_type": .optional(.dyn)
        case "net.IP": .address
        case "net.CIDR": .block
        default: nil
        }
    }
}
