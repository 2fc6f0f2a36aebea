import CEL

/// Reading a vendor's JSON, and writing the part of it that the log keeps.
enum VendorJSON {
    /// Vendors' answers are a dozen kilobytes, a few levels deep; what is far beyond is no answer.
    private static let limits = JSONLimits(maxBytes: 1 << 20, maxDepth: 32, maxElements: 20_000)

    /// What can be read of a body; nil if it isn't JSON, or isn't an object.
    static func decode(_ body: [UInt8], as type: RecordType) -> (record: Record, drift: [String])? {
        guard let decoded = try? JSONRecordDecoder(type, limits: limits).decode(body),
            !decoded.drift.contains(where: { $0.path.isEmpty })
        else { return nil }
        return (decoded.record, decoded.drift.map { "\($0.path): \($0.kind.rawValue)" })
    }

    /// Far above what an answer holds: a record of the log has to bear two of them.
    private static let maxEvidenceBytes = 64 * 1024

    /// The fields named, as JSON.
    static func evidence(_ record: Record, fields: [String]) -> [UInt8]? { encode(record.keeping(fields)) }

    /// What goes to the log, as JSON; nil for an answer blown up beyond all measure.
    static func encode(_ record: Record) -> [UInt8]? {
        var writer = JSONWriter(capacity: 1024)
        writer.value(record)
        return writer.bytes.count <= maxEvidenceBytes ? writer.bytes : nil
    }

    /// What decoded facts hold in memory, estimated from the body: a value in a record takes 40 bytes or so for the
    /// few characters that it had, most strings are stored out of line. A test compares it to what the process grows by.
    static func memoryBytes(body: [UInt8]) -> Int { 6144 + 2 * body.count }
}
