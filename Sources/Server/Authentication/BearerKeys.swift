import Crypto
import Curl

/// The keys that callers may present, each with a name for logs. Only their SHA-256 is held.
package struct BearerKeys: Sendable, Discreet {
    /// What is wrong with a list of keys. Holds names and positions, never a key.
    package enum Invalid: Error, CustomStringConvertible, Equatable {
        case notNameAndKey(position: Int)
        case tooShort(name: String)
        case duplicateName(String)

        package var description: String {
            switch self {
            case .notNameAndKey(let position):
                "entry \(position) is not name:key (name: 1 to 64 of a-z A-Z 0-9 . _ -, key: printable ASCII without spaces)"
            case .tooShort(let name):
                "the key of '\(name)' has to have at least \(BearerKeys.minKeyBytes) characters"
            case .duplicateName(let name): "the name '\(name)' is there twice"
            }
        }
    }

    static let minKeyBytes = 16

    private let keys: [(name: String, digest: SHA256Digest)]

    package var isEmpty: Bool { keys.isEmpty }
    var names: [String] { keys.map(\.name) }

    /// No keys.
    package static let none = BearerKeys(keys: [])

    private init(keys: [(name: String, digest: SHA256Digest)]) {
        self.keys = keys
    }

    /// - Parameter text: comma-separated `name:key`, at least one.
    /// - Throws: ``Invalid``.
    package init(_ text: String) throws(Invalid) {
        var keys: [(name: String, digest: SHA256Digest)] = []
        // An empty entry is a mistake: `,` must not pass for a list without keys, which would let everybody in.
        let entries = text.split(separator: ",", omittingEmptySubsequences: false).map { $0.trimmingSpaces() }
        for (index, entry) in entries.enumerated() {
            guard let colon = entry.firstIndex(of: ":") else { throw .notNameAndKey(position: index + 1) }
            let name = String(entry[..<colon])
            let key = entry[entry.index(after: colon)...]
            guard Self.isName(name), key.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
                throw .notNameAndKey(position: index + 1)
            }
            guard key.utf8.count >= Self.minKeyBytes else { throw .tooShort(name: name) }
            guard !keys.contains(where: { $0.name == name }) else { throw .duplicateName(name) }
            keys.append((name, SHA256.hash(data: Array(key.utf8))))
        }
        self.keys = keys
    }

    /// The name under which a presented key is known; nil if it is not.
    ///
    /// All keys are compared, each in constant time (swift-crypto's digests), so that neither the time nor the order
    /// tells anything.
    func name(ofPresented key: some StringProtocol) -> String? {
        let digest = SHA256.hash(data: Array(key.utf8))
        var found: String?
        for candidate in keys where candidate.digest == digest { found = candidate.name }
        return found
    }

    /// Whether a caller may be called so.
    static func isName(_ name: String) -> Bool {
        (1...64).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "._-".utf8.contains(byte)
                }
            }
    }
}
