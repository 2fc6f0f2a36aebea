/// A vendor's key that can't be one: empty, too long, with characters that HTTP forbids in a header, or of another kind.
package struct APIKeyError: Error, CustomStringConvertible {
    package let provider: ProviderName

    /// Names no part of the key.
    package var description: String {
        switch provider {
        case .tripwire: "has to be a secret key, sk_live_… or sk_test_…, of at most 512 printable ASCII characters"
        case .verisoul: "has to be 1 to 512 printable ASCII characters without spaces"
        }
    }

    package static func check(_ key: String, of provider: ProviderName) throws(APIKeyError) {
        guard (1...512).contains(key.utf8.count), key.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw APIKeyError(provider: provider)
        }
        // Tripwire refuses publishable keys (pk_…); one of those here is a mix-up.
        if provider == .tripwire, !key.hasPrefix("sk_") { throw APIKeyError(provider: provider) }
    }
}
