import CEL

/// How an idempotency key stands in the log: the last member of a decision record's `data`, of a fixed length, so that a
/// start finds it without parsing the rest.
///
/// `,"idempotency":{"key":"<32 hex>","request":"<32 hex>"}}`
enum IdempotencyMark {
    private static let begin = Array(#","idempotency":{"key":""#.utf8)
    private static let middle = Array(#"","request":""#.utf8)
    private static let end = Array("\"}}".utf8)
    private static let hexBytes = 32
    private static let byteCount = begin.count + hexBytes + middle.count + hexBytes + end.count

    static func write(_ key: IdempotencyKey, to writer: inout JSONWriter) {
        writer.key("idempotency")
        writer.beginObject()
        writer.member("key", hex(key.key))
        writer.member("request", hex(key.request))
        writer.endObject()
    }

    /// - Parameter data: of a decision record.
    /// - Returns: nil if the record's request had no key.
    static func key(in data: ArraySlice<UInt8>) -> IdempotencyKey? {
        var rest = data.suffix(byteCount)
        guard let key = take(begin, from: &rest), let request = take(middle, from: &rest), rest.elementsEqual(end)
        else { return nil }
        return IdempotencyKey(key: key, request: request)
    }

    /// The digest that follows `text` at the begin of `rest`.
    private static func take(_ text: [UInt8], from rest: inout ArraySlice<UInt8>) -> IdempotencyKey.Digest? {
        guard rest.starts(with: text) else { return nil }
        let digits = rest.dropFirst(text.count).prefix(hexBytes)
        rest = rest.dropFirst(text.count + hexBytes)
        guard let high = word(digits.prefix(hexBytes / 2)), let low = word(digits.suffix(hexBytes / 2)) else {
            return nil
        }
        return IdempotencyKey.Digest(high: high, low: low)
    }

    private static func word(_ digits: ArraySlice<UInt8>) -> UInt64? {
        guard digits.count == hexBytes / 2 else { return nil }
        return UInt64(String(decoding: digits, as: UTF8.self), radix: 16)
    }

    private static func hex(_ digest: IdempotencyKey.Digest) -> String {
        [digest.high, digest.low].map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: hexBytes / 2 - digits.count) + digits
        }.joined()
    }
}
