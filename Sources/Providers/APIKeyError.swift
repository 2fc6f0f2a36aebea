/// A vendor's key that can't be sent in a header: empty, too long, or with characters that HTTP forbids there.
package struct APIKeyError: Error, CustomStringConvertible {
    package let provider: ProviderName

    /// Names no part of the key.
    package var description: String {
        "the \(provider.rawValue) key has to be 1 to 512 printable ASCII characters without spaces"
    }

    static func check(_ key: String, of provider: ProviderName) throws(APIKeyError) {
        guard (1...512).contains(key.utf8.count), key.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw APIKeyError(provider: provider)
        }
    }
}
