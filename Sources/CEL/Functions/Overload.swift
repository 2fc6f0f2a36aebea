/// One set of types that an operator or function takes, with the type that it gives.
struct Overload: Sendable {
    /// Whether the first parameter stands before the dot.
    let isMember: Bool
    let parameters: [TypePattern]
    let result: TypePattern

    static func global(_ parameters: TypePattern..., result: TypePattern) -> Overload {
        Overload(isMember: false, parameters: parameters, result: result)
    }

    static func member(_ parameters: TypePattern..., result: TypePattern) -> Overload {
        Overload(isMember: true, parameters: parameters, result: result)
    }

    /// The type of a call, or nil if no overload takes the arguments. It is `dyn` if several do, with various results.
    static func result(of overloads: [Overload], for arguments: [CELType]) -> CELType? {
        var result: CELType?
        for overload in overloads where overload.parameters.count == arguments.count {
            var bindings: [String: CELType] = [:]
            let fits = zip(overload.parameters, arguments).allSatisfy { $0.matches($1, &bindings) }
            guard fits else { continue }
            let type = overload.result.type(bindings)
            result = result?.joined(with: type) ?? type
        }
        return result
    }

    /// For messages, such as `string.contains(string)`.
    func description(of name: String) -> String {
        let types = parameters.map { $0.type([:]).description }
        guard isMember, let target = types.first else { return "\(name)(\(types.joined(separator: ", ")))" }
        return "\(target).\(name)(\(types.dropFirst().joined(separator: ", ")))"
    }
}

extension TypePattern {
    static var bool: TypePattern { .exact(.bool) }
    static var int: TypePattern { .exact(.int) }
    static var uint: TypePattern { .exact(.uint) }
    static var double: TypePattern { .exact(.double) }
    static var string: TypePattern { .exact(.string) }
    static var bytes: TypePattern { .exact(.bytes) }
    static var timestamp: TypePattern { .exact(.timestamp) }
    static var duration: TypePattern { .exact(.duration) }
    static var type: TypePattern { .exact(.type) }
    static var dyn: TypePattern { .exact(.dyn) }
    static var anything: TypePattern { .parameter("T") }
    static var anyList: TypePattern { .list(.parameter("T")) }
    static var anyMap: TypePattern { .map(.parameter("K"), .parameter("V")) }
}
