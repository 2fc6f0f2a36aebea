import CEL
import Providers
import Testing

@testable import Decisions

@Suite("The body of a request")
struct DecisionRequestTests {
    private static let tripwire = "sid_0123456789abcdefghjkmnpqrs"
    private static let verisoul = "56f9a065-1583-48af-a5c4-cd5921b21a12"

    private func invalid(_ body: String) -> InvalidRequest? {
        do throws(InvalidRequest) {
            _ = try DecisionRequest(json: Array(body.utf8))
            return nil
        } catch {
            return error
        }
    }

    @Test("may name one session, whose form says which vendor's it is", arguments: [tripwire, verisoul])
    func oneSession(session: String) throws {
        let request = try DecisionRequest(json: Array(#"{"session_id":"\#(session)"}"#.utf8))
        #expect(request.sessions.map(\.text) == [session])
        #expect(request.event == "signup")
        #expect(request.attributes.count == 0)
    }

    @Test("may hold both vendors' sessions and the caller's own facts")
    func full() throws {
        let body = #"""
            { "attributes": {"plan": "free", "seats": 3, "tags": ["a"], "owner": null},
              "subject": {"account_id": "john-doe", "email": "j@example.com", "ip": "203.0.113.10", "phone": null},
              "event": "login",
              "sessions": {"verisoul": "\#(Self.verisoul)", "tripwire": "\#(Self.tripwire)"} }
            """#
        let request = try DecisionRequest(json: Array(body.utf8))
        #expect(request.sessions.map(\.provider) == [.tripwire, .verisoul])
        #expect(request.event == "login")
        #expect(request.subject["email"] == .string("j@example.com"))
        #expect(request.subject["phone"] == nil)
        #expect(request.attributes["seats"] == .int(3))
        #expect(request.attributes["owner"] == .null)
    }

    @Test("may hold null for what it could leave out")
    func nulls() throws {
        let body = #"""
            { "sessions": {"verisoul": null, "tripwire": "\#(Self.tripwire)"}, "event": null, "subject": null,
              "attributes": null, "sealed_token": null }
            """#
        let request = try DecisionRequest(json: Array(body.utf8))
        #expect(request.sessions.map(\.provider) == [.tripwire] && request.event == "signup")
        #expect(request.sealedToken == nil && request.attributes.count == 0 && request.subject["email"] == nil)
    }

    @Test(
        "that can't be decided is refused with the place of the mistake",
        arguments: [
            ("", InvalidRequest.Code.malformedJSON, ""),
            ("{", .malformedJSON, ""),
            ("{} x", .malformedJSON, ""),
            (#"{"session_id":"a","session_id":"b"}"#, .malformedJSON, nil),
            (#"{"attributes":{"a":1,"a":2},"session_id":"x"}"#, .malformedJSON, nil),
            ("[]", .invalidField, ""),
            ("null", .invalidField, ""),
            ("{}", .missingField, ""),
            (#"{"event":"signup"}"#, .missingField, ""),
            (#"{"session_id":7}"#, .invalidSessionID, "/session_id"),
            (#"{"session_id":"sid_short"}"#, .invalidSessionID, "/session_id"),
            (#"{"session_id":null}"#, .invalidSessionID, "/session_id"),
            (#"{"session_id":"../../v1/keys"}"#, .invalidSessionID, "/session_id"),
            (#"{"sessions":{}}"#, .invalidField, "/sessions"),
            (#"{"sessions":[]}"#, .invalidField, "/sessions"),
            (#"{"sessions":null}"#, .invalidField, "/sessions"),
            (#"{"sessions":{"tripwire":null}}"#, .invalidField, "/sessions"),
            (#"{"sessions":{"acme":"x"}}"#, .unknownField, "/sessions/acme"),
            (#"{"sessions":{"a/b~c":"x"}}"#, .unknownField, "/sessions/a~1b~0c"),
            (#"{"sessions":{"verisoul":"a/../b"}}"#, .invalidSessionID, "/sessions/verisoul"),
            (#"{"sessions":{"tripwire":"\#(verisoul)"}}"#, .invalidSessionID, "/sessions/tripwire"),
            (#"{"session_id":"\#(tripwire)","sessions":{"verisoul":"\#(verisoul)"}}"#, .invalidField, ""),
            (#"{"session_id":"\#(tripwire)","evnt":"x"}"#, .unknownField, "/evnt"),
            (#"{"session_id":"\#(tripwire)","event":""}"#, .invalidField, "/event"),
            (#"{"session_id":"\#(tripwire)","event":7}"#, .invalidField, "/event"),
            (#"{"session_id":"\#(tripwire)","subject":"x"}"#, .invalidField, "/subject"),
            (#"{"session_id":"\#(tripwire)","subject":{"mail":"x"}}"#, .unknownField, "/subject/mail"),
            (#"{"session_id":"\#(tripwire)","subject":{"email":""}}"#, .invalidField, "/subject/email"),
            (#"{"session_id":"\#(tripwire)","subject":{"email":["x"]}}"#, .invalidField, "/subject/email"),
            (#"{"session_id":"\#(tripwire)","attributes":[]}"#, .invalidField, "/attributes"),
        ] as [(String, InvalidRequest.Code, String?)])
    func refused(body: String, code: InvalidRequest.Code, pointer: String?) {
        let invalid = invalid(body)
        #expect(invalid?.code == code)
        if let pointer { #expect(invalid?.pointer == pointer) }
    }

    @Test("is bounded in size, depth and number of elements")
    func bounds() {
        let start = #"{"session_id":"\#(Self.tripwire)","attributes":"#
        let long = String(repeating: "a", count: 70_000)
        #expect(invalid(start + #"{"a":"\#(long)"}}"#)?.code == .malformedJSON)
        let deep = String(repeating: "[", count: 40) + String(repeating: "]", count: 40)
        #expect(invalid(start + #"{"a":\#(deep)}}"#)?.code == .malformedJSON)
        let many = Array(repeating: "1", count: 2000).joined(separator: ",")
        #expect(invalid(start + #"{"a":[\#(many)]}}"#)?.code == .malformedJSON)
        #expect(invalid(start + #"{"a":[1]}}"#) == nil)
    }

    @Test("may bring a sealed token, with a session of its vendor")
    func sealedToken() throws {
        let body = #"{"sealed_token":"c2VhbGVk","session_id":"\#(Self.tripwire)"}"#
        #expect(try DecisionRequest(json: Array(body.utf8)).sealedToken == "c2VhbGVk")
        for body in [
            #"{"session_id":"\#(Self.verisoul)","sealed_token":"c2VhbGVk"}"#,
            #"{"session_id":"\#(Self.tripwire)","sealed_token":""}"#,
            #"{"session_id":"\#(Self.tripwire)","sealed_token":1}"#,
            #"{"session_id":"\#(Self.tripwire)","sealed_token":"\#(String(repeating: "A", count: 32_769))"}"#,
        ] {
            #expect(invalid(body)?.code == .invalidField)
            #expect(invalid(body)?.pointer == "/sealed_token")
        }
    }

    @Test("is never repeated in what is said about it")
    func noEcho() {
        let secret = "sk_live_secret_value"
        for body in [
            #"{"session_id":"\#(secret)"}"#, #"{"sessions":{"verisoul":"/\#(secret)"}}"#,
            #"{"session_id":"\#(Self.tripwire)","subject":{"phone":"\#(secret)\#(secret)"}}"#,
            #"{"session_id":"\#(Self.tripwire)","event":"\#(String(repeating: secret, count: 9))"}"#,
            #"{"session_id": \#(secret)}"#,
        ] {
            let invalid = invalid(body)
            #expect(invalid != nil)
            #expect(invalid?.detail.contains(secret) == false)
        }
    }
}
