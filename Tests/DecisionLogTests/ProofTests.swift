import Foundation
import Testing

@testable import DecisionLog

@Suite(.timeLimit(.minutes(2))) struct ProofTests {
    private func withProvableLog(_ body: (String, CheckpointKey) async throws -> Void) async throws {
        try await withTemporaryDirectory { directory in
            let key = try CheckpointKey(generatedFor: "example.com/log")
            let checkpoints = DecisionLog.Checkpoints(
                key: key, policy: .init(maxRecords: 4, maxDelay: .seconds(3600)))
            let configuration = DecisionLog.Configuration(
                directory: directory, instance: "test", checkpoints: checkpoints)
            try await withLog(configuration) { log in
                for number in 0..<20 {
                    try await log.append("dec_\(number)", data: #"{"decision":{"é":"\#(number)"}}"#)
                    if number % 6 == 5 { try await log.rotate() }
                }
            }
            try await body(directory, key)
        }
    }

    @Test("every record has a proof that holds with nothing but the public key, also when the begin was removed")
    func allRecords() async throws {
        try await withProvableLog { directory, key in
            for isRemoved in [false, true] {
                let files = LogFiles(directory)
                if isRemoved { try files.remove(try files.segments()[0]) }
                for number in (isRemoved ? 6 : 0)..<20 {
                    let made = try LogProver.prove(id: "dec_\(number)", directory: directory)
                    let proof = try InclusionProof(made.json)
                    #expect(proof == made)
                    let statement = try proof.check(publicKeys: [key.publicKey])
                    #expect(statement.id == "dec_\(number)" && statement.origin == "example.com/log")
                    #expect(String(decoding: statement.data, as: UTF8.self).contains("\"é\":\"\(number)\""))
                    let line = try #require(try LogSearch.line(id: "dec_\(number)", directory: directory))
                    #expect(proof.record == String(decoding: line, as: UTF8.self))
                }
            }
        }
    }

    @Test("a proof doesn't hold for another record, another place, another checkpoint or another key")
    func forged() async throws {
        try await withProvableLog { directory, key in
            let proof = try LogProver.prove(id: "dec_3", directory: directory)
            let other = try LogProver.prove(id: "dec_12", directory: directory)
            let resealed = VerifierTests.resealed(proof.record.replacingOccurrences(of: "\"3\"", with: "\"4\""))
            let forgeries = [
                InclusionProof(record: other.record, hashes: proof.hashes, checkpoint: proof.checkpoint),
                InclusionProof(record: resealed, hashes: proof.hashes, checkpoint: proof.checkpoint),
                InclusionProof(record: proof.record, hashes: proof.hashes, checkpoint: other.checkpoint),
                InclusionProof(record: proof.record, hashes: proof.hashes.dropLast(), checkpoint: proof.checkpoint),
                InclusionProof(record: proof.record, hashes: proof.hashes + proof.hashes, checkpoint: proof.checkpoint),
                InclusionProof(
                    record: proof.record.replacingOccurrences(of: "\"3\"", with: "\"4\""), hashes: proof.hashes,
                    checkpoint: proof.checkpoint),
                InclusionProof(
                    record: proof.record, hashes: proof.hashes,
                    checkpoint: proof.checkpoint.replacingOccurrences(of: "\n7\n", with: "\n8\n")),
            ]
            for forgery in forgeries {
                #expect(throws: DecisionLogError.self) { try forgery.check(publicKeys: [key.publicKey]) }
            }
            let stranger = try CheckpointKey(generatedFor: "example.com/log").publicKey
            #expect(throws: DecisionLogError.self) { try proof.check(publicKeys: [stranger]) }
            #expect(throws: DecisionLogError.self) { try proof.check(publicKeys: []) }
            #expect(throws: DecisionLogError.self) { try InclusionProof(Array("{}".utf8)) }
        }
    }

    @Test("what isn't there, or isn't covered yet, is said so")
    func none() async throws {
        try await withTemporaryDirectory { directory in
            try await writeLog(directory, count: 2)
            for (id, text) in [("dec_9", "has the id"), ("dec_1", "no checkpoint"), ("a\"b", "has the id")] {
                let error = #expect(throws: DecisionLogError.self) { try LogProver.prove(id: id, directory: directory) }
                #expect(error.map { "\($0)".contains(text) } ?? false)
            }
        }
    }

    @Test("the open log finds its newest records by id, over rotations and restarts, and forgets the oldest")
    func index() async throws {
        try await withTemporaryDirectory { directory in
            let configuration = DecisionLog.Configuration(directory: directory, instance: "test", maxIndexRecords: 10)
            try await withLog(configuration) { log in
                for number in 0..<30 {
                    try await log.append("dec_\(number)")
                    if number % 7 == 6 { try await log.rotate() }
                    let line = try #require(try log.record(id: "dec_\(number)"))
                    #expect(String(decoding: line, as: UTF8.self).contains("\"id\":\"dec_\(number)\""))
                }
                #expect(try log.record(id: "dec_22") != nil)
                #expect(try log.record(id: "dec_2") == nil && log.record(id: "nothing") == nil)
            }
            try await withLog(configuration) { log in
                let newest = try log.record(id: "dec_29")
                let oldest = try log.record(id: "dec_2")
                #expect(newest != nil && oldest == nil)
            }
            #expect(try LogSearch.line(id: "dec_2", directory: directory) != nil)
        }
    }
}
