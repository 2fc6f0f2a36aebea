/// Goes over the bytes of a JSON document: white space, literals, structure, and the limits. What it reads is what
/// RFC 8259 allows and nothing else. What becomes of it is its users' matter.
struct JSONScanner {
    let bytes: [UInt8]
    let limits: JSONLimits
    var index = 0
    private var depth = 0
    private var elements = 0
    /// The keys of the objects being read, the innermost last; see ``JSONKeys``.
    var keys = JSONKeys()

    init(_ bytes: [UInt8], limits: JSONLimits) throws(JSONError) {
        self.bytes = bytes
        self.limits = limits
        guard bytes.count <= limits.maxBytes else {
            throw error(.tooLarge(maxBytes: limits.maxBytes), at: limits.maxBytes)
        }
    }

    func error(_ kind: JSONError.Kind, at offset: Int? = nil) -> JSONError {
        let offset = offset ?? index
        return JSONError(kind: kind, offset: offset, pointer: JSONPointer.locate(offset, in: bytes))
    }

    /// An error for what stands here: the end, or something else than `expected`.
    func unexpected(_ expected: String) -> JSONError {
        error(index < bytes.count ? .syntax(expected: expected) : .unexpectedEnd)
    }

    /// The next byte that isn't white space, which stays unread, or nil at the end.
    mutating func peek() -> UInt8? {
        while index < bytes.count {
            let byte = bytes[index]
            guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return byte }
            index += 1
        }
        return nil
    }

    /// Takes this byte if it is next after white space.
    mutating func take(_ byte: UInt8) -> Bool {
        guard peek() == byte else { return false }
        index += 1
        return true
    }

    mutating func expectEnd() throws(JSONError) {
        guard peek() == nil else { throw error(.trailingData) }
    }

    /// Takes `true`, `false` or `null`, of which the first byte has been seen.
    mutating func literal(_ text: StaticString) throws(JSONError) {
        for byte in text.description.utf8 {
            guard index < bytes.count, bytes[index] == byte else { throw unexpected("\(text)") }
            index += 1
        }
    }

    // MARK: Arrays and objects

    /// Takes `[` or `{`, which has been seen.
    mutating func open() throws(JSONError) {
        guard depth < limits.maxDepth else { throw error(.tooDeep(maxDepth: limits.maxDepth)) }
        depth += 1
        index += 1
    }

    /// At the start of an array: false, and `]` taken, when it is empty.
    mutating func firstElement() throws(JSONError) -> Bool {
        if take(UInt8(ascii: "]")) {
            depth -= 1
            return false
        }
        try countElement()
        return true
    }

    /// After an element: whether another one follows.
    mutating func nextElement() throws(JSONError) -> Bool {
        if take(UInt8(ascii: ",")) {
            try countElement()
            return true
        }
        guard take(UInt8(ascii: "]")) else { throw unexpected("',' or ']'") }
        depth -= 1
        return false
    }

    /// At the start of an object: the first key, or nil, and `}` taken, when it is empty. Takes the colon too.
    mutating func firstKey() throws(JSONError) -> JSONString? {
        if take(UInt8(ascii: "}")) {
            depth -= 1
            return nil
        }
        return try key()
    }

    /// After a member: the next key with its colon, or nil at the end of the object.
    mutating func nextKey() throws(JSONError) -> JSONString? {
        if take(UInt8(ascii: ",")) { return try key() }
        guard take(UInt8(ascii: "}")) else { throw unexpected("',' or '}'") }
        depth -= 1
        return nil
    }

    private mutating func key() throws(JSONError) -> JSONString {
        try countElement()
        guard peek() == UInt8(ascii: "\"") else { throw unexpected("a key in quotes") }
        let key = try string()
        guard take(UInt8(ascii: ":")) else { throw unexpected("':'") }
        return key
    }

    private mutating func countElement() throws(JSONError) {
        elements += 1
        guard elements <= limits.maxElements else { throw error(.tooManyElements(maxElements: limits.maxElements)) }
    }
}
