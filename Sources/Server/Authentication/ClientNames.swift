import NIOSSL
import SwiftASN1
import X509

/// Which caller the certificate of a client stands for, by one of its names (RFC 5280, section 4.2.1.6): a DNS name, or a URI
/// such as a SPIFFE id.
package struct ClientNames: Sendable {
    /// What is wrong with a list of names.
    package enum Invalid: Error, CustomStringConvertible, Equatable {
        case notNameAndSubject(position: Int)
        case duplicate(subject: String)

        package var description: String {
            switch self {
            case .notNameAndSubject(let position):
                """
                entry \(position) is not name:subject (name: 1 to 64 of a-z A-Z 0-9 . _ -, subject: the DNS name or the URI \
                in the client's certificate)
                """
            case .duplicate(let subject): "'\(subject)' is there twice"
            }
        }
    }

    /// No certificate stands for anybody.
    package static let none = ClientNames(callers: [:])

    private let callers: [String: String]

    package var isEmpty: Bool { callers.isEmpty }
    var names: [String] { Set(callers.values).sorted() }

    private init(callers: [String: String]) {
        self.callers = callers
    }

    /// - Parameter text: comma-separated `name:subject`, at least one. A caller may have several.
    /// - Throws: ``Invalid``.
    package init(_ text: String) throws(Invalid) {
        var callers: [String: String] = [:]
        let entries = text.split(separator: ",", omittingEmptySubsequences: false).map { $0.trimmingSpaces() }
        for (index, entry) in entries.enumerated() {
            // A URI has colons of its own.
            guard let colon = entry.firstIndex(of: ":") else { throw .notNameAndSubject(position: index + 1) }
            let name = String(entry[..<colon])
            let subject = Self.normal(String(entry[entry.index(after: colon)...]))
            guard BearerKeys.isName(name), !subject.isEmpty, subject.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
                throw .notNameAndSubject(position: index + 1)
            }
            guard callers.updateValue(name, forKey: subject) == nil else { throw .duplicate(subject: subject) }
        }
        self.callers = callers
    }

    /// - Parameter certificate: one that an accepted authority has signed.
    /// - Returns: nil if it stands for no caller, or for more than one.
    func caller(of certificate: NIOSSLCertificate) -> String? {
        guard let der = try? certificate.toDERBytes(), let certificate = try? Certificate(derEncoded: der),
            let names = try? certificate.extensions.subjectAlternativeNames
        else { return nil }
        let found = Set(
            names.compactMap { name in
                switch name {
                case .dnsName(let name) where !name.contains(":"): callers[Self.normal(name)]
                case .uniformResourceIdentifier(let uri) where uri.contains(":"): callers[uri]
                default: nil
                }
            })
        return found.count == 1 ? found.first : nil
    }

    /// A DNS name's case doesn't matter; a URI's does.
    private static func normal(_ subject: String) -> String {
        subject.contains(":") ? subject : subject.lowercased()
    }
}
