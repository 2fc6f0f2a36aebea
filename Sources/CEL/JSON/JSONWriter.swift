/// Writes one JSON value into a buffer of bytes, commas and colons where they belong.
///
/// The caller opens and closes arrays and objects in pairs and writes a key before each member:
/// ```swift
/// var writer = JSONWriter()
/// writer.beginObject()
/// writer.member("vpn", true)
/// writer.endObject()
/// ```
package struct JSONWriter: Sendable {
    /// What has been written.
    package private(set) var bytes: [UInt8]
    /// Whether a value stands before what comes next.
    private var needsComma = false

    /// - Parameter bytes: the buffer to append to.
    package init(appendingTo bytes: [UInt8] = []) { self.bytes = bytes }

    /// - Parameter capacity: the bytes to make room for at once.
    package init(capacity: Int) {
        bytes = []
        bytes.reserveCapacity(capacity)
    }

    package mutating func beginObject() { open(UInt8(ascii: "{")) }

    package mutating func endObject() { close(UInt8(ascii: "}")) }

    package mutating func beginArray() { open(UInt8(ascii: "[")) }

    package mutating func endArray() { close(UInt8(ascii: "]")) }

    /// Writes the key of a member; its value has to follow.
    package mutating func key(_ name: String) {
        separate()
        quote(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    package mutating func null() { raw("null") }

    package mutating func value(_ flag: Bool) { raw(flag ? "true" : "false") }

    package mutating func value(_ number: Int) { integer(number) }

    package mutating func value(_ number: Int64) { integer(number) }

    package mutating func value(_ number: UInt64) { integer(number) }

    /// The shortest digits that read back as the same number. JSON has no NaN and no infinity: they become `null`.
    package mutating func value(_ number: Double) {
        number.isFinite ? raw(number.description) : null()
    }

    package mutating func value(_ text: String) {
        separate()
        quote(text)
    }

    /// Appends bytes that are one JSON value already, as they are.
    package mutating func encoded(_ json: some Sequence<UInt8>) {
        separate()
        bytes.append(contentsOf: json)
    }

    private mutating func open(_ brace: UInt8) {
        separate()
        bytes.append(brace)
        needsComma = false
    }

    private mutating func close(_ brace: UInt8) {
        bytes.append(brace)
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    private mutating func raw(_ text: String) {
        separate()
        bytes.append(contentsOf: text.utf8)
    }

    private mutating func integer(_ number: some FixedWidthInteger) {
        // Up to 15 digits fit into a string without an allocation; longer ones are rare.
        raw(String(number))
    }

    private mutating func quote(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        if Self.isPlain(text) {
            bytes.append(contentsOf: text.utf8)
        } else {
            for scalar in text.unicodeScalars { append(scalar) }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Whether all of it is printable ASCII that JSON takes as it is.
    private static func isPlain(_ text: String) -> Bool {
        let span = text.utf8.span
        for index in span.indices {
            let byte = span[index]
            if byte < 0x20 || byte >= 0x7F || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return false }
        }
        return true
    }

    /// Escapes what JSON has to have escaped, and besides what a terminal takes for a command (DEL, C1), what some
    /// readers take for a line's end (U+2028, U+2029), and what turns the direction of text: such text comes from
    /// outside, and people look at it.
    private mutating func append(_ scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0x22, 0x5C: bytes.append(contentsOf: [UInt8(ascii: "\\"), UInt8(truncatingIfNeeded: scalar.value)])
        case 0x08: bytes.append(contentsOf: "\\b".utf8)
        case 0x09: bytes.append(contentsOf: "\\t".utf8)
        case 0x0A: bytes.append(contentsOf: "\\n".utf8)
        case 0x0C: bytes.append(contentsOf: "\\f".utf8)
        case 0x0D: bytes.append(contentsOf: "\\r".utf8)
        case 0..<0x20, 0x7F...0x9F, 0x061C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF:
            bytes.append(contentsOf: "\\u".utf8)
            for shift in [12, 8, 4, 0] as [UInt32] {
                bytes.append(Self.hexDigits[Int(scalar.value >> shift & 0xF)])
            }
        default: bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        }
    }

    private static let hexDigits = Array("0123456789abcdef".utf8)
}
