import TestSupport
import Testing
import Upstream

@testable import Providers

@Suite(
    "The memory that facts are counted with in the cache",
    .enabled(if: Fixtures.arePresent, "../shared/fixtures isn't there"))
struct MemoryTests {
    @Test(
        "is no less than what the process grows by",
        .enabled(if: !Memory.isSanitized, "a sanitizer's memory isn't the program's"))
    func growth() async throws {
        // In a process of its own, or it would be made from memory that other tests left.
        await #expect(processExitsWith: .success) {
            let golden = try Answers.response(200, Fixtures.bytes("tripwire/session-golden.json"))
            let verisoul = Answers.response(
                200, #"{"session_id":"\#(Answers.verisoulSession)","risk_signals":{"vpn":true}}"#)
            // Kept to the end, so that none is made from memory that another left.
            var kept: [Facts] = []
            for make in [
                { try Answers.tripwire(golden, session: "sid_0123456789abcdefghjkmnpqrs") },
                { try Answers.verisoul(verisoul) },
            ] as [() throws -> Classification<Facts>] {
                // The tables of both vendors, and what decoding takes and gives back, are there before the first count.
                for _ in 0..<100 { _ = try make() }
                var countedBytes = 0
                let before = try Memory.residentBytes()
                for _ in 0..<3000 {
                    guard case .answer(let answered) = try make() else { continue }
                    kept.append(answered.answer)
                    countedBytes += answered.costBytes
                }
                let growth = try Memory.residentBytes() - before
                #expect(growth <= countedBytes)
                #expect(growth > countedBytes / 4)
            }
            #expect(kept.count == 6000)
        }
    }
}
