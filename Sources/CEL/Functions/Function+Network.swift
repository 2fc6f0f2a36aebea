extension Function {
    /// The extension for addresses of the Internet Protocol.
    static let networkFunctions: [Function] = [
        Function(
            "ip", [.global(.string, result: .address), .member(.block, result: .address)],
            unary: { (value) throws(EvaluationError) in
                if case .block(let block) = value { return .address(block.address) }
                return .address(try address("ip()", value))
            }),
        Function(
            "cidr", [.global(.string, result: .block)],
            unary: { (value) throws(EvaluationError) in .block(try block("cidr()", value)) }),
        Function(
            "isIP", [.global(.string, result: .bool)],
            unary: { (value) throws(EvaluationError) in
                guard case .string(let text) = value else { throw .noSuchOverload("isIP()", value) }
                return .bool(IPAddress(text) != nil)
            }),
        Function(
            "isCIDR", [.global(.string, result: .bool)],
            unary: { (value) throws(EvaluationError) in
                guard case .string(let text) = value else { throw .noSuchOverload("isCIDR()", value) }
                return .bool(CIDRBlock(text) != nil)
            }),
        Function(
            "ip.isCanonical", [.global(.string, result: .bool)],
            unary: { (value) throws(EvaluationError) in
                let address = try address("ip.isCanonical()", value)
                guard case .string(let text) = value else { throw .noSuchOverload("ip.isCanonical()", value) }
                return .bool(address.description == text)
            }),
        fact("family", .int) { .int($0.family) },
        fact("isUnspecified") { .bool($0.isUnspecified) },
        fact("isLoopback") { .bool($0.isLoopback) },
        fact("isGlobalUnicast") { .bool($0.isGlobalUnicast) },
        fact("isLinkLocalMulticast") { .bool($0.isLinkLocalMulticast) },
        fact("isLinkLocalUnicast") { .bool($0.isLinkLocalUnicast) },
        Function(
            "containsIP",
            [.member(.block, .address, result: .bool), .member(.block, .string, result: .bool)],
            binary: { (left, right) throws(EvaluationError) in
                guard case .block(let block) = left else { throw .noSuchOverload("containsIP()", left, right) }
                if case .address(let address) = right { return .bool(block.contains(address)) }
                return .bool(block.contains(try address("containsIP()", right)))
            }),
        Function(
            "containsCIDR",
            [.member(.block, .block, result: .bool), .member(.block, .string, result: .bool)],
            binary: { (left, right) throws(EvaluationError) in
                guard case .block(let outer) = left else { throw .noSuchOverload("containsCIDR()", left, right) }
                if case .block(let inner) = right { return .bool(outer.contains(inner)) }
                return .bool(outer.contains(try block("containsCIDR()", right)))
            }),
        Function(
            "masked", [.member(.block, result: .block)],
            unary: { (value) throws(EvaluationError) in
                guard case .block(let block) = value else { throw .noSuchOverload("masked()", value) }
                return .block(block.masked)
            }),
        Function(
            "prefixLength", [.member(.block, result: .int)],
            unary: { (value) throws(EvaluationError) in
                guard case .block(let block) = value else { throw .noSuchOverload("prefixLength()", value) }
                return .int(Int64(block.prefixLength))
            }),
    ]

    private static func fact(
        _ name: String, _ result: CELType = .bool, _ body: @escaping @Sendable (IPAddress) -> Value
    ) -> Function {
        Function(
            name, [.member(.address, result: result)],
            unary: { (value) throws(EvaluationError) in
                guard case .address(let address) = value else { throw .noSuchOverload("\(name)()", value) }
                return body(address)
            })
    }

    private static func address(_ name: String, _ value: Value) throws(EvaluationError) -> IPAddress {
        guard case .string(let text) = value else { throw .noSuchOverload(name, value) }
        guard let address = IPAddress(text) else { throw .invalid("the text is no IP address") }
        return address
    }

    private static func block(_ name: String, _ value: Value) throws(EvaluationError) -> CIDRBlock {
        guard case .string(let text) = value else { throw .noSuchOverload(name, value) }
        guard let block = CIDRBlock(text) else { throw .invalid("the text is no block of IP addresses") }
        return block
    }
}
