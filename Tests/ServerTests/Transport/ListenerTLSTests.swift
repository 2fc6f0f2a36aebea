import Foundation
import TestSupport
import Testing

@testable import Server

@Suite("The listener's certificate")
struct ListenerTLSTests {
    private static func refusal(_ look: ListenerTLS.Look) -> String? {
        if case .refused(let error) = look { "\(error)" } else { nil }
    }

    private static func write(_ text: String, to file: URL) throws { try Data(text.utf8).write(to: file) }

    @Test("and its key stay when new ones are no good, which is told, until the files are good again")
    func refused() async throws {
        try await TestTLSFiles.with { files in
            let tls = try ListenerTLS(TLSFiles(files))
            let before = tls.health
            let good = (try Data(contentsOf: files.certificate), try Data(contentsOf: files.privateKey))
            try Self.write(try files.authority.issue().privateKey, to: files.privateKey)
            // In the middle of a change, perhaps.
            #expect(tls.look() == .unchanged)
            #expect(tls.health == before)
            #expect(Self.refusal(tls.look())?.contains("can't be used with the certificate in") == true)
            #expect(tls.health.notAfter == before.notAfter)
            #expect(tls.health.refusal?.contains(files.privateKey.path) == true)
            // Told once.
            #expect(tls.look() == .unchanged)
            #expect(tls.look(isForced: true) != .unchanged)

            try good.1.write(to: files.privateKey)
            #expect(tls.look() == .unchanged)
            #expect(tls.health == before)
        }
    }

    @Test("is replaced at once when that is asked for, by one that hasn't ended")
    func forced() async throws {
        try await TestTLSFiles.with { files in
            let tls = try ListenerTLS(TLSFiles(files))
            let end = Date(timeIntervalSince1970: 4_000_000_000)
            try files.write(files.authority.issue(notAfter: end))
            #expect(tls.look(isForced: true) == .loaded(notAfter: end))
            #expect(tls.health == .init(notAfter: end, refusal: nil))

            try files.write(files.authority.issue(notAfter: Date() - 60))
            #expect(Self.refusal(tls.look(isForced: true))?.contains("has ended at") == true)
            #expect(tls.health.notAfter == end)
        }
    }

    @Test("may have ended at a start, which others tell of")
    func ended() async throws {
        try await TestTLSFiles.with { files in
            let end = Date(timeIntervalSince1970: 1_700_000_000)
            try files.write(files.authority.issue(notAfter: end))
            #expect(try ListenerTLS(TLSFiles(files)).health.notAfter == end)
        }
    }

    @Test("is refused at a start with the file and what is wrong with it, and no word of what it holds")
    func unusable() async throws {
        try await TestTLSFiles.with { files in
            let good = try files.authority.issue()
            let body = good.privateKey.split(separator: "\n").dropFirst().first ?? ""
            let cases: [(certificate: String, privateKey: String, problem: String)] = [
                (
                    "", good.privateKey,
                    "server.tls.certificate_file: \(files.certificate.path) can't be read: it is empty"
                ),
                ("no PEM", good.privateKey, "\(files.certificate.path) holds no certificate"),
                (good.privateKey, good.privateKey, "\(files.certificate.path) holds no certificate"),
                (
                    good.certificate.replacing("M", with: "N"), good.privateKey,
                    "\(files.certificate.path) holds no certificate"
                ),
                (
                    good.certificate, "no PEM",
                    "server.tls.private_key_file: \(files.privateKey.path) holds no private key"
                ),
                (good.certificate, good.certificate, "\(files.privateKey.path) holds no private key"),
                (
                    good.certificate, good.privateKey.replacing(body, with: "AAAA\(body.dropFirst(4))"),
                    "\(files.privateKey.path) holds no private key"
                ),
                (
                    good.certificate, try files.authority.issue().privateKey,
                    "the key in \(files.privateKey.path) can't be used with the certificate in \(files.certificate.path)"
                ),
                (
                    good.certificate, String(repeating: " ", count: 1 << 21),
                    "\(files.privateKey.path) can't be read: it has more than 1048576 bytes"
                ),
            ]
            for (certificate, privateKey, problem) in cases {
                try files.write(.init(certificate: certificate, privateKey: privateKey))
                let error = #expect(throws: TLSFileError.self) { try ListenerTLS(TLSFiles(files)) }
                #expect(error.map { "\($0)".contains(problem) } == true, "\(error.map { "\($0)" } ?? "")")
                #expect(error.map { "\($0)".contains(body) } == false)
            }
            try FileManager.default.removeItem(at: files.privateKey)
            let missing = #expect(throws: TLSFileError.self) { try ListenerTLS(TLSFiles(files)) }
            #expect(missing.map { "\($0)".contains("\(files.privateKey.path) can't be read") } == true)
        }
    }
}
