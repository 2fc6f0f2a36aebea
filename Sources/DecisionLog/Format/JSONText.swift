/// The little JSON that the log writes of itself.
enum JSONText {
    /// `text` as a JSON string in ASCII: what would need escaping becomes `?`, since the log's own texts hold no such thing
    /// but for foreign error messages.
    static func quote(_ text: String) -> String {
        let bytes = text.utf8.map { RecordFormat.isAttributeByte($0) ? $0 : 0x3F }
        return "\"" + String(decoding: bytes, as: UTF8.self) + "\""
    }
}
