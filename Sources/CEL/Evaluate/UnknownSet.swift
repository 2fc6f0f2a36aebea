/// The attributes that an evaluation would have needed and that nobody delivered.
package struct UnknownSet: Sendable, Equatable {
    /// Such as `signals.network.vpn`, each once, in the order in which they were met. At most ``limit``.
    package private(set) var paths: [String]
    /// Whether one of them isn't unknown but withheld, see ``Withholding``: nobody can say then what the outcome was.
    package private(set) var isWithheld = false

    /// More paths than these are left out.
    package static let limit = 16

    init(_ path: String) { paths = [path] }

    /// The same, of attributes that are withheld.
    var withheld: UnknownSet {
        var withheld = self
        withheld.isWithheld = true
        return withheld
    }

    /// This set with those paths of another one that it lacks, up to the limit.
    func union(_ other: UnknownSet) -> UnknownSet {
        var union = self
        union.isWithheld = isWithheld || other.isWithheld
        for path in other.paths where union.paths.count < Self.limit && !union.paths.contains(path) {
            union.paths.append(path)
        }
        return union
    }
}
