import Foundation

/// A server's certificate and key in a folder, and the authority that its clients trust.
package struct TestTLSFiles: Sendable {
    package let authority: TestAuthority
    package let certificate: URL
    package let privateKey: URL
    /// The authority's certificate.
    package let caFile: URL

    /// Runs `body` with files that are gone afterwards.
    package static func with<Output>(_ body: (TestTLSFiles) async throws -> Output) async throws -> Output {
        try await Folder.with { folder in
            let files = TestTLSFiles(
                authority: try TestAuthority(), certificate: folder.appending(path: "server.pem"),
                privateKey: folder.appending(path: "server.key"), caFile: folder.appending(path: "ca.pem"))
            try files.write(try files.authority.issue())
            try Data(files.authority.certificate.utf8).write(to: files.caFile)
            return try await body(files)
        }
    }

    /// Puts another certificate and its key there.
    package func write(_ issued: TestAuthority.Issued) throws {
        try Data(issued.certificate.utf8).write(to: certificate)
        try Data(issued.privateKey.utf8).write(to: privateKey)
    }
}
