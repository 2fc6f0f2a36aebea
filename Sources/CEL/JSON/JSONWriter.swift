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
            for byte in text.utf8 { Self.needsEscape(byte) ? escape(byte) : bytes.append(byte) }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func isPlain(_ text: String) -> Bool {
        let span = text.utf8.span
        for index in span.indices where needsEscape(span[index]) { return false }
        return true
    }

    private static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private mutating func escape(_ byte: UInt8) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0C: bytes.append(UInt8(ascii: "f"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        default:
            bytes.append(contentsOf: "u00".utf8)
            bytes.append(byte < 0x10 ? UInt8(ascii: "0") : UInt8(ascii: "1"))
            bytes.append(contentsOf: String(byte & 0x0F, radix: 16).utf8)
        }
    }
}
