/// When a condition is true and when it is false, as far as comparisons of attributes with constants tell.
///
/// It errs on one side only: what it holds for impossible is impossible. Parts that it doesn't understand may be
/// anything.
package struct Outline: Sendable {
    /// One way to come to an outcome: what each attribute would have to be.
    struct Way: Sendable {
        fileprivate(set) var domains: [String: ValueDomain] = [:]

        static let any = Way()
    }

    /// The ways to come to be true, and to be false; none if there is no way.
    let whenTrue: [Way]
    let whenFalse: [Way]
    /// The attributes that are whole numbers.
    private let integers: Set<String>

    init(whenTrue: [Way], whenFalse: [Way], integers: Set<String>) {
        self.whenTrue = whenTrue
        self.whenFalse = whenFalse
        self.integers = integers
    }

    /// Whether nothing makes it true.
    package var isNeverTrue: Bool { whenTrue.isEmpty }

    /// Whether nothing makes it false, so that it is true wherever it can be known.
    package var isNeverFalse: Bool { whenFalse.isEmpty }

    /// Whether another condition is true whenever this one is: it can't be false then, and what this one has to know is
    /// enough to know it.
    package func implies(_ other: Outline) -> Bool {
        let integers = integers.union(other.integers)
        return whenTrue.allSatisfy { way in
            !other.whenFalse.contains { way.meeting($0, integers: integers) != nil }
                && other.whenTrue.contains { way.knows($0) }
        }
    }
}

extension Outline.Way {
    init(_ attribute: String, _ domain: ValueDomain) { domains = [attribute: domain] }

    /// Whether all that another way is about is known on this one. Of a way that is about nothing that can't be told.
    func knows(_ other: Outline.Way) -> Bool {
        !other.domains.isEmpty && other.domains.keys.allSatisfy { domains[$0]?.isKnown == true }
    }

    /// Both at once; nil if they contradict each other.
    func meeting(_ other: Outline.Way, integers: Set<String>) -> Outline.Way? {
        var both = self
        for (attribute, domain) in other.domains {
            var met = both.domains[attribute] ?? ValueDomain()
            guard met.meet(domain, isInteger: integers.contains(attribute)) else { return nil }
            both.domains[attribute] = met
        }
        return both
    }
}
