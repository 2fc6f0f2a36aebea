/// A stream of choices that bytes or a seed decide, so that a fuzzer that changes bytes changes what is made of them.
struct Choices {
    private var bytes: ArraySlice<UInt8>
    private var state: UInt64

    /// - Parameters:
    ///   - bytes: the first choices, one a byte.
    ///   - seed: for what comes after them.
    init(bytes: some Collection<UInt8>, seed: UInt64 = 0) {
        self.bytes = ArraySlice(bytes)
        state = seed
    }

    /// A number from 0 to below `count`, which is at least 1.
    mutating func next(_ count: Int) -> Int {
        if let byte = bytes.popFirst() { return Int(byte) % count }
        // SplitMix64.
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return Int(truncatingIfNeeded: (mixed ^ (mixed >> 31)) >> 1) % count
    }

    mutating func pick<T>(_ elements: [T]) -> T { elements[next(elements.count)] }
}
