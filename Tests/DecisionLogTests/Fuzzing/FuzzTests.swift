import Foundation
import Testing

@testable import DecisionLog

/// The short form of `make fuzz`.
@Suite(.timeLimit(.minutes(2))) struct FuzzTests {
    @Test(
        "a log that random changes were made to is read without harm, and never passes for what it isn't",
        arguments: 0..<8)
    func changed(round: Int) async throws {
        let log = try FuzzLog(isCompressed: !round.isMultiple(of: 2))
        var random = SeededGenerator(seed: UInt64(round))
        for _ in 0..<20 {
            // The first bytes make one edit or some, the rest is their material.
            let bytes = (0..<Int.random(in: 0...40, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            try await withTemporaryDirectory { directory in
                if let fault = try log.fault(in: bytes, directory: directory) { Issue.record("\(bytes) \(fault)") }
            }
        }
    }

    @Test("a log that nothing was changed in is good", arguments: [false, true])
    func unchanged(isCompressed: Bool) async throws {
        let log = try FuzzLog(isCompressed: isCompressed)
        try await withTemporaryDirectory { directory in
            let fault = try log.fault(in: [], directory: directory)
            let report = try LogVerifier.verify(directory: directory)
            #expect(fault == nil && report.lastSequence == FuzzLog.records)
        }
    }
}
