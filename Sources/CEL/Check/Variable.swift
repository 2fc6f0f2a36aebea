/// A root name that expressions may use.
package struct Variable: Sendable {
    /// May have dots, such as `com.example.limit`; the longest name that fits is taken.
    package let name: String
    package let type: CELType
    /// Whether absence anywhere in this map is ignorance: a key that isn't there is then *unknown*, not an error.
    package let isOpenEvidence: Bool
    /// The value, where it is the same for every evaluation. Conditions on it are settled when they are compiled.
    package let constant: Value?
    /// The list, where its elements count for a time only or are blocks of addresses.
    let list: ListContent?

    enum ListContent: Sendable {
        /// - Parameter clock: the variable that has the time of the evaluation.
        case timed(TimedList, clock: String)
        case blocks(BlockList, clock: String)
    }

    package init(_ name: String, _ type: CELType, isOpenEvidence: Bool = false) {
        self.name = name
        self.type = type
        self.isOpenEvidence = isOpenEvidence
        self.constant = nil
        self.list = nil
    }

    /// A name for a value that doesn't change. A list of many entries is searched by hash.
    package init(_ name: String, _ type: CELType, constant: Value) {
        self.name = name
        self.type = type
        self.isOpenEvidence = false
        self.constant = constant
        self.list = nil
    }

    /// A name for a list of texts each of which counts until a time of its own. Whatever reads it sees those that count.
    ///
    /// - Parameter clock: the name of the variable that has the time of the evaluation.
    package init(_ name: String, _ list: TimedList, clock: String) {
        self.init(name, .list(.string), .timed(list, clock: clock))
    }

    /// A name for blocks of addresses, which can only be asked with `in`: whether one of them has an address, as text or
    /// as what `ip()` makes.
    ///
    /// - Parameter clock: the name of the variable that has the time of the evaluation.
    package init(_ name: String, _ list: BlockList, clock: String) {
        self.init(name, .blocks, .blocks(list, clock: clock))
    }

    private init(_ name: String, _ type: CELType, _ list: ListContent) {
        self.name = name
        self.type = type
        self.isOpenEvidence = false
        self.constant = nil
        self.list = list
    }
}
