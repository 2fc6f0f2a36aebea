import Foundation

@testable import DecisionLog

/// A small good log of two segments and their checkpoints, and what has to hold for everything that bytes make of it.
struct FuzzLog {
    private let names: [String]
    static let records: UInt64 = 14

    private let files: [[UInt8]]
    private let lines: [[UInt8]]
    private let publicKey: CheckpointPublicKey
    /// The last checkpoint, which covers all: what was kept.
    private let kept: [UInt8]

    /// - Parameter isCompressed: whether the first segment is.
    init(isCompressed: Bool) throws {
        names = [
            "decisions-00000000000000000001.ndjson\(isCompressed ? ".gz" : "")", "decisions.ndjson", "checkpoints",
        ]
        let key = try CheckpointKey(generatedFor: "example.com/fuzz")
        publicKey = key.publicKey
        var (chain, tree) = (Chain(), MerkleTree())
        var files: [[UInt8]] = [[], [], []]
        var lines: [[UInt8]] = []
        var note: [UInt8] = []
        for number in 1...Self.records {
            let isRotation = number == Self.records / 2
            let record =
                isRotation
                ? try OwnRecord.rotated(
                    after: chain, reason: .request, fault: nil, closedFirst: 1, closedBytes: Int64(files[0].count),
                    tree: tree)
                : try Record(
                    type: "portcullis.decision.v1", id: "dec_\(number)", traceparent: nil,
                    data: Array(#"{"decision":{"id":"dec_\#(number)","decision":"block"},"evidence":{}}"#.utf8))
            var line: [UInt8] = []
            LineEncoder(instance: "fuzz").append(record, at: .zero, chain: &chain, to: &line)
            tree.append(chain.hash)
            files[number < Self.records / 2 ? 0 : 1] += line
            lines.append(line)
            guard number == Self.records || number.isMultiple(of: 5) else { continue }
            let checkpoint = Checkpoint(origin: publicKey.name, size: number, root: tree.root)
            note = Array(try key.sign(checkpoint).description.utf8)
            files[2] += note + [RecordFormat.lineEnd]
        }
        if isCompressed {
            let deflater = try Deflater()
            let segment = lines.prefix(Int(Self.records / 2) - 1)
            files[0] = try [segment.prefix(3), segment.dropFirst(3)].flatMap {
                try GzipMember.encoded(Array($0.joined())[...], deflater)
            }
        }
        (self.files, self.lines, kept) = (files, lines, note)
    }

    /// Changes the log as the bytes say, reads it in all ways in an empty directory, and says what of it is wrong; nil if nothing is.
    func fault(in bytes: [UInt8], directory: String) throws -> String? {
        var edits = FuzzEdits(bytes)
        for (name, content) in zip(names, edits.apply(to: files)) {
            try Data(content).write(to: URL(filePath: directory).appending(path: name))
        }
        read(directory, edits.id)
        if let fault = fault(ofProof: edits.id, directory) { return fault }
        _ = try? LogVerifier.verify(directory: directory)
        let report = try? LogVerifier.verify(directory: directory, publicKeys: [publicKey], kept: kept)
        guard let report, report.isGood else {
            // Repairs what a crash explains and refuses the rest; neither may end the process.
            _ = try? recovered(directory)
            return nil
        }
        if try readLines(directory).prefix(lines.count) != lines[...] {
            return "passes for good, but isn't what was written"
        }
        guard let sequence = try? recovered(directory) else { return "is good, but a start refuses it" }
        return sequence == report.lastSequence
            ? nil : "ends with #\(sequence) for a start, #\(report.lastSequence) for verify"
    }

    /// What commands read, without a look at whether it is good.
    private func read(_ directory: String, _ id: String) {
        if var query = try? LogQuery(RecordQuery(), directory: directory) {
            while let line = try? query.next() { _ = RecordSummary(line: line).description }
        }
        _ = try? LogSearch.line(id: id, directory: directory)
        if let tail = try? OpenedLog(LogDirectory(directory), last: 3) {
            while let entry = try? tail.next() {
                if case .line(let line) = entry { _ = RecordSummary(line: line).description }
            }
        }
    }

    /// What a proof proves was written.
    private func fault(ofProof id: String, _ directory: String) -> String? {
        guard let proof = try? LogProver.prove(id: id, directory: directory),
            let read = try? InclusionProof(proof.json), (try? read.check(publicKeys: [publicKey])) != nil
        else { return nil }
        return lines.contains(Array(read.record.utf8) + [RecordFormat.lineEnd])
            ? nil : "has a proof of what wasn't written"
    }

    private func readLines(_ directory: String) throws -> [[UInt8]] {
        var reader = LogReader(LogDirectory(directory))
        var lines: [[UInt8]] = []
        while let entry = try reader.next() { lines.append(Array(entry.line)) }
        return lines
    }

    /// The last sequence that a start goes on from.
    private func recovered(_ directory: String) throws(DecisionLogError) -> UInt64 {
        let recovery = try Recovery(LogDirectory(directory), durability: .commit, index: RecordIndex(maxRecords: 100))
        recovery.active?.file.close()
        return recovery.chain.sequence
    }
}
