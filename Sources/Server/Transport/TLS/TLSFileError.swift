import Foundation

/// What is wrong with the listener's certificate or key. Holds paths, never what the files hold.
package enum TLSFileError: Error, Equatable, CustomStringConvertible {
    package enum File: String, Sendable {
        case certificate = "server.tls.certificate_file"
        case privateKey = "server.tls.private_key_file"
    }

    case unreadable(File, path: String, reason: String)
    case noCertificate(path: String)
    case noPrivateKey(path: String)
    case mismatch(certificate: String, privateKey: String)
    /// Only of files that are to take the place of others.
    case ended(path: String, at: Date)

    package var description: String {
        switch self {
        case .unreadable(let file, let path, let reason): "\(file.rawValue): \(path) can't be read: \(reason)"
        case .noCertificate(let path):
            "\(File.certificate.rawValue): \(path) holds no certificate in PEM, or one that is damaged"
        case .noPrivateKey(let path):
            "\(File.privateKey.rawValue): \(path) holds no private key in PEM, or one that is damaged or has a pass phrase"
        case .mismatch(let certificate, let privateKey):
            """
            \(File.privateKey.rawValue): the key in \(privateKey) can't be used with the certificate in \(certificate): \
            it is another's, or of a kind that isn't supported
            """
        case .ended(let path, let time):
            "\(File.certificate.rawValue): the certificate in \(path) has ended at \(time.ISO8601Format())"
        }
    }
}
