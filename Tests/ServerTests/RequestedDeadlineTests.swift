import HTTPTypes
import Testing

@testable import Server

@Suite("A caller's own deadline")
struct RequestedDeadlineTests {
    private func timeout(_ text: String?) throws -> Duration {
        var headers = HTTPFields()
        if let text, let name = HTTPField.Name("portcullis-deadline-ms") { headers[name] = text }
        return try RequestedDeadline.timeout(of: headers, limit: .milliseconds(1500))
    }

    @Test(
        "is the service's if it says nothing or more, and its own if that is less",
        arguments: [
            (nil, 1500), ("1500", 1500), ("1501", 1500), ("999999999", 1500), ("1499", 1499), ("1", 1), ("0200", 200),
        ] as [(String?, Int)])
    func lowered(text: String?, milliseconds: Int) throws {
        #expect(try timeout(text) == .milliseconds(milliseconds))
    }

    @Test(
        "is a number of milliseconds, and nothing else",
        arguments: ["", "0", "000", "-1", "+5", "1.5", "1e3", "10ms", "0x10", "1000000000", "１", "5, 6"])
    func malformed(text: String) {
        let problem = #expect(throws: Problem.self) { try timeout(text) }
        #expect(problem?.status == .badRequest)
        #expect(problem?.code == "invalid_deadline")
    }
}
