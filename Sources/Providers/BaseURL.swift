import Foundation
import HTTPTypes

/// Where a vendor's API is, as configured: scheme, authority and a path that the API's own paths are appended to.
package struct BaseURL: Sendable, Equatable {
    /// Why a text is no base URL for a vendor. The description never holds the text, which could hold a password.
    package enum Invalid: Error, CustomStringConvertible, Equatable {
        case notAURL
        case scheme
        case plainHTTP(host: String)
        case credentials
        case queryOrFragment

        package var description: String {
            switch self {
            case .notAURL: "is not a URL such as https://api.example.com"
            case .scheme: "has to begin with https:// (http:// is allowed for loopback addresses only)"
            case .plainHTTP(let host):
                "has to begin with https://: http:// is allowed for loopback addresses only, and \(host) is none"
            case .credentials: "must not hold a user name or password"
            case .queryOrFragment: "must not hold a query or fragment"
            }
        }
    }

    package let scheme: String
    package let authority: String
    /// Without a slash at its end; empty for the root.
    package let path: String

    /// - Parameter allowsPlainHTTP: also for hosts other than this one.
    /// - Throws: ``Invalid``, which says what is allowed instead.
    package init(_ text: String, allowsPlainHTTP: Bool = false) throws(Invalid) {
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), let components = URLComponents(string: text),
            let scheme = components.scheme?.lowercased(), let host = components.host, !host.isEmpty,
            !host.contains("%"), host.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { throw .notAURL }
        guard scheme == "https" || scheme == "http" else { throw .scheme }
        guard components.user == nil, components.password == nil else { throw .credentials }
        guard components.query == nil, components.fragment == nil else { throw .queryOrFragment }
        if scheme == "http", !allowsPlainHTTP, !Loopback.isLoopback(host) { throw .plainHTTP(host: host) }
        let portRange = 1...65_535
        if let port = components.port, !portRange.contains(port) { throw .notAURL }
        self.scheme = scheme
        self.authority = components.port.map { "\(host):\($0)" } ?? host
        var path = components.percentEncodedPath
        while path.hasSuffix("/") { path.removeLast() }
        self.path = path
    }

    /// A GET of a path below the base, whose last segment is the session's id.
    func request(path: String, session: SessionID, headers: HTTPFields) -> HTTPRequest {
        HTTPRequest(
            method: .get, scheme: scheme, authority: authority,
            path: self.path + path + Self.percentEncoded(session.text), headerFields: headers)
    }

    /// Everything outside RFC 3986's unreserved characters escaped. An id's form holds none of it; this is the second
    /// lock on the same door.
    private static func percentEncoded(_ text: String) -> String {
        var encoded = ""
        for byte in text.utf8 {
            if byte.isASCIIAlphanumeric || "._~-".utf8.contains(byte) {
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                encoded += byte < 16 ? "%0" : "%"
                encoded += String(byte, radix: 16, uppercase: true)
            }
        }
        return encoded
    }
}
