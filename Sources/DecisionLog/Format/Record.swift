/// What a caller wants in the log; sequence, time and hashes are the writer's. A class, as it goes through two queues: each copy
/// of a structure would count all its parts up and down.
final class Record: Sendable {
    let type: String
    let id: String
    let traceparent: String?
    /// One JSON value without raw control bytes, so that it can't end the line.
    let data: [UInt8]

    /// Checks what would break a line's framing. That `data` is valid JSON is the caller's word: it has just encoded it.
    init(type: String, id: String, traceparent: String?, data: [UInt8]) throws(DecisionLogError) {
        let attributes = [("type", type), ("id", id), ("traceparent", traceparent)]
        for case (let name, let text?) in attributes where !RecordFormat.isAttribute(text) {
            throw .invalidRecord(
                reason: "\(name) can't stand in a log record; allowed are 1 to 256 printable ASCII characters "
                    + "without quotation mark and backslash")
        }
        guard !data.isEmpty else {
            throw .invalidRecord(reason: "data is empty; it has to be a JSON value")
        }
        // A minimum over all bytes is vectorised, a search that may stop early isn't.
        var lowest = UInt8.max
        for byte in data { lowest = min(lowest, byte) }
        guard lowest >= 0x20 else {
            throw .invalidRecord(reason: "data holds a raw control byte or line end; it has to be JSON on one line")
        }
        self.type = type
        self.id = id
        self.traceparent = traceparent
        self.data = data
    }
}
