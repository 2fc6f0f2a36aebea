import CEL
import Crypto
import Curl
import Foundation

/// Reads Tripwire's sealed tokens, which the browser hands over and only the secret key opens: the vendor's verdict
/// without a call.
///
/// Version 1: base64 of `0x01 | nonce (12) | ciphertext | tag (16)`, AES-256-GCM without additional data over
/// zlib-compressed JSON. https://tripwirejs.com/docs
struct SealedTokenReader: Sendable, Discreet {
    static let maxTokenBytes = 64 * 1024
    private static let maxPlaintextBytes = 256 * 1024
    private static let version: UInt8 = 1
    /// How far the vendor's clock may be ahead of ours.
    private static let maxClockSkew_s: Int64 = 60

    private let key: SymmetricKey

    /// - Parameter secret: the secret key; or its SHA-256 in hexadecimal, which it is known by if it has that form.
    init(secret: String) {
        let isHash = secret.utf8.count == 64 && secret.utf8.allSatisfy(\.isASCIIHexDigit)
        let hash = isHash ? secret.lowercased() : Self.hex(SHA256.hash(data: Array(secret.utf8)))
        key = SymmetricKey(data: SHA256.hash(data: Array("\(hash)\0sealed-results".utf8)))
    }

    /// - Parameters:
    ///   - session: the one asked for.
    ///   - now: the wall clock, in seconds since 1970.
    /// - Returns: the facts and how old they are.
    /// - Throws: ``SealedTokenError``; a token of another session is foreign however old it is.
    func read(
        _ token: String, session: SessionID, now: Int64, maxAge: Duration
    ) throws(SealedTokenError) -> (facts: Facts, age: Duration) {
        let plaintext = try open(token)
        guard let json = try? Inflate.zlib(plaintext, maxBytes: Self.maxPlaintextBytes),
            let decoded = VendorJSON.decode(json, as: Self.payload), let id = decoded.record.string("session_id")
        else { throw .unreadable }
        guard id == session.text else { throw .foreign }
        guard let decision = decoded.record.record("decision"),
            case .timestamp(let evaluatedAt)? = decision["evaluated_at"]
        else { throw .unreadable }
        let age_s = now - evaluatedAt.seconds
        guard age_s >= -Self.maxClockSkew_s, .seconds(age_s) <= maxAge else { throw .expired }
        // Of the token's other fields nothing is read, so that they are no drift.
        let drift = decoded.drift.filter { !$0.hasSuffix(": \(SchemaDrift.Kind.unknownField.rawValue)") }
        return (Self.facts(session: id, decision, drift: drift), .seconds(max(0, age_s)))
    }

    private func open(_ token: String) throws(SealedTokenError) -> [UInt8] {
        guard token.utf8.count <= Self.maxTokenBytes, let bytes = Data(base64Encoded: token), bytes.count > 29,
            bytes.first == Self.version,
            // nonce, ciphertext and tag, in this order
            let box = try? AES.GCM.SealedBox(combined: bytes.dropFirst()), let data = try? AES.GCM.open(box, using: key)
        else { throw .forged }
        return Array(data)
    }

    /// In the words of the session API, so that policies read one vocabulary. What the token doesn't know is unknown.
    private static func facts(session: String, _ sealed: Record, drift: [String]) -> Facts {
        var decision = Record(TripwireSchema.decision)
        decision["event_id"] = sealed["event_id"]
        decision["risk_score"] = sealed["risk_score"]
        decision["evaluation_phase"] = sealed["phase"]
        decision["evaluated_at"] = sealed["evaluated_at"]
        decision["automation_status"] = sealed.string("verdict").flatMap { statuses[$0] }.map(Value.string)
        decision["decision_status"] = sealed.bool("is_provisional").map { .string($0 ? "preliminary" : "final") }
        var record = Record(TripwireSchema.session)
        record["id"] = .string(session)
        record["decision"] = .record(decision)
        var signals = SignalReadings()
        TripwireMapping.addDecision(record, to: &signals)
        return Facts(
            provider: .tripwire, record: record, signals: signals, finality: TripwireMapping.finality(record),
            requestID: nil, evidenceJSON: VendorJSON.evidence(record, fields: ["decision"]), drift: drift,
            memoryBytes: VendorJSON.memoryBytes(body: []))
    }

    private static let statuses = ["bot": "automated", "human": "human", "inconclusive": "uncertain"]

    private static let payload = RecordType(
        "tripwire.sealed_token",
        [
            .init("session_id", .string),
            .init(
                "decision",
                .record(
                    RecordType(
                        "tripwire.sealed_decision",
                        [
                            .init("event_id", .string),
                            .init("verdict", .string, .oneOf(["bot", "human", "inconclusive"])),
                            .init("risk_score", .int, .range(0...100)),
                            .init("phase", .string, .oneOf(["snapshot", "behavioral"])),
                            .init("is_provisional", .bool),
                            .init("evaluated_at", .timestamp),
                        ]))),
        ])

    private static func hex(_ digest: some Sequence<UInt8>) -> String {
        digest.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }
}
