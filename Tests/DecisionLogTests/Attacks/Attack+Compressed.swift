import Foundation

@testable import DecisionLog

extension Attack {
    static let onCompressed: [Attack] = [
        .seen("a bit flipped in a compressed segment") { log in
            try log.compress(AttackedLog.second)
            var bytes = try log.files.bytes(compressed)
            bytes[GzipMember.headerBytes + 40] ^= 1
            try log.files.write(bytes, to: compressed)
        },
        .seen("a compressed segment cut off") { log in
            try log.compress(AttackedLog.second)
            try log.files.write(try log.files.bytes(compressed).dropLast(20), to: compressed)
        },
        .seen("a compressed segment emptied") { log in
            try log.compress(AttackedLog.second)
            try log.files.write([], to: compressed)
        },
        .seen("something else added to a compressed segment") { log in
            try log.compress(AttackedLog.second)
            try log.files.write(try log.files.bytes(compressed) + Array("{}\n".utf8), to: compressed)
        },
        .seen("a zero byte added to a compressed segment") { log in
            try log.compress(AttackedLog.second)
            try log.files.write(try log.files.bytes(compressed) + [0], to: compressed)
        },
        .seen("a zero byte added to the compressed copy beside a segment") { log in
            try log.files.write(try log.parts(AttackedLog.second).joined() + [0], to: compressed)
        },
        .seen("an empty file put in under a compressed segment's name") { log in
            try log.files.write([], to: "decisions-00000000000000000030.ndjson.gz")
        },
        .seen("the length that a part of a compressed segment says it has changed") { log in
            try log.compress(AttackedLog.second)
            var bytes = try log.files.bytes(compressed)
            bytes[GzipMember.headerBytes - 8] ^= 1
            try log.files.write(bytes, to: compressed)
        },
        .seen("a link to nowhere put in as the compressed copy beside a segment") { log in
            try FileManager.default.createSymbolicLink(
                atPath: log.files.url(compressed).path, withDestinationPath: "nowhere")
        },
        .unseen("a file put in whose name isn't a segment's: it isn't read") { log in
            try log.files.write(Array("{}\n".utf8), to: "decisions-80.ndjson")
            try log.files.write([], to: "decisions-80.ndjson.gz")
        },
        .seen("two parts of a compressed segment swapped") { log in
            var parts = try log.parts(AttackedLog.second)
            try log.compress(AttackedLog.second)
            parts.swapAt(1, 2)
            try log.files.write(parts.joined(), to: compressed)
        },
        .seen("a part of a compressed segment removed") { log in
            var parts = try log.parts(AttackedLog.second)
            try log.compress(AttackedLog.second)
            parts.removeLast()
            try log.files.write(parts.joined(), to: compressed)
        },
        .seen("an outcome in a compressed segment changed, and the segment compressed anew") { log in
            try log.edit(AttackedLog.second) { $0[2] = $0[2].replacingOccurrences(of: "block", with: "allow") }
            try log.compress(AttackedLog.second)
        },
        .seen("another segment in a compressed one's place") { log in
            try log.files.write(try log.files.bytes(AttackedLog.first), to: AttackedLog.second)
            try log.compress(AttackedLog.second)
        },
        .seen("a compressed copy with other content put beside a segment") { log in
            try log.files.write(try log.parts(AttackedLog.first).joined(), to: compressed)
        },
        .seen("a segment with other content put beside its compressed copy") { log in
            let bytes = try log.files.bytes(AttackedLog.second)
            try log.compress(AttackedLog.second)
            try log.files.write(bytes + Array("{}\n".utf8), to: AttackedLog.second)
        },
        .unseen("a segment compressed, and its parts' division or way of compression changed: its content is the same")
        {
            log in
            try log.compress(AttackedLog.second)
            let content = try log.files.content(compressed)
            let deflater = try Deflater()
            let half = content.count / 2
            try log.files.write(
                try GzipMember.encoded(content[..<half], deflater) + GzipMember.encoded(content[half...], deflater),
                to: compressed)
        },
    ]

    private static let compressed = AttackedLog.second + ".gz"
}
