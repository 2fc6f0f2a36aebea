extension Function {
    /// Of the extension for mathematics, what treats whole numbers as bits.
    static let bitFunctions: [Function] = [
        pair("math.bitAnd", { $0 & $1 }),
        pair("math.bitOr", { $0 | $1 }),
        pair("math.bitXor", { $0 ^ $1 }),
        Function(
            "math.bitNot", [.global(.int, result: .int), .global(.uint, result: .uint)],
            unary: { (value) throws(EvaluationError) in
                switch value {
                case .int(let number): return .int(~number)
                case .uint(let number): return .uint(~number)
                default: throw .noSuchOverload("math.bitNot()", value)
                }
            }),
        shift("math.bitShiftLeft") { $0 << $1 },
        // What is shifted in is zeros, also for negative numbers.
        shift("math.bitShiftRight") { $0 >> $1 },
    ]

    private static func pair(_ name: String, _ body: @escaping @Sendable (UInt64, UInt64) -> UInt64) -> Function {
        Function(
            name, [.global(.int, .int, result: .int), .global(.uint, .uint, result: .uint)],
            binary: { (left, right) throws(EvaluationError) in
                switch (left, right) {
                case (.int(let left), .int(let right)):
                    return .int(Int64(bitPattern: body(UInt64(bitPattern: left), UInt64(bitPattern: right))))
                case (.uint(let left), .uint(let right)): return .uint(body(left, right))
                default: throw .noSuchOverload("\(name)()", left, right)
                }
            })
    }

    /// - Parameter body: shifts by at least 0; Swift gives 0 for 64 and more.
    private static func shift(_ name: String, _ body: @escaping @Sendable (UInt64, Int64) -> UInt64) -> Function {
        Function(
            name, [.global(.int, .int, result: .int), .global(.uint, .int, result: .uint)],
            binary: { (value, distance) throws(EvaluationError) in
                guard case .int(let distance) = distance else { throw .noSuchOverload("\(name)()", value, distance) }
                guard distance >= 0 else { throw .invalid("the distance of a shift is negative") }
                switch value {
                case .int(let number): return .int(Int64(bitPattern: body(UInt64(bitPattern: number), distance)))
                case .uint(let number): return .uint(body(number, distance))
                default: throw .noSuchOverload("\(name)()", value)
                }
            })
    }
}
