/// The text of an expression as UTF-8, and the lines and columns of its bytes.
struct SourceText {
    let bytes: [UInt8]

    init(_ text: String) { bytes = Array(text.utf8) }

    /// An error at a byte of the text.
    func error(_ message: String, at offset: Int, hint: String? = nil) -> CompileError {
        let offset = min(max(0, offset), bytes.count)
        let (line, column) = place(of: offset)
        let start = bytes[..<offset].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        let text = String(decoding: bytes[start...].prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        return CompileError(message: message, line: line, column: column, hint: hint, sourceLine: text)
    }

    /// The line and column of a byte, both from 1, the column in code points.
    func place(of offset: Int) -> (line: Int, column: Int) {
        var line = 1
        var column = 1
        for byte in bytes.prefix(max(0, offset)) {
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                // Every byte but a continuation begins a code point.
                column += 1
            }
        }
        return (line, column)
    }
}
