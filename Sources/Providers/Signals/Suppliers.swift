/// Which vendors could have delivered what a policy reads.
package enum Suppliers {
    private static let bySignal: [String: [ProviderName]] = Dictionary(
        uniqueKeysWithValues: Signal.allCases.map { signal in
            let definition = signal.definition
            return ("signals.\(definition.path)", ProviderName.allCases.filter { definition.sources[$0] != nil })
        })

    /// The vendors that can tell an attribute such as `signals.network.vpn` or `tripwire.decision.risk_score`; none for
    /// what the caller supplies.
    package static func of(_ attribute: String) -> [ProviderName] {
        let parts = attribute.split(separator: ".", maxSplits: 3).map(String.init)
        if let root = parts.first, let provider = ProviderName(rawValue: root) { return [provider] }
        if parts.first == "providers", parts.count > 1 { return ProviderName(rawValue: parts[1]).map { [$0] } ?? [] }
        if parts.count >= 3, let suppliers = bySignal[parts.prefix(3).joined(separator: ".")] { return suppliers }
        // `signals` or a group of it as a whole: whoever tells anything in it.
        if parts.first == "signals" { return ProviderName.allCases }
        return []
    }
}
