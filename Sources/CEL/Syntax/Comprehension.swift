/// A macro that goes over a list or a map: `range.all(variable, body)` and its kin.
struct Comprehension: Sendable {
    enum Kind: String, Sendable, CaseIterable {
        case all
        case exists
        case existsOne = "exists_one"
        case filter
        case map
        case sortBy
        case transformList
        case transformMap
        case transformMapEntry

        /// The macro of a name, or nil. `existsOne` is the younger name of `exists_one`.
        init?(name: String) { self.init(rawValue: name == "existsOne" ? "exists_one" : name) }

        /// Whether it may have an expression between the variables and the body, which elements are kept by.
        var takesCondition: Bool {
            switch self {
            case .map, .transformList, .transformMap, .transformMapEntry: true
            default: false
            }
        }

        /// With one variable it is a list's element or a map's key. With two the first is the index or the key, the
        /// second the element or the value.
        var variableCounts: ClosedRange<Int> {
            switch self {
            case .all, .exists, .existsOne: 1...2
            case .filter, .map, .sortBy: 1...1
            case .transformList, .transformMap, .transformMapEntry: 2...2
            }
        }
    }

    let kind: Kind
    let range: Expression
    /// One or two.
    let variables: [Expression.Name]
    let condition: Expression?
    /// What is asked of each element, or what becomes of it.
    let body: Expression
}
