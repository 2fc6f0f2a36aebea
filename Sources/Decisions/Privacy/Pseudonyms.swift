import Crypto
import Curl

/// Keyed pseudonyms of personal data: who holds the key can test a value against one, nobody can read it back.
package struct Pseudonyms: Sendable, Discreet {
    let key: SymmetricKey

    /// - Parameter key: secret, at least 32 bytes.
    package init(key: [UInt8]) {
        self.key = SymmetricKey(data: key)
    }

    /// `hmac:` and the first 32 hexadecimal digits of HMAC-SHA-256 over `<field>:<text>`, so that the same text in two
    /// fields has two pseudonyms.
    ///
    /// - Parameter field: as in the settings, such as `email`; `attributes.<name>` for an attribute of the caller's.
    package func pseudonym(of text: String, field: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Array("\(field):\(text)".utf8), using: key)
        return "hmac:" + code.prefix(16).map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }
}
