import Crypto
import Foundation
import SwiftASN1
import X509

/// An authority whose certificates nobody trusts but who is given its own.
package struct TestAuthority: Sendable {
    /// A certificate and its key, in PEM.
    package struct Issued: Sendable {
        package let certificate: String
        package let privateKey: String

        package init(certificate: String, privateKey: String) {
            self.certificate = certificate
            self.privateKey = privateKey
        }
    }

    private let key: P256.Signing.PrivateKey
    private let name: DistinguishedName
    /// Its own, in PEM.
    package let certificate: String

    package init(_ commonName: String = "Test authority") throws {
        key = P256.Signing.PrivateKey()
        name = try DistinguishedName { CommonName(commonName) }
        let certificate = try Self.sign(
            key.publicKey, subject: name, issuer: name, by: key, notAfter: Date() + 86_400,
            extensions: .init {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
                Critical(KeyUsage(keyCertSign: true))
            })
        self.certificate = try certificate.serializeAsPEM().pemString
    }

    /// A certificate for servers on 127.0.0.1 and for clients.
    package func issue(
        dnsNames: [String] = ["localhost"], uris: [String] = [], notAfter: Date = Date() + 86_400
    ) throws -> Issued {
        let key = P256.Signing.PrivateKey()
        let names: [GeneralName] =
            dnsNames.map { .dnsName($0) } + uris.map { .uniformResourceIdentifier($0) }
            + [.ipAddress(ASN1OctetString(contentBytes: [127, 0, 0, 1]))]
        let certificate = try Self.sign(
            key.publicKey, subject: try DistinguishedName { CommonName("leaf") }, issuer: name, by: self.key,
            notAfter: notAfter,
            extensions: .init {
                Critical(BasicConstraints.notCertificateAuthority)
                try ExtendedKeyUsage([.serverAuth, .clientAuth])
                SubjectAlternativeNames(names)
            })
        return Issued(
            certificate: try certificate.serializeAsPEM().pemString, privateKey: key.pemRepresentation + "\n")
    }

    private static func sign(
        _ key: P256.Signing.PublicKey, subject: DistinguishedName, issuer: DistinguishedName,
        by issuerKey: P256.Signing.PrivateKey, notAfter: Date, extensions: Certificate.Extensions
    ) throws -> Certificate {
        try Certificate(
            version: .v3, serialNumber: .init(), publicKey: .init(key), notValidBefore: Date() - 864_000,
            notValidAfter: notAfter, issuer: issuer, subject: subject, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: extensions, issuerPrivateKey: .init(issuerKey))
    }
}
