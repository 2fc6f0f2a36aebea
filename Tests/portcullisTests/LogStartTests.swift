import Foundation
import TestSupport
import Testing

@Suite("What a start finds in the log", .timeLimit(.minutes(2)))
struct LogStartTests {
    /// Runs a service on a log that `change` was done to, and returns what it told on its own log.
    private func errors(_ environment: [String: String] = [:], _ change: (URL) throws -> Void) async throws -> String {
        var errors = ""
        try await Folder.with { folder in
            for round in 0..<2 {
                let service = try await Service.start(environment: environment, logDirectory: folder)
                #expect(try await service.decide(session: "sid_c1ean000000000000000000101").status == 200)
                service.terminate()
                #expect(await service.end() == 0)
                if round == 0 { try change(folder.appending(path: "decisions.ndjson")) }
                errors = service.errors.text
            }
        }
        return errors
    }

    @Test("is told if a crash left something that was cut off")
    func torn() async throws {
        let told = try await errors { active in
            try Data(contentsOf: active).dropLast(5).write(to: active)
        }
        #expect(told.contains("the last run ended in the middle of a write"))
        #expect(told.contains(".torn"))
    }

    @Test("is told if it was damaged, and where it was moved")
    func damaged() async throws {
        let told = try await errors(["PORTCULLIS_LOG_ON_DAMAGE": "begin_new_chain"]) { active in
            var bytes = Array(try Data(contentsOf: active))
            bytes[bytes.count / 2] ^= 1
            try Data(bytes).write(to: active)
        }
        #expect(told.contains("the log was damaged"))
        #expect(told.contains("damaged-1"))
    }
}
