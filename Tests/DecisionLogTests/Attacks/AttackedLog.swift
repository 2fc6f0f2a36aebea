import Foundation

@testable import DecisionLog

/// A log as an attacker finds it: three closed segments and the active one, each with a checkpoint at its end. He may write all files,
/// knows how the log works, and has another key, but not the log's.
struct AttackedLog {
    let files: LogFiles
    let key: CheckpointKey
    /// What the auditor kept: the checkpoint at the second segment's end.
    let kept: [UInt8]
    /// Another log of the same name and instance, with another key.
    let other: LogFiles
    let otherKey: CheckpointKey
    /// The state of the log when its first segment had just been closed.
    let old: LogFiles

    static func make(in root: String) async throws -> AttackedLog {
        let key = try CheckpointKey(generatedFor: "example.com/log")
        let otherKey = try CheckpointKey(generatedFor: "example.com/log")
        let (log, old, other) = (LogFiles(root + "/log"), LogFiles(root + "/old"), LogFiles(root + "/other"))
        let clock = ManualClock(Date(timeIntervalSince1970: 1_800_000_000))
        var kept: [UInt8] = []
        for (files, key) in [(log, key), (other, otherKey)] {
            let configuration = DecisionLog.Configuration(
                directory: files.directory, instance: "test",
                checkpoints: .init(key: key, policy: .init(maxDelay: .seconds(3600))), now: clock.now)
            try await withLog(configuration) { log in
                for number in 0..<12 {
                    clock.set(Date(timeIntervalSince1970: 1_800_000_000 + Double(number)))
                    let outcome = number.isMultiple(of: 2) ? "block" : "allow"
                    try await log.append("dec_\(number)", data: #"{"decision":{"decision":"\#(outcome)"}}"#)
                    guard [2, 5, 8].contains(number) else { continue }
                    try await log.rotate()
                    let notes = String(decoding: try files.bytes("checkpoints"), as: UTF8.self)
                    if number == 2, files.directory == root + "/log" {
                        try FileManager.default.copyItem(atPath: files.directory, toPath: old.directory)
                    }
                    if number == 5, files.directory == root + "/log" {
                        kept = Array(
                            notes.components(separatedBy: "\n\n").suffix(3).prefix(2).joined(separator: "\n\n").utf8)
                        kept.append(0x0A)
                    }
                }
            }
        }
        return AttackedLog(files: log, key: key, kept: kept, other: other, otherKey: otherKey, old: old)
    }

    static let first = "decisions-00000000000000000001.ndjson"
    static let second = "decisions-00000000000000000005.ndjson"
    static let third = "decisions-00000000000000000009.ndjson"
    static let active = "decisions.ndjson"

    /// Changes one file's lines, which are without line ends.
    func edit(_ name: String, _ change: (inout [String]) throws -> Void) throws {
        var lines = try self.lines(name)
        try change(&lines)
        try files.write(Array(lines.map { $0 + "\n" }.joined().utf8), to: name)
    }

    /// Puts a compressed file in a segment's place, with a part for each record.
    func compress(_ name: String) throws {
        try files.write(try parts(name).joined(), to: name + ".gz")
        try files.remove(name)
    }

    /// A segment's records, each compressed by itself.
    func parts(_ name: String) throws -> [[UInt8]] {
        let deflater = try Deflater()
        return try lines(name).map { try GzipMember.encoded(Array(($0 + "\n").utf8)[...], deflater) }
    }

    func lines(_ name: String) throws -> [String] {
        String(decoding: try files.bytes(name), as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
            .dropLast().map(String.init)
    }

    /// The checkpoints, each with its signature and its empty line.
    func notes() throws -> [String] {
        let parts = String(decoding: try files.bytes("checkpoints"), as: UTF8.self).components(separatedBy: "\n\n")
        return stride(from: 0, to: parts.count - 1, by: 2).map { parts[$0] + "\n\n" + parts[$0 + 1] + "\n\n" }
    }

    func write(notes: [String]) throws { try files.write(Array(notes.joined().utf8), to: "checkpoints") }

    /// Writes the whole log anew after `change` was applied to each record's data, with all hashes and trees computed as the log would.
    ///
    /// - Returns: the tree at the end of each segment.
    @discardableResult
    func rewrite(_ change: (Record) throws -> Record) throws -> [MerkleTree] {
        let encoder = LineEncoder(instance: "test")
        var chain = Chain()
        var tree = MerkleTree()
        var trees: [MerkleTree] = []
        var closed: (first: UInt64, bytes: Int64) = (1, 0)
        for name in try files.segments() {
            var bytes: [UInt8] = []
            let first = chain.sequence + 1
            for text in try lines(name) {
                let line = Array((text + "\n").utf8)
                let fields = try RecordLine(line[...])
                var record = try Record(
                    type: String(decoding: line[fields.type], as: UTF8.self),
                    id: String(decoding: line[fields.id], as: UTF8.self), traceparent: nil,
                    data: Array(line[fields.data]))
                record = try change(record)
                if record.type == SegmentStart.type {
                    record = try OwnRecord.rotated(
                        after: chain, reason: .request, fault: nil, closedFirst: closed.first,
                        closedBytes: closed.bytes, tree: tree)
                }
                encoder.append(record, at: fields.time, chain: &chain, to: &bytes)
                tree.append(chain.hash)
            }
            closed = (first, Int64(bytes.count))
            trees.append(tree)
            try files.write(bytes, to: name)
        }
        return trees
    }

    /// As `rewrite`, with one decision's outcome changed.
    @discardableResult
    func rewriteOutcome(of id: String) throws -> [MerkleTree] {
        try rewrite { record in
            guard record.id == id else { return record }
            let data = String(decoding: record.data, as: UTF8.self).replacingOccurrences(of: "block", with: "allow")
            return try Record(type: record.type, id: record.id, traceparent: nil, data: Array(data.utf8))
        }
    }

    func sign(_ trees: [MerkleTree], with key: CheckpointKey) throws {
        try write(
            notes: trees.map { tree in
                try key.sign(Checkpoint(origin: "example.com/log", size: tree.size, root: tree.root)).description + "\n"
            })
    }
}
