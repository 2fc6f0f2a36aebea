import Crypto
import Foundation

@testable import Providers

/// Seals tokens as the vendor does.
enum SealedTokens {
    static let secret = "sk_test_key"

    static func seal(_ json: String, secret: String = secret, version: UInt8 = 1) throws -> String {
        let hash = SHA256.hash(data: Array(secret.utf8)).map { String(format: "%02x", $0) }.joined()
        let key = SymmetricKey(data: SHA256.hash(data: Array("\(hash)\0sealed-results".utf8)))
        let box = try AES.GCM.seal(stored(Array(json.utf8)), using: key)
        return Data([version] + Array(box.nonce) + Array(box.ciphertext) + Array(box.tag)).base64EncodedString()
    }

    static func verdict(session: String, at time: String, verdict: String = "human", isProvisional: Bool = false)
        -> String
    {
        """
        {"object":"session_verification","session_id":"\(session)","decision":{"event_id":"evt_1","verdict":"\(verdict)",
        "risk_score":7,"phase":"behavioral","is_provisional":\(isProvisional),"evaluated_at":"\(time)"},"embed":null}
        """
    }

    /// zlib data of one stored block.
    private static func stored(_ bytes: [UInt8]) -> [UInt8] {
        var (low, high): (UInt32, UInt32) = (1, 0)
        for byte in bytes {
            low = (low + UInt32(byte)) % 65_521
            high = (high + low) % 65_521
        }
        let count = UInt16(bytes.count)
        let checksum = [high >> 8, high, low >> 8, low].map { UInt8(truncatingIfNeeded: $0) }
        return [0x78, 0x01, 0x01] + [count, count >> 8, ~count, ~count >> 8].map { UInt8(truncatingIfNeeded: $0) }
            + bytes
            + checksum
    }
}
