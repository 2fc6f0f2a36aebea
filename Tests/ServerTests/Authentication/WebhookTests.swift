import Crypto
import Foundation
import HTTPTypes
import Testing

@testable import Server

@Suite("A Standard Webhooks signature")
struct WebhookTests {
    // Made with the reference library for Python, and with PyCA's Ed25519 for the key of the bytes 0 to 31.
    private static let secret = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"
    private static let publicKey = "whpk_A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg="
    private static let body = #"{"email":"test@example.com","username":"test_user"}"#
    private static let id = "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk"
    private static let time: Int64 = 1_649_367_553
    private static let hmac = "v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw="
    private static let ed25519 =
        "v1a,CnkujwXFUOk59gNZFCCzmJ2MkkC0yKa+OmyYFXFtPnxkRhEkUBAd4PGNNNjLh4huOXNuqy+Eyxud5+wHP2ezBA=="
    private static let other = "whsec_" + Data(repeating: 7, count: 32).base64EncodedString()

    /// Headers; nil leaves one out.
    private static func headers(
        id: String? = id, timestamp: String? = "\(time)", signature: String? = hmac
    ) -> HTTPFields {
        var headers = HTTPFields()
        for (name, value) in [("webhook-id", id), ("webhook-timestamp", timestamp), ("webhook-signature", signature)] {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
        return headers
    }

    private static func signer(
        _ headers: HTTPFields, secrets: String = secret, body: String = body, now: Int64 = time
    ) throws -> String {
        let message = try WebhookMessage(headers, now: now)
        return try WebhookSecrets(secrets).name(ofSignerOf: message, body: Array(body.utf8))
    }

    @Test("of either kind tells who signed, with old and new secrets beside each other")
    func good() throws {
        #expect(try Self.signer(Self.headers()) == "webhook")
        #expect(try Self.signer(Self.headers(signature: Self.ed25519), secrets: Self.publicKey) == "webhook")
        let secrets = "old:\(Self.other), new:\(Self.secret),edge:\(Self.publicKey)"
        #expect(try Self.signer(Self.headers(), secrets: secrets) == "new")
        #expect(try Self.signer(Self.headers(signature: Self.ed25519), secrets: secrets) == "edge")
    }

    @Test(
        "may stand among others, of other secrets and of versions to come",
        arguments: ["v1,AAAA \(hmac)", "\(hmac) v1,AAAA", "v2,AAAA v1,% \(hmac)", " \(hmac)  nonsense "])
    func list(signature: String) throws {
        #expect(try Self.signer(Self.headers(signature: signature)) == "webhook")
    }

    @Test(
        "that fits nothing is refused",
        arguments: [
            "v1,AAAA", "v1", "v1,", "v2\(hmac.dropFirst(2))", "v1a\(hmac.dropFirst(2))", String(hmac.dropLast()),
            hmac.uppercased(), ed25519, "v1,\(ed25519.dropFirst(4))",
        ])
    func wrong(signature: String) {
        #expect(throws: WebhookError.noSignatureFits) { try Self.signer(Self.headers(signature: signature)) }
    }

    @Test("is of the id, the time and the body together, byte for byte")
    func content() {
        let fits = WebhookError.noSignatureFits
        #expect(throws: fits) { try Self.signer(Self.headers(id: "msg_27UH4WbU6Z5A5EzD8u03UvzRbpl")) }
        #expect(throws: fits) { try Self.signer(Self.headers(timestamp: "\(Self.time - 1)")) }
        #expect(throws: fits) { try Self.signer(Self.headers(timestamp: "0\(Self.time)")) }
        #expect(throws: fits) { try Self.signer(Self.headers(), body: Self.body + " ") }
        #expect(throws: fits) { try Self.signer(Self.headers(), secrets: Self.other) }
    }

    @Test("is good for five minutes, and thirty seconds ahead")
    func time() throws {
        for (now, expected) in [
            (Self.time + 300, nil), (Self.time + 301, WebhookError.tooOld), (Self.time - 30, nil),
            (Self.time - 31, .tooNew), (0, .tooNew), (.max, .tooOld),
        ] as [(Int64, WebhookError?)] {
            if let expected {
                #expect(throws: expected) { try Self.signer(Self.headers(), now: now) }
            } else {
                #expect(try Self.signer(Self.headers(), now: now) == "webhook")
            }
        }
    }

    @Test("needs each of its headers, in its form")
    func headers() {
        let cases: [(HTTPFields, WebhookError)] = [
            (Self.headers(id: nil), .missingHeader("webhook-id")), (Self.headers(id: ""), .missingHeader("webhook-id")),
            (Self.headers(timestamp: nil), .missingHeader("webhook-timestamp")),
            (Self.headers(signature: nil), .missingHeader("webhook-signature")),
            (Self.headers(id: "a.1"), .invalidID), (Self.headers(id: "a b"), .invalidID),
            (Self.headers(id: String(repeating: "a", count: 256)), .invalidID),
            (Self.headers(id: "ä"), .invalidID),
            (Self.headers(timestamp: "+\(Self.time)"), .invalidTimestamp),
            (Self.headers(timestamp: "-1"), .invalidTimestamp),
            (Self.headers(timestamp: "\(Self.time).0"), .invalidTimestamp),
            (Self.headers(timestamp: "0x10"), .invalidTimestamp), (Self.headers(timestamp: "１"), .invalidTimestamp),
            (Self.headers(timestamp: "9999999999999"), .invalidTimestamp),
            (Self.headers(timestamp: "0"), .tooOld),
            (Self.headers(signature: String(repeating: "v1,AAAA ", count: 9)), .tooManySignatures),
        ]
        for (headers, expected) in cases {
            #expect(throws: expected) { try WebhookMessage(headers, now: Self.time) }
            #expect(WebhookMessage.isClaimed(by: headers))
        }
        #expect(!WebhookMessage.isClaimed(by: [.authorization: "Bearer x"]))
    }

    @Test(
        "has a secret of the specification's form; what isn't is refused by its position, and never repeated",
        arguments: [
            ("", WebhookSecrets.Invalid.notASecret(position: 1)),
            ("\(secret),", .notASecret(position: 2)),
            (String(secret.dropFirst(6)), .notASecret(position: 1)),
            ("whsec_AAAA", .notASecret(position: 1)),
            ("whsec_%%%%", .notASecret(position: 1)),
            ("whpk_AAAA", .notASecret(position: 1)),
            ("a b:\(secret)", .notASecret(position: 1)),
            (":\(secret)", .notASecret(position: 1)),
            ("whsk_AAAA", .privateKey(position: 1)),
            (Array(repeating: secret, count: 17).joined(separator: ","), .tooMany),
        ])
    func secrets(text: String, expected: WebhookSecrets.Invalid) {
        #expect(throws: expected) { try WebhookSecrets(text) }
        #expect(!expected.description.contains("C2FV"))
    }

    @Test("is checked with secrets that can't be put into a text")
    func discreet() throws {
        let text = "\(try WebhookSecrets(Self.secret)) \(String(reflecting: WebhookKey(Self.secret[...])))"
        #expect(!text.contains("C2FV"))
    }
}
