/// One set of types that an operator or function takes, with the type that it gives.
package struct Overload: Sendable {
    /// Whether the first parameter stands before the dot.
    let isMember: Bool
    let parameters: [CELType]
    let result: CELType
    /// Whether the last parameter may be there any number of times.
    let isVariadic: Bool

    init(_ parameters: [CELType], _ result: CELType, isMember: Bool, isVariadic: Bool = false) {
        self.isMember = isMember
        self.parameters = parameters
        self.result = result
        self.isVariadic = isVariadic
    }

    /// Called as `name(a, b)`.
    package static func global(_ parameters: CELType..., result: CELType) -> Overload {
        Overload(parameters, result, isMember: false)
    }

    /// Called as `a.name(b)`, where `a` is the first parameter.
    package static func member(_ parameters: CELType..., result: CELType) -> Overload {
        Overload(parameters, result, isMember: true)
    }

    /// Called as `name(a, a, a)`, with at least one argument.
    static func variadic(_ parameter: CELType, result: CELType) -> Overload {
        Overload([parameter], result, isMember: false, isVariadic: true)
    }

    /// The types of so many parameters, or nil if it can't take so many.
    private func parameters(count: Int) -> [CELType]? {
        guard isVariadic, let last = parameters.last else { return parameters.count == count ? parameters : nil }
        return count == 0 ? nil : Array(repeating: last, count: count)
    }

    /// The type of a call, or nil if no overload takes the arguments. It is `dyn` if several do, with various results.
    static func result(
        of overloads: [Overload], for arguments: [CELType], _ substitution: inout Substitution
    ) -> CELType? {
        var result: CELType?
        for overload in overloads {
            guard let parameters = overload.parameters(count: arguments.count) else { continue }
            let types = substitution.instantiated(parameters + [overload.result])
            guard let type = types.last, substitution.assign(arguments, to: Array(types.dropLast())) else { continue }
            let given = substitution.resolved(type)
            if let known = result, known != given { result = .dyn } else { result = given }
        }
        return result
    }

    /// For messages, such as `string.contains(string)`.
    func description(of name: String) -> String {
        var types = parameters.map(\.description)
        if isVariadic { types.append("…") }
        guard isMember, let target = types.first else { return "\(name)(\(types.joined(separator: ", ")))" }
        return "\(target).\(name)(\(types.dropFirst().joined(separator: ", ")))"
    }
}

extension CELType {
    /// Any type, as a parameter of a declaration.
    static let anything = CELType.parameter("T")
    static let anyList = CELType.list(.parameter("T"))
    static let anyMap = CELType.map(.parameter("K"), .parameter("V"))
    static let anyOptional = CELType.optional(.parameter("T"))
}
