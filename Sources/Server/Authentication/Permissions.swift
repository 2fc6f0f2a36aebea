/// What a caller may do.
package struct Permissions: OptionSet, Sendable, Hashable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// To ask for decisions.
    package static let decide = Permissions(rawValue: 1 << 0)
    /// To read decisions that were given.
    package static let read = Permissions(rawValue: 1 << 1)
    /// To change how the service works while it runs.
    package static let admin = Permissions(rawValue: 1 << 2)

    /// Of a caller for whom nothing else is configured.
    package static let standard: Permissions = [.decide, .read]
    package static let all: Permissions = [.decide, .read, .admin]

    private static let words: [(word: String, permission: Permissions)] = [
        ("decide", .decide), ("read", .read), ("admin", .admin),
    ]

    /// - Parameter text: one or more of `decide`, `read` and `admin` with `+` between; nil for anything else.
    package init?(_ text: some StringProtocol) {
        self = []
        for word in text.split(separator: "+", omittingEmptySubsequences: false) {
            guard let known = Self.words.first(where: { $0.word == word }) else { return nil }
            insert(known.permission)
        }
    }

    /// As ``init(_:)`` reads it.
    var text: String {
        Self.words.filter { contains($0.permission) }.map(\.word).joined(separator: "+")
    }
}
