import Foundation
import Testing

@testable import DecisionLog

/// A generator whose numbers are the same in each run.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func next() -> UInt64 {
        // splitmix64
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}

@Suite(.timeLimit(.minutes(5))) struct PowerLossTests {
    /// Rounds of each test: few in a usual run, hundreds with `CRASH_ROUNDS`.
    static let rounds = ProcessInfo.processInfo.environment["CRASH_ROUNDS"].flatMap(Int.init) ?? 40

    /// Leaves of the bytes behind `synced` what a power loss may: all, a part, or all with blocks that read as zeros.
    private func lose(_ bytes: [UInt8], after synced: Int, _ random: inout SeededGenerator) -> [UInt8] {
        var left = bytes
        if Bool.random(using: &random) { left = Array(bytes[..<Int.random(in: synced...bytes.count, using: &random)]) }
        var block = synced / 512 * 512
        while block < left.count {
            // Blocks before the synced end were written with what was synced.
            if Int.random(in: 0..<3, using: &random) == 0 {
                for index in max(block, synced)..<min(block + 512, left.count) { left[index] = 0 }
            }
            block += 512
        }
        return left
    }

    @Test(
        "whatever a power loss leaves of an unsynced batch, all answered records are there once and the chain goes on")
    func unsyncedBatch() async throws {
        try await withTemporaryDirectory { root in
            // All of the same time, as the records of one batch are: with `commit`, more is never unsynced.
            let clock = ManualClock(Date())
            try await withLog(.init(directory: root + "/log", instance: "test", now: clock.now)) { log in
                for number in 0..<30 {
                    try await log.append(
                        "dec_\(number)", data: "\"" + String(repeating: "x", count: number * 37) + "\"")
                    if number == 14 { try await log.rotate() }
                }
            }
            let original = LogFiles(root + "/log")
            let bytes = try original.bytes("decisions.ndjson")
            let ends = bytes.indices.filter { bytes[$0] == 0x0A }.map { $0 + 1 }
            var random = SeededGenerator(seed: 7)
            for round in 0..<Self.rounds {
                let files = LogFiles(root + "/\(round)")
                try FileManager.default.copyItem(atPath: original.directory, toPath: files.directory)
                // The segment's first record is synced before it has its name.
                let answered = Int.random(in: 0..<ends.count, using: &random)
                try files.write(lose(bytes, after: ends[answered], &random), to: "decisions.ndjson")
                try await withLog(.init(directory: files.directory, instance: "test")) { log in
                    #expect(log.recovered.lastSequence >= 16 + UInt64(answered) + 1)
                    try await log.append("dec_new")
                }
                let report = try LogVerifier.verify(directory: files.directory)
                #expect(report.isGood, "round \(round): \(report.problem.map { "\($0)" } ?? "")")
                let after = try files.bytes("decisions.ndjson")
                #expect(after.starts(with: bytes[..<ends[answered]]))
                try FileManager.default.removeItem(atPath: files.directory)
            }
        }
    }

    /// A few random edits, as `attempt` and the seed choose them.
    private func mutated(_ bytes: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
        var result = bytes
        for _ in 0..<Int.random(in: 1...3, using: &random) where !result.isEmpty {
            let place = Int.random(in: 0..<result.count, using: &random)
            let end = min(result.count, place + Int.random(in: 1...200, using: &random))
            switch Int.random(in: 0..<6, using: &random) {
            case 0: result[place] = UInt8.random(in: 0...255, using: &random)
            case 1: result.removeSubrange(place..<end)
            case 2: result.insert(contentsOf: result[place..<end], at: Int.random(in: 0...result.count, using: &random))
            case 3: result.removeSubrange(place...)
            case 4: result.insert(0x0A, at: place)
            default: for index in place..<end { result[index] = 0 }
            }
        }
        return result
    }

    @Test("of a log altered at random, the verifier takes only what was there, and a start refuses it or goes on well")
    func fuzzedLog() async throws {
        try await withTemporaryDirectory { root in
            let directory = root + "/log"
            let key = try CheckpointKey(generatedFor: "log")
            let configuration = DecisionLog.Configuration(
                directory: directory, instance: "test", checkpoints: .init(key: key, policy: .init(maxRecords: 2)))
            try await withLog(configuration) { log in
                for number in 0..<8 {
                    try await log.append("dec_\(number)")
                    if number % 3 == 2 { try await log.rotate() }
                }
            }
            let files = LogFiles(directory)
            let names = try files.segments() + ["checkpoints"]
            let original = try names.map { try files.bytes($0) }
            let lines = try files.lines()
            var random = SeededGenerator(seed: 11)
            for round in 0..<(Self.rounds * 5) {
                let target = Int.random(in: 0..<names.count, using: &random)
                for (name, bytes) in zip(names, original) { try files.write(bytes, to: name) }
                let altered = mutated(original[target], &random)
                try files.write(altered, to: names[target])
                let report = try LogVerifier.verify(directory: directory, publicKeys: [key.publicKey])
                if altered != original[target], names[target] == "decisions.ndjson" {
                    // Only bytes without a line end may follow what was there.
                    #expect(!report.isGood || report.records == UInt64(lines.count), "round \(round)")
                }
                var query = try LogQuery(RecordQuery(), directory: directory)
                while let line = try? query.next() { #expect(!line.isEmpty) }
                _ = try? LogProver.prove(id: "dec_4", directory: directory)
                guard let log = try? DecisionLog.open(configuration) else { continue }
                let appended = try await log.append("dec_new")
                await log.close()
                #expect(appended.sequence > 0)
            }
        }
    }

    @Test("notes and proofs altered at random are refused or the same, and never stop the reader")
    func fuzzedNotes() throws {
        let key = try CheckpointKey(generatedFor: "log")
        var tree = MerkleTree()
        for number in 0..<5 { tree.append(RecordHash(of: [UInt8(number)])) }
        let note = try key.sign(Checkpoint(origin: "log", size: 5, root: tree.root))
        let proof = InclusionProof(record: "{}", hashes: tree.edge, checkpoint: note.description).json
        var random = SeededGenerator(seed: 13)
        for _ in 0..<(Self.rounds * 50) {
            let altered = mutated(Array(note.description.utf8), &random)
            if let read = SignedNote(altered), key.publicKey.signed(read) { #expect(read.text == note.text) }
            _ = Checkpoint(String(decoding: altered, as: UTF8.self))
            _ = try? InclusionProof(mutated(proof, &random)).check(publicKeys: [key.publicKey])
            _ = try? CheckpointPublicKey(
                String(decoding: mutated(Array(key.publicKey.description.utf8), &random), as: UTF8.self))
        }
    }
}
