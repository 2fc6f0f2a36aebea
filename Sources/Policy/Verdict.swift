/// What a policy says about one request, and why.
package struct Verdict: Sendable {
    package internal(set) var decision: Action = .allow
    /// The sum of the points of the rules that applied.
    package internal(set) var score = 0
    /// In this order: vendors that gave no facts, rules as the document has them, the score.
    package internal(set) var reasons: [Reason] = []
    /// What the rules in `mode: shadow` would have said. It had no effect.
    package internal(set) var shadow: [Reason] = []
    /// Rules that couldn't be evaluated because vendors gave no facts, which `unavailable` has decided about already.
    package internal(set) var unevaluated: [(rule: String, unknown: [String])] = []
    /// Rules whose outcome depends on what the evidence's source keeps back. They counted for nothing.
    package internal(set) var withheld: [(rule: String, attributes: [String])] = []
}
