/// What a source of evidence keeps back: a record of a decision that holds only a part of what was known.
///
/// What is withheld isn't unknown. An unknown is a fact about the evidence, which `has()` sees as such; of what is
/// withheld nobody can say whether it was known. So whatever depends on it has no outcome, `has()` included.
package struct Withholding: Sendable, Hashable {
    package enum State: Sendable {
        case held
        /// A record or map of which some is held.
        case partly
        case withheld
    }

    /// Attributes that are withheld with all in them, such as `subject.email` or `attributes`.
    package var withheld: Set<String>
    /// By variable, the only fields of it that are held, with all in them: `decision`, `network.status`. Of a variable
    /// without an entry all is.
    package var held: [String: [String]]

    package init(withheld: Set<String> = [], held: [String: [String]] = [:]) {
        self.withheld = withheld
        self.held = held
    }

    package var isEmpty: Bool { withheld.isEmpty && held.isEmpty }

    /// - Parameter path: of a variable or an attribute, such as `signals.network.vpn`. What is within a list, or behind a
    ///   computed key, is as what it is in.
    package func state(of path: String) -> State {
        if let end = path.firstRange(of: ".*")?.lowerBound ?? path.firstIndex(of: "[") {
            return state(of: String(path[..<end]))
        }
        if Self.prefixes(of: path).contains(where: { withheld.contains(String($0)) }) { return .withheld }
        let isPartly = withheld.contains { Self.isField($0, in: path) }
        let root = path.prefix { $0 != "." }
        guard let fields = held[String(root)] else { return isPartly ? .partly : .held }
        guard root.utf8.count < path.utf8.count else { return .partly }
        let field = String(path.dropFirst(root.count + 1))
        if fields.contains(where: { $0 == field || Self.isField(field, in: $0) }) { return isPartly ? .partly : .held }
        return fields.contains { Self.isField($0, in: field) } ? .partly : .withheld
    }

    /// `a`, `a.b` and `a.b.c` of `a.b.c`.
    private static func prefixes(of path: String) -> [Substring] {
        path.indices.filter { path[$0] == "." }.map { path[..<$0] } + [path[...]]
    }

    private static func isField(_ path: String, in container: String) -> Bool { path.hasPrefix(container + ".") }
}

/// A ``Withholding`` by the numbers of an environment's attributes, for any number of evaluations.
package struct WithheldAttributes: Sendable {
    let table: AttributeTable
    let states: [Withholding.State]
    /// The slots of the variables that are withheld, if only in part: as a whole nobody knows them.
    let roots: Set<Int>
}

extension Environment {
    /// What a withholding means for the programs that have been compiled until now.
    package func attributes(withheldBy withholding: Withholding) -> WithheldAttributes {
        let plan = table.plan
        let roots = variables.indices.filter { slot in
            let variable = variables[slot]
            switch withholding.state(of: variable.name) {
            case .held: return false
            case .withheld: return true
            case .partly:
                // Records are read by attributes. A map of which only what is held is read, is as good as held.
                guard case .map = variable.type else { return true }
                return plan.reads.contains { variable.contains($0) && withholding.state(of: $0) != .held }
            }
        }
        return WithheldAttributes(
            table: table, states: plan.paths.map { withholding.state(of: $0) }, roots: Set(roots))
    }

    /// The variables that programs compiled until now read, as a whole or in parts.
    package var readVariables: Set<String> {
        let reads = table.plan.reads
        return Set(variables.filter { variable in reads.contains { variable.contains($0) } }.map(\.name))
    }
}

extension Variable {
    /// Whether a path is of this variable or within it.
    fileprivate func contains(_ path: String) -> Bool {
        path == name || path.hasPrefix("\(name).") || path.hasPrefix("\(name)[")
    }
}
