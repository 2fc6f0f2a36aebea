extension Function {
    /// The extension for encodings.
    static let encoders: [Function] = [
        Function(
            "base64.encode", [.global(.bytes, result: .string)],
            unary: { (value) throws(EvaluationError) in
                guard case .bytes(let bytes) = value else { throw .noSuchOverload("base64.encode()", value) }
                return .string(Base64.encode(bytes))
            }),
        Function(
            "base64.decode", [.global(.string, result: .bytes)],
            unary: { (value) throws(EvaluationError) in
                guard case .string(let text) = value else { throw .noSuchOverload("base64.decode()", value) }
                guard let bytes = Base64.decode(text) else { throw .invalid("the text is no base64") }
                return .bytes(bytes)
            }),
    ]
}
