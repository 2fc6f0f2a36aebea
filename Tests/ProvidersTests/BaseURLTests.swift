import Testing

@testable import Providers

@Suite("A vendor's base URL")
struct BaseURLTests {
    @Test(
        "is taken apart, its path without the last slash",
        arguments: [
            ("https://api.prod.verisoul.ai", "https", "api.prod.verisoul.ai", ""),
            ("https://api.example.com:8443/base/", "https", "api.example.com:8443", "/base"),
            ("HTTPS://api.example.com//", "https", "api.example.com", ""),
            ("http://127.0.0.1:9090", "http", "127.0.0.1:9090", ""),
            ("http://127.9.9.9", "http", "127.9.9.9", ""),
            ("http://localhost:1", "http", "localhost:1", ""),
            ("http://[::1]:9090", "http", "[::1]:9090", ""),
        ])
    func good(text: String, scheme: String, authority: String, path: String) throws {
        let url = try BaseURL(text)
        #expect(url.scheme == scheme)
        #expect(url.authority == authority)
        #expect(url.path == path)
    }

    @Test(
        "is refused with what is allowed instead",
        arguments: [
            ("", BaseURL.Invalid.notAURL), ("api.example.com", .notAURL), ("https://", .notAURL),
            ("https://a b", .notAURL), ("https://a\r\nX: y", .notAURL), ("https://a:0", .notAURL),
            ("https://a:99999", .notAURL),
            ("ftp://api.example.com", .scheme), ("file:///etc/passwd", .notAURL),
            ("http://api.example.com", .plainHTTP(host: "api.example.com")),
            ("http://10.0.0.1", .plainHTTP(host: "10.0.0.1")),
            ("http://127.0.0.1.example.com", .plainHTTP(host: "127.0.0.1.example.com")),
            ("https://user:secret@api.example.com", .credentials),
            ("https://api.example.com?x=1", .queryOrFragment), ("https://api.example.com#x", .queryOrFragment),
        ])
    func bad(text: String, expected: BaseURL.Invalid) {
        #expect(throws: expected) { try BaseURL(text) }
    }
}
