import HTTPTypes
import Testing
import Upstream

@testable import Providers

@Suite("What becomes of a vendor's answer")
struct ClassificationTests {
    @Test(
        "Tripwire's statuses have their cause and advice",
        arguments: [
            (400, Cause.rejected, RetryAdvice.never), (401, .unauthorized, .never), (403, .unauthorized, .never),
            (404, .notFound, .once(after: .milliseconds(200))), (408, .serverError, .backoff), (422, .rejected, .never),
            (429, .rateLimited, .never), (500, .serverError, .backoff), (503, .serverError, .backoff),
            (599, .serverError, .backoff), (204, .badResponse, .once(after: .zero)),
            (301, .badResponse, .once(after: .zero)), (304, .badResponse, .once(after: .zero)),
        ])
    func tripwireStatus(status: Int, cause: Cause, retry: RetryAdvice) throws {
        for body in ["", "<html>", "{}", #"{"error":{}}"#, #"{"error":{"message":"not found"}}"#] {
            let failure = try Answers.tripwire(Answers.response(status, body)).failure
            #expect(failure?.cause == cause)
            #expect(failure?.retry == retry)
        }
    }

    @Test(
        "Verisoul's statuses have their cause and advice",
        arguments: [
            (400, Cause.rejected, RetryAdvice.never), (401, .unauthorized, .never), (403, .unauthorized, .never),
            (404, .rejected, .never), (408, .serverError, .backoff), (429, .rateLimited, .never),
            (500, .serverError, .backoff), (502, .serverError, .backoff), (302, .badResponse, .once(after: .zero)),
        ])
    func verisoulStatus(status: Int, cause: Cause, retry: RetryAdvice) throws {
        for body in ["", "<html>", "{}", #"{"message":"Unknown"}"#, #"{"message":null}"#] {
            let failure = try Answers.verisoul(Answers.response(status, body)).failure
            #expect(failure?.cause == cause)
            #expect(failure?.retry == retry)
        }
    }

    @Test("Verisoul's unknown session is told from its other refusals by the message")
    func verisoulNotFound() throws {
        let body = #"{"statusCode":400,"message":"Session ID not found"}"#
        #expect(try Answers.verisoul(Answers.response(400, body)).failure?.cause == .notFound)
        #expect(try Answers.verisoul(Answers.response(500, body)).failure?.cause == .serverError)
    }

    @Test("a 429 is tried again only when Retry-After says from when on")
    func rateLimited() throws {
        let headers: HTTPFields = [.retryAfter: "2"]
        #expect(try Answers.tripwire(Answers.response(429, "{}", headers)).failure?.retry == .after(.seconds(2)))
        #expect(try Answers.verisoul(Answers.response(429, "", headers)).failure?.retry == .after(.seconds(2)))
        let nonsense: HTTPFields = [.retryAfter: "soon"]
        #expect(try Answers.tripwire(Answers.response(429, "{}", nonsense)).failure?.retry == .never)
    }

    @Test("a date in Retry-After counts from the vendor's own clock, and a 503 may ask for a wait too")
    func retryAfterDate() throws {
        let headers: HTTPFields = [
            .date: "Sun, 06 Nov 1994 08:49:37 GMT", .retryAfter: "Sun, 06 Nov 1994 08:49:40 GMT",
        ]
        for status in [429, 503] {
            for failure in [
                try Answers.tripwire(Answers.response(status, "{}", headers)).failure,
                try Answers.verisoul(Answers.response(status, "", headers)).failure,
            ] { #expect(failure?.retry == .after(.seconds(3))) }
        }
        #expect(
            try Answers.verisoul(Answers.response(503, "", [.retryAfter: "soon"])).failure?.retry == .backoff)
    }

    @Test("Tripwire's `retryable` refines what the status leaves open")
    func retryable() throws {
        func failure(_ status: Int, _ retryable: Bool) throws -> Failure? {
            let body = #"{"error":{"code":"x.y","retryable":\#(retryable),"request_id":"req_1"}}"#
            return try Answers.tripwire(Answers.response(status, body)).failure
        }
        #expect(try failure(422, true)?.cause == .serverError)
        #expect(try failure(422, true)?.retry == .backoff)
        #expect(try failure(500, false)?.cause == .serverError)
        #expect(try failure(500, false)?.retry == .never)
        #expect(try failure(401, true)?.cause == .unauthorized)
        #expect(try failure(404, true)?.cause == .notFound)
    }

    @Test("a vendor's code and request id are kept if they look like one")
    func identifiers() throws {
        let good = #"{"error":{"code":"auth.invalid_api_key","request_id":"req_01"}}"#
        let failure = try Answers.tripwire(Answers.response(401, good)).failure
        #expect(failure?.code == "auth.invalid_api_key")
        #expect(failure?.requestID == "req_01")
        let bad = #"{"error":{"code":"a b","request_id":"\#(String(repeating: "x", count: 65))"}}"#
        let other = try Answers.tripwire(
            Answers.response(401, bad, [.xRequestID: "req_header"])
        ).failure
        #expect(other?.code == nil)
        #expect(other?.requestID == "req_header")
    }

    @Test(
        "a 200 that can't be read, has no decision or is about another session is a bad response",
        arguments: [
            "", "<html></html>", "null", "[]", "\"\"", "{}", #"{"data":null}"#, #"{"data":{}}"#,
            #"{"data":{"id":"sid_0123456789abcdefghjkmnpqrs"}}"#,
            #"{"data":{"id":"sid_0123456789abcdefghjkmnpqrs","decision":null}}"#,
            #"{"data":{"id":"sid_00000000000000000000000000","decision":{"risk_score":1}}}"#,
            #"{"data":{"decision":{"risk_score":1}}}"#,
            #"{"data":{"id":"sid_0123456789abcdefghjkmnpqrs","decision":{"risk_score":1}}"#,
            #"{"data":{"id":"sid_0123456789abcdefghjkmnpqrs","decision":{"risk_score":1}}} x"#,
        ])
    func badResponse(body: String) throws {
        #expect(try Answers.tripwire(Answers.response(200, body)).failure?.cause == .badResponse)
        #expect(try Answers.verisoul(Answers.response(200, body)).failure?.cause == .badResponse)
    }

    @Test("Verisoul's answer has to name the session too, in whatever case")
    func verisoulNames() throws {
        let upper = #"{"session_id":"\#(Answers.verisoulSession.uppercased())"}"#
        #expect(try Answers.verisoul(Answers.response(200, upper)).answer != nil)
        let other = #"{"session_id":"00000000-0000-4000-8000-000000000000"}"#
        #expect(try Answers.verisoul(Answers.response(200, other)).failure?.cause == .badResponse)
    }
}
