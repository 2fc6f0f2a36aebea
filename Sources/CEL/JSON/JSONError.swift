/// Why a document was refused as JSON, and where.
///
/// Its text holds nothing of the document but the names on the way to the place, as a JSON pointer.
package struct JSONError: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Kind: Sendable, Equatable {
        /// Not what RFC 8259 allows; `expected` says what it would have allowed.
        case syntax(expected: String)
        case unexpectedEnd
        case invalidUTF8
        case invalidEscape
        case loneSurrogate
        case duplicateKey
        case numberOutOfRange
        case trailingData
        case tooLarge(maxBytes: Int)
        case tooDeep(maxDepth: Int)
        case tooManyElements(maxElements: Int)
    }

    package let kind: Kind
    /// From 0, in bytes.
    package let offset: Int
    /// RFC 6901, of the value that was being read. Empty for the whole document.
    package let pointer: String

    package var description: String {
        "\(reason) at byte \(offset)\(pointer.isEmpty ? "" : " (\(pointer))")"
    }

    /// The same of a part as an error of the whole document.
    ///
    /// - Parameters:
    ///   - offset: where the part begins.
    ///   - pointer: of the part.
    package func moved(by offset: Int, under pointer: String) -> JSONError {
        JSONError(kind: kind, offset: self.offset + offset, pointer: pointer + self.pointer)
    }

    private var reason: String {
        switch kind {
        case .syntax(let expected): "invalid JSON: expected \(expected)"
        case .unexpectedEnd: "invalid JSON: it ends too early"
        case .invalidUTF8: "invalid JSON: a string isn't UTF-8"
        case .invalidEscape: "invalid JSON: unknown escape or unescaped control character in a string"
        case .loneSurrogate: "invalid JSON: half a surrogate pair"
        case .duplicateKey: "invalid JSON: a key is there twice"
        case .numberOutOfRange: "invalid JSON: a number is out of range"
        case .trailingData: "invalid JSON: more after the end of the value"
        case .tooLarge(let maxBytes): "JSON is larger than \(maxBytes) bytes"
        case .tooDeep(let maxDepth): "JSON is nested deeper than \(maxDepth)"
        case .tooManyElements(let maxElements): "JSON has more than \(maxElements) elements"
        }
    }
}
