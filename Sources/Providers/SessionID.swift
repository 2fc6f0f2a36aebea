import Curl

/// A vendor's id of a browser session, checked for its form: nothing else comes near a URL, a log or a cache key.
package struct SessionID: Sendable, Hashable, Discreet {
    package let provider: ProviderName
    package let text: String

    /// What an id has to look like, for messages to the caller.
    package static func form(of provider: ProviderName) -> String {
        switch provider {
        case .tripwire: "'sid_' and 26 characters of 0-9 a-z without i, l, o and u"
        case .verisoul: "a UUID, or 1 to 128 letters, digits and . _ ~ - beginning with a letter or digit"
        }
    }

    /// An id for a named vendor; nil if it hasn't the vendor's form.
    ///
    /// Verisoul documents no pattern (all its examples are UUIDs), so any text that is safe in a path is taken.
    package init?(_ text: String, of provider: ProviderName) {
        switch provider {
        case .tripwire:
            guard Self.isTripwire(text) else { return nil }
        case .verisoul:
            guard Self.isSafePathSegment(text) else { return nil }
        }
        self.provider = provider
        self.text = text
    }

    /// An id whose form says which vendor's it is: `sid_…` is Tripwire's, a UUID Verisoul's; nil for any other form.
    package init?(routing text: String) {
        if Self.isTripwire(text) {
            provider = .tripwire
        } else if Self.isUUID(text) {
            provider = .verisoul
        } else {
            return nil
        }
        self.text = text
    }

    /// Lower-case Crockford base32, as the vendor's OpenAPI file has it: `^sid_[0123456789abcdefghjkmnpqrstvwxyz]{26}$`.
    private static func isTripwire(_ text: String) -> Bool {
        let bytes = text.utf8
        guard bytes.count == 30, bytes.starts(with: "sid_".utf8) else { return false }
        return bytes.dropFirst(4).allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "i"), UInt8(ascii: "l"), UInt8(ascii: "o"), UInt8(ascii: "u"): false
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
            default: false
            }
        }
    }

    private static func isUUID(_ text: String) -> Bool {
        let bytes = text.utf8
        guard bytes.count == 36 else { return false }
        return bytes.enumerated().allSatisfy { offset, byte in
            switch offset {
            case 8, 13, 18, 23: byte == UInt8(ascii: "-")
            default: byte.isASCIIHexDigit
            }
        }
    }

    private static func isSafePathSegment(_ text: String) -> Bool {
        let bytes = text.utf8
        guard (1...128).contains(bytes.count), bytes.first?.isASCIIAlphanumeric == true else { return false }
        return bytes.allSatisfy { $0.isASCIIAlphanumeric || "._~-".utf8.contains($0) }
    }
}

extension UInt8 {
    var isASCIIAlphanumeric: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"):
            true
        default: false
        }
    }

    var isASCIIHexDigit: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }
}
