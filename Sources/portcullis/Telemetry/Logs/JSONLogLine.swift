import CEL
import Foundation
import Logging

/// One line of the service's own log as JSON: `time`, `level`, `logger`, `message`, then what the line is about.
///
/// Bounded: a text that has no room any more is cut short, and `truncated` says so.
struct JSONLogLine {
    /// What the end of the line may take.
    private static let reserveBytes = 32
    /// A byte may take so many as an escape.
    private static let maxEscapeBytes = 6
    private static let ownKeys: Set<String> = ["time", "level", "logger", "message", "truncated"]

    private let maxBytes: Int
    private var writer: JSONWriter
    private var isTruncated = false

    static func bytes(
        _ event: LogEvent, label: String, metadata: Logger.Metadata, time: Date = Date(),
        maxBytes: Int = StandardErrorLines.maxLineBytes
    ) -> [UInt8] {
        var line = JSONLogLine(maxBytes: maxBytes)
        line.writer.beginObject()
        line.writer.member("time", time.ISO8601Format(.init(includingFractionalSeconds: true)))
        line.writer.member("level", event.level.rawValue)
        line.append("logger", .string(label))
        line.append("message", .string(event.message.description))
        for (key, value) in metadata.sorted(by: { $0.key < $1.key }) {
            line.append(ownKeys.contains(key) ? "metadata.\(key)" : key, value)
        }
        if line.isTruncated { line.writer.member("truncated", true) }
        line.writer.endObject()
        return line.writer.bytes + [UInt8(ascii: "\n")]
    }

    private init(maxBytes: Int) {
        self.maxBytes = maxBytes
        writer = JSONWriter(capacity: 512)
    }

    private mutating func append(_ key: String, _ value: Logger.MetadataValue) {
        let room = (maxBytes - Self.reserveBytes - writer.bytes.count) / Self.maxEscapeBytes - key.utf8.count - 2
        guard room > 0 else {
            isTruncated = true
            return
        }
        if case .stringConvertible(let number as Int) = value { return writer.member(key, number) }
        if case .stringConvertible(let number as Double) = value { return writer.member(key, number) }
        if case .stringConvertible(let flag as Bool) = value { return writer.member(key, flag) }
        let text = value.description
        guard text.utf8.count > room else { return writer.member(key, text) }
        isTruncated = true
        writer.member(key, String(decoding: text.utf8.prefix(room), as: UTF8.self))
    }
}
