import Foundation
import NIOCore
import NIOSSL

/// A certificate with its key, ready to accept connections with.
struct TLSIdentity: Sendable {
    /// Forward secrecy and authenticated encryption only. TLS 1.3 has no others.
    private static let cipherSuites: [NIOTLSCipher] = [
        .TLS_AES_128_GCM_SHA256, .TLS_AES_256_GCM_SHA384, .TLS_CHACHA20_POLY1305_SHA256,
        .TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, .TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        .TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, .TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        .TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, .TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
    ]

    let context: NIOSSLContext
    /// When the first certificate of the chain ends.
    let notAfter: Date

    /// - Parameter files: for errors.
    init(_ contents: TLSFiles.Contents, of files: TLSFiles) throws(TLSFileError) {
        let certificates = (try? NIOSSLCertificate.fromPEMBytes(contents.certificate)) ?? []
        guard let end = certificates.map(\.notValidAfter).min() else {
            throw .noCertificate(path: files.certificate)
        }
        guard let key = try? NIOSSLPrivateKey(bytes: contents.privateKey, format: .pem) else {
            throw .noPrivateKey(path: files.privateKey)
        }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: certificates.map { .certificate($0) }, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = .tlsv12
        // For a client that doesn't say farewell when we have.
        configuration.shutdownTimeout = .seconds(2)
        configuration.cipherSuiteValues = Self.cipherSuites
        configuration.applicationProtocols = ["http/1.1"]
        guard let context = try? NIOSSLContext(configuration: configuration) else {
            throw .mismatch(certificate: files.certificate, privateKey: files.privateKey)
        }
        self.context = context
        notAfter = Date(timeIntervalSince1970: TimeInterval(end))
    }
}
