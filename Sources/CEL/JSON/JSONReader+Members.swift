extension JSONReader {
    /// One member of a document's object, of which only the place is known.
    package struct Member: Sendable {
        package let name: String
        /// Where its elements stand, each without white space around it; nil for a value that is no array.
        package let elements: [Range<Int>]?
    }

    /// Reads a whole document as strictly as ``read(_:)`` and keeps only where its parts stand, so that they can be read
    /// one by one, each within limits of its own.
    ///
    /// - Returns: nil for a document that is no object.
    package func members(_ bytes: [UInt8]) throws(JSONError) -> [Member]? {
        var scanner = try JSONScanner(bytes, limits: limits)
        guard scanner.peek() == UInt8(ascii: "{") else {
            try scanner.skip()
            try scanner.expectEnd()
            return nil
        }
        let members = try scanner.members()
        try scanner.expectEnd()
        return members
    }
}

extension JSONScanner {
    fileprivate mutating func members() throws(JSONError) -> [JSONReader.Member] {
        var members: [JSONReader.Member] = []
        try open()
        let object = keys.open()
        var next = try firstKey()
        while let key = next {
            try note(key, in: object)
            let elements = try elements()
            members.append(JSONReader.Member(name: key.text(in: bytes), elements: elements))
            next = try nextKey()
        }
        keys.close(object)
        return members
    }

    /// Takes a value; nil if it is no array.
    private mutating func elements() throws(JSONError) -> [Range<Int>]? {
        guard peek() == UInt8(ascii: "[") else {
            try skip()
            return nil
        }
        var elements: [Range<Int>] = []
        try open()
        var isMore = try firstElement()
        while isMore {
            // At its first byte, past white space.
            _ = peek()
            let start = index
            try skip()
            elements.append(start..<index)
            isMore = try nextElement()
        }
        return elements
    }
}
