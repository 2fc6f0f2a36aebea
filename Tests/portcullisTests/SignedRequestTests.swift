import Crypto
import Foundation
import TestSupport
import Testing

@Suite("A signed request")
struct SignedRequestTests {
    private static let body = #"{"session_id":"sid_c1ean000000000000000000101"}"#
    private static let other = #"{"session_id":"sid_t0r00000000000000000000204"}"#
    private static let secret = Data(repeating: 7, count: 32)
    private static let privateKey = Curve25519.Signing.PrivateKey()
    private static let environment = [
        "PORTCULLIS_AUTH_WEBHOOK_SECRETS":
            "whsec_\(secret.base64EncodedString()),edge:whpk_\(privateKey.publicKey.rawRepresentation.base64EncodedString())"
    ]

    /// The headers of a request that is signed now, or so many seconds away from it.
    private static func headers(_ id: String, _ body: String, away seconds: Int = 0, withKey: Bool = false) throws
        -> [String: String]
    {
        let timestamp = "\(Int(Date().timeIntervalSince1970) + seconds)"
        let content = Data("\(id).\(timestamp).\(body)".utf8)
        let code = Data(HMAC<SHA256>.authenticationCode(for: content, using: SymmetricKey(data: secret)))
        let signature =
            withKey
            ? "v1a,\(try privateKey.signature(for: content).base64EncodedString())" : "v1,\(code.base64EncodedString())"
        return ["webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": "v1,AAAA \(signature)"]
    }

    @Test("is decided once: sent again, signed again even, it gets the same bytes, and with another body 409")
    func once() async throws {
        try await Service.with(environment: Self.environment) { service in
            let first = try await service.decide(Self.body, headers: Self.headers("msg_1", Self.body))
            #expect(first.status == 200, "\(first.text)")
            for away in [0, -100] {
                let again = try await service.decide(
                    Self.body, headers: Self.headers("msg_1", Self.body, away: away))
                #expect(again.body == first.body && again.headers["idempotency-replayed"] == "true")
            }
            let conflict = try await service.decide(Self.other, headers: Self.headers("msg_1", Self.other))
            #expect(conflict.status == 409 && conflict.text("code") == "idempotency_conflict")
            // Another signer's ids are others.
            let second = try await service.decide(Self.body, headers: Self.headers("msg_1", Self.body, withKey: true))
            #expect(second.status == 200 && second.body != first.body)
        }
    }

    @Test("has no Idempotency-Key but its id")
    func keys() async throws {
        try await Service.with(environment: Self.environment) { service in
            func decide(_ key: String) async throws -> TestClient.Answer {
                let signed = try Self.headers("msg_2", Self.body)
                return try await service.decide(Self.body, headers: signed.merging(["Idempotency-Key": key]) { $1 })
            }
            let differs = try await decide("other")
            #expect(differs.status == 400 && differs.text("code") == "invalid_idempotency_key")
            #expect(try await decide("msg_2").status == 200)
        }
    }

    @Test("is refused with what is wrong with it")
    func refused() async throws {
        try await Service.with(environment: Self.environment) { service in
            func code(_ body: String, _ headers: [String: String]) async throws -> String? {
                let answer = try await service.decide(body, headers: headers)
                #expect(answer.status == 401)
                #expect(answer.headers["www-authenticate"] == "StandardWebhooks")
                return answer.text("code")
            }
            let good = try Self.headers("msg_3", Self.body)
            #expect(try await code(Self.body, [:]) == "missing_credentials")
            #expect(try await code(Self.other, good) == "invalid_webhook_signature")
            #expect(try await code(Self.body, good.filter { $0.key != "webhook-id" }) == "missing_webhook_header")
            #expect(try await code(Self.body, good.merging(["webhook-id": "a.b"]) { $1 }) == "invalid_webhook_id")
            #expect(
                try await code(Self.body, good.merging(["webhook-timestamp": "now"]) { $1 })
                    == "invalid_webhook_timestamp")
            #expect(try await code(Self.body, Self.headers("a", Self.body, away: -310)) == "webhook_too_old")
            #expect(try await code(Self.body, Self.headers("a", Self.body, away: 40)) == "webhook_too_new")
            #expect(try await service.decide(Self.body, headers: good).status == 200)
        }
    }

    @Test("is good for decisions only: what is signed says nothing of the path")
    func paths() async throws {
        let permissions = ["PORTCULLIS_AUTH_PERMISSIONS": "webhook:decide+read+admin"]
        try await Service.with(environment: Self.environment.merging(permissions) { $1 }) { service in
            for (method, path) in [("GET", "/v1/decisions/dec_x"), ("POST", "/v1/policies/reload")] {
                let answer = try await service.client.send(method, path, Self.headers("msg_4", ""))
                #expect(answer.status == 403 && answer.text("code") == "permission_denied", "\(method)")
            }
        }
    }

    @Test("doesn't make up for a wrong key")
    func wrongKey() async throws {
        let keys = ["PORTCULLIS_AUTH_BEARER_KEYS": "backend:0123456789abcdef"]
        try await Service.with(environment: Self.environment.merging(keys) { $1 }) { service in
            let signed = try Self.headers("msg_5", Self.body)
            let wrong = try await service.decide(
                Self.body, headers: signed.merging(["Authorization": "Bearer 0123456789abcdeX"]) { $1 })
            #expect(wrong.status == 401 && wrong.text("code") == "invalid_credentials")
            #expect(try await service.decide(Self.body, headers: signed).status == 200)
        }
    }
}
