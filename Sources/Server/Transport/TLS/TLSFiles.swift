import Curl
import Foundation

/// Where the listener's certificate and its key are.
package struct TLSFiles: Sendable, Equatable {
    /// What they hold. Has the key, so it can't be put into a text.
    struct Contents: Sendable, Discreet {
        let certificate: [UInt8]
        let privateKey: [UInt8]
    }

    /// A chain has some kilobytes.
    private static let maxBytes = 1 << 20

    /// PEM: the server's certificate, then those that lead from it to an authority.
    package let certificate: String
    /// PEM, without a pass phrase.
    package let privateKey: String

    package init(certificate: String, privateKey: String) {
        self.certificate = certificate
        self.privateKey = privateKey
    }

    /// Reads the files, so it blocks for a moment.
    func read() throws(TLSFileError) -> Contents {
        Contents(
            certificate: try Self.bytes(of: certificate, .certificate),
            privateKey: try Self.bytes(of: privateKey, .privateKey))
    }

    private static func bytes(of path: String, _ file: TLSFileError.File) throws(TLSFileError) -> [UInt8] {
        let data: Data?
        do {
            let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            defer { try? handle.close() }
            data = try handle.read(upToCount: maxBytes + 1)
        } catch {
            throw .unreadable(file, path: path, reason: error.localizedDescription)
        }
        guard let data, !data.isEmpty else { throw .unreadable(file, path: path, reason: "it is empty") }
        guard data.count <= maxBytes else {
            throw .unreadable(file, path: path, reason: "it has more than \(maxBytes) bytes")
        }
        return Array(data)
    }
}
