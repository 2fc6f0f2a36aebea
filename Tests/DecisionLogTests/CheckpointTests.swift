import Crypto
import Foundation
import Testing

@testable import DecisionLog

@Suite(.timeLimit(.minutes(2))) struct CheckpointTests {
    /// The example of https://c2sp.org/signed-note, made by Go's golang.org/x/mod/sumdb/note.
    static let goPublicKey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    static let goNote = """
        If you think cryptography is the answer to your problem,
        then you don't know what your problem is.

        \u{2014} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=

        """

    @Test("a note that Go's library signed is read, written again as it was, and its signature fits")
    func goNote() throws {
        let note = try #require(SignedNote(Array(Self.goNote.utf8)))
        #expect(note.description == Self.goNote)
        let key = try CheckpointPublicKey(Self.goPublicKey)
        #expect(key.description == Self.goPublicKey && key.signed(note))
        let altered = SignedNote(text: note.text + "x\n", signatures: note.signatures)
        #expect(!key.signed(altered))
        #expect(try !CheckpointKey(generatedFor: "PeterNeumann").publicKey.signed(note))
    }

    @Test(
        "what the specification doesn't allow is no note",
        arguments: [
            "", "a\n", "a\n\n", "a\n\nb\n", "a\n\n\u{2014} b\n", "a\n\n\u{2014} b c\n", "a\n\n\u{2014} b+c AAAAAAAA\n",
            "a\n\n\u{2014} b AAAAAAAA", "a\u{1}\n\n\u{2014} b AAAAAAAA\n", "a\n\n\u{2014} b AAAA\n",
        ])
    func noNote(text: String) {
        #expect(SignedNote(Array(text.utf8)) == nil)
    }

    @Test("a key reads back what it writes, and a damaged one is refused without showing it")
    func keys() throws {
        let key = try CheckpointKey(generatedFor: "example.com/signup")
        let text = key.secretText
        #expect(text.hasPrefix("PRIVATE+KEY+example.com/signup+"))
        #expect(try CheckpointKey(text + "\n").publicKey.description == key.publicKey.description)
        let checkpoint = Checkpoint(origin: "example.com/signup", size: 3, root: MerkleHash.empty)
        #expect(key.publicKey.signed(try key.sign(checkpoint)))
        #expect(Checkpoint(checkpoint.text) == checkpoint)
        for index in text.indices.dropLast(2) {
            var damaged = text
            damaged.replaceSubrange(index...index, with: text[index] == "B" ? "C" : "B")
            let error = #expect(throws: DecisionLogError.self) { try CheckpointKey(damaged) }
            #expect(error.map { !"\($0)".contains(text.suffix(20)) } ?? false)
        }
        for name in ["", "a b", "a+b", "a\n", String(repeating: "a", count: 257)] {
            #expect(throws: DecisionLogError.self) { try CheckpointKey(generatedFor: name) }
        }
    }

    @Test(
        "a text that isn't a checkpoint is none",
        arguments: ["a\n1\n", "a\n01\nAAAA\n", "a\n-1\nAAAA\n", "a\n1\nAAAA\n", "a\n99999999999999999999\nAAAA\n"])
    func noCheckpoint(text: String) {
        #expect(Checkpoint(text) == nil)
    }

    @Test("checkpoints come every so many records, at a rotation and at the end, and verify says how many are good")
    func written() async throws {
        try await withTemporaryDirectory { directory in
            let key = try CheckpointKey(generatedFor: "example.com/log")
            let copy = directory + "/copy"
            let checkpoints = DecisionLog.Checkpoints(
                key: key, policy: .init(maxRecords: 3, maxDelay: .seconds(3600)), copy: copy)
            let configuration = DecisionLog.Configuration(
                directory: directory + "/log", instance: "test", checkpoints: checkpoints)
            try await withLog(configuration) { log in
                for number in 0..<7 { try await log.append("dec_\(number)") }
                try await log.rotate()
                try await log.append("dec_7")
            }
            let files = LogFiles(directory + "/log")
            let notes = String(decoding: try files.bytes("checkpoints"), as: UTF8.self)
            let sizes = notes.split(separator: "\n").filter { Int($0) != nil }
            #expect(sizes == ["3", "6", "8", "10"])
            #expect(try Data(contentsOf: URL(filePath: copy)) == Data(notes.utf8))
            let report = try LogVerifier.verify(directory: directory + "/log", publicKeys: [key.publicKey])
            #expect(report.isGood && report.checkpoints == 4 && report.lastCheckpointSize == 10)
            #expect(report.areSignaturesChecked)
            // A run with another key goes on; both public keys are needed then.
            let other = try CheckpointKey(generatedFor: "example.com/log")
            var second = configuration
            second.checkpoints?.key = other
            try await withLog(second) { try await $0.append("dec_8") }
            let keys = [other.publicKey, key.publicKey]
            #expect(try LogVerifier.verify(directory: directory + "/log", publicKeys: keys).checkpoints == 5)
            let bad = try LogVerifier.verify(directory: directory + "/log", publicKeys: [other.publicKey])
            #expect(bad.problem?.defect == .signature(origin: "example.com/log") && bad.problem?.line == 1)
        }
    }

    @Test("a checkpoint comes by itself after its delay")
    func byTime() async throws {
        try await withTemporaryDirectory { directory in
            let checkpoints = DecisionLog.Checkpoints(
                key: try CheckpointKey(generatedFor: "log"), policy: .init(maxDelay: .milliseconds(10)))
            let (written, told) = AsyncStream<Void>.makeStream()
            var configuration = DecisionLog.Configuration(
                directory: directory, instance: "test", checkpoints: checkpoints)
            configuration.observe = { if case .checkpoint(isWritten: true) = $0 { told.yield() } }
            try await withLog(configuration) { log in
                try await log.append("dec_1")
                // Ends by the suite's time limit if none comes. The first may cover the run's first record alone.
                for await _ in written {
                    if try LogVerifier.verify(directory: directory).lastCheckpointSize >= 2 { break }
                }
            }
        }
    }

    @Test("a note that a crash left unfinished is cut off at the next start")
    func tornNote() async throws {
        try await withTemporaryDirectory { directory in
            let checkpoints = DecisionLog.Checkpoints(key: try CheckpointKey(generatedFor: "log"))
            let configuration = DecisionLog.Configuration(
                directory: directory, instance: "test", checkpoints: checkpoints)
            try await withLog(configuration) { try await $0.append("dec_1") }
            let files = LogFiles(directory)
            let whole = try files.bytes("checkpoints")
            try await withLog(configuration) { try await $0.append("dec_2") }
            let both = try files.bytes("checkpoints")
            for cut in whole.count..<both.count {
                try files.write(both[..<cut], to: "checkpoints")
                #expect(try LogVerifier.verify(directory: directory).checkpoints == 1)
            }
            // Within the dash that a signature begins with.
            let dash = try #require(both.lastIndex(of: 0xE2))
            try files.write(both[...(dash + 1)], to: "checkpoints")
            let checked = try await python(directory, kept: directory + "/checkpoints")
            #expect(checked.status == 0, "\(checked.output)")
            try files.write(both[..<(both.count - 1)], to: "checkpoints")
            try await withLog(configuration) { try await $0.append("dec_3") }
            #expect(try files.bytes("checkpoints").starts(with: whole))
            #expect(try LogVerifier.verify(directory: directory).checkpoints == 2)
        }
    }

    @Test("what no checkpoint covers is never removed, and what one covers is removed when it is too old or too much")
    func retention() async throws {
        try await withTemporaryDirectory { directory in
            let key = try CheckpointKey(generatedFor: "log")
            let rotation = DecisionLog.Rotation(maxSegmentBytes: 1 << 16, maxTotalBytes: 3 << 16)
            let configuration = DecisionLog.Configuration(
                directory: directory, instance: "test", rotation: rotation, checkpoints: .init(key: key))
            let data = "\"" + String(repeating: "x", count: 9000) + "\""
            try await withLog(configuration) { log in
                for number in 0..<80 { try await log.append("dec_\(number)", data: data) }
            }
            let files = LogFiles(directory)
            let sizes = try files.segments().map { try files.bytes($0).count }
            #expect(sizes.reduce(0, +) <= 4 << 16 && sizes.count >= 2)
            let lines = try files.lines()
            #expect(lines.contains { $0.contains("portcullis.log.removed.v1") })
            let report = try LogVerifier.verify(directory: directory, publicKeys: [key.publicKey])
            #expect(
                report.isGood && report.removedRecords > 0
                    && report.lastSequence == report.removedRecords + report.records)
            #expect(try await python(directory, key.publicKey).status == 0)
            // Without its checkpoints, the log's begin is anybody's word.
            try files.remove("checkpoints")
            let bare = try LogVerifier.verify(directory: directory)
            #expect(bare.problem?.defect == .uncoveredStart(first: report.removedRecords + 1))
            #expect(try await python(directory).status != 0)
            // And a start goes on all the same.
            try await withLog(configuration) { try await $0.append("dec_late") }
        }
    }

    @Test("the rules of retention: the oldest first, and nothing behind what has to stay")
    func retentionRules() {
        let day: Int64 = 86_400
        func segment(_ first: UInt64, _ last: UInt64, endDay: Int64) -> ClosedSegment {
            ClosedSegment(
                firstSequence: first, lastSequence: last, diskBytes: 100,
                end: Timestamp(Date(timeIntervalSince1970: Double(endDay * day))))
        }
        let closed = [segment(1, 10, endDay: 1), segment(11, 20, endDay: 2), segment(21, 30, endDay: 3)]
        let now = Timestamp(Date(timeIntervalSince1970: Double(4 * day)))
        func count(_ maxAge: Duration?, _ maxTotalBytes: Int64?, covered: UInt64) -> Int {
            Retention(maxAge: maxAge, maxTotalBytes: maxTotalBytes)
                .removable(closed, activeBytes: 50, covered: covered, now: now)
        }
        #expect(count(nil, nil, covered: 30) == 0)
        #expect(count(.seconds(day), nil, covered: 30) == 2)
        #expect(count(.seconds(day), nil, covered: 19) == 1)
        #expect(count(.seconds(day), nil, covered: 9) == 0)
        #expect(count(nil, 250, covered: 30) == 1)
        #expect(count(nil, 50, covered: 30) == 3)
        #expect(count(.seconds(3 * day - 1), 350, covered: 30) == 1)
    }

    @Test("retention without a key is refused: nothing would cover what it removes")
    func retentionWithoutKey() {
        let configuration = DecisionLog.Configuration(
            directory: "/nonexistent/log", instance: "test", rotation: .init(maxAge: .seconds(60)))
        let error = #expect(throws: DecisionLogError.self) { try DecisionLog.open(configuration) }
        #expect(error.map { "\($0)".contains("checkpoint key") } ?? false)
    }
}

/// Runs the verifier of the docs.
func python(
    _ directory: String, _ key: CheckpointPublicKey? = nil, kept: String? = nil
) async throws -> (status: Int32, output: String) {
    var arguments = [packageRoot.appending(path: "docs/verify_log.py").path]
    if let key { arguments += ["--key", key.description] }
    if let kept { arguments += ["--from-checkpoint", kept] }
    return try await run("python3", arguments + [directory])
}
