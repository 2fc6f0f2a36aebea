/// Encodes records as lines. Nothing here allocates but the hash function's state: a line is appended to the batch's
/// buffer and hashed there.
struct LineEncoder: Sendable {
    private let instance: [UInt8]

    init(instance: String) {
        self.instance = Array(instance.utf8)
    }

    /// The exact length of the record's line, its line end included.
    func lineBytes(_ record: Record) -> Int {
        var count = RecordFormat.fixedBytes + instance.count
        count += record.id.utf8.count + record.type.utf8.count + record.data.count
        if let traceparent = record.traceparent {
            count += RecordFormat.traceparent.count + traceparent.utf8.count
        }
        return count
    }

    /// Appends the record's line to `buffer` and moves the chain on by it. A clock that went back doesn't take the records'
    /// time back: the later of `time` and the chain's stands.
    func append(_ record: Record, at time: Timestamp, chain: inout Chain, to buffer: inout [UInt8]) {
        let start = buffer.count
        let next = Chain(sequence: chain.sequence + 1, hash: chain.hash, time: max(time, chain.time))
        buffer.append(contentsOf: RecordFormat.id)
        buffer.append(contentsOf: record.id.utf8)
        buffer.append(contentsOf: RecordFormat.source)
        buffer.append(contentsOf: instance)
        buffer.append(contentsOf: RecordFormat.type)
        buffer.append(contentsOf: record.type.utf8)
        buffer.append(contentsOf: RecordFormat.time)
        next.time.append(to: &buffer)
        buffer.append(contentsOf: RecordFormat.sequence)
        Self.append(sequence: next.sequence, to: &buffer)
        buffer.append(contentsOf: RecordFormat.previousHash)
        chain.hash.appendHex(to: &buffer)
        if let traceparent = record.traceparent {
            buffer.append(contentsOf: RecordFormat.traceparent)
            buffer.append(contentsOf: traceparent.utf8)
        }
        buffer.append(contentsOf: RecordFormat.data)
        buffer.append(contentsOf: record.data)
        chain = next
        chain.hash = RecordHash(of: buffer[start...])
        buffer.append(contentsOf: RecordFormat.hash)
        chain.hash.appendHex(to: &buffer)
        buffer.append(contentsOf: RecordFormat.end)
    }

    private static func append(sequence: UInt64, to buffer: inout [UInt8]) {
        var divisor: UInt64 = 10_000_000_000_000_000_000
        while divisor > 0 {
            buffer.append(0x30 + UInt8(truncatingIfNeeded: sequence / divisor % 10))
            divisor /= 10
        }
    }
}
