extension CurlClient {
    /// A client's limits and habits. Every value has been checked once this exists.
    package struct Configuration: Sendable, Discreet {
        package enum Scheme: String, Sendable, CaseIterable {
            case https
            case http
        }

        /// Sent as `User-Agent` where the request names none.
        package let userAgent: String
        /// For name, TCP and TLS together.
        package let connectTimeout: Duration
        package let maxBodyBytes: Int
        /// All header lines of a response together, informational responses and trailers included.
        package let maxHeaderBytes: Int
        /// A connection older than this isn't used again.
        package let maxConnectionLifetime: Duration
        /// A connection idle for longer than this isn't used again.
        package let maxConnectionIdle: Duration
        package let maxInFlight: Int
        /// How many calls may wait for one in flight to end; more are refused.
        package let maxQueued: Int
        /// How long a graceful shutdown lets transfers go on.
        package let maxShutdownDuration: Duration
        /// Offers HTTP/2 in TLS. Off by default: Debian 12's libcurl lacks its later fixes.
        package let allowsHTTP2: Bool
        /// PEM file of the accepted authorities; nil for the system's.
        package let caFile: String?
        /// PEM file of the certificate that the client shows; nil for none.
        package let clientCertificateFile: String?
        /// PEM file of its key, without a pass phrase; nil if the certificate's file holds it too.
        package let clientKeyFile: String?
        /// The server's accepted public keys as libcurl takes them, besides the certificate's verification:
        /// `sha256//<base64 of the key's SHA-256>`, several with `;` between; nil for any.
        package let pinnedPublicKey: String?
        /// URL of a proxy; nil for none. The environment's proxies are never used.
        package let proxy: String?
        /// Path of a Unix socket that every connection goes to, whatever the URL's host; nil for none.
        package let unixSocket: String?
        /// Whether a server has to prove who it is. Only one on this machine may go without.
        package let verifiesServer: Bool
        package let allowedSchemes: Set<Scheme>

        /// - Parameters:
        ///   - connectTimeout: 1 ms to 5 minutes.
        ///   - maxBodyBytes: 1 byte to 64 MiB.
        ///   - maxHeaderBytes: 1 KiB to 256 KiB.
        ///   - maxConnectionLifetime: 1 second to 1 day, in whole seconds.
        ///   - maxConnectionIdle: 1 second to 1 day, in whole seconds.
        ///   - maxInFlight: 1 to 10,000.
        ///   - maxQueued: 0 to 100,000.
        ///   - maxShutdownDuration: 0 to 10 minutes.
        ///   - clientKeyFile: only with `clientCertificateFile`.
        ///   - pinnedPublicKey: `sha256//` and 44 characters of base64, up to 8 of them with `;` between.
        /// - Throws: ``CurlError`` of code `invalidConfiguration`, which names the parameter and what is allowed.
        package init(
            userAgent: String = "portcullis",
            connectTimeout: Duration = .seconds(5),
            maxBodyBytes: Int = 1024 * 1024,
            maxHeaderBytes: Int = 64 * 1024,
            maxConnectionLifetime: Duration = .seconds(300),
            maxConnectionIdle: Duration = .seconds(60),
            maxInFlight: Int = 256,
            maxQueued: Int = 1024,
            maxShutdownDuration: Duration = .seconds(30),
            allowsHTTP2: Bool = false,
            caFile: String? = nil,
            clientCertificateFile: String? = nil,
            clientKeyFile: String? = nil,
            pinnedPublicKey: String? = nil,
            proxy: String? = nil,
            unixSocket: String? = nil,
            verifiesServer: Bool = true,
            allowedSchemes: Set<Scheme> = [.https, .http]
        ) throws(CurlError) {
            let day = Duration.seconds(86_400)
            try Self.check("connectTimeout", connectTimeout, in: .milliseconds(1)...(.seconds(300)))
            try Self.check("maxBodyBytes", maxBodyBytes, in: 1...(64 * 1024 * 1024))
            try Self.check("maxHeaderBytes", maxHeaderBytes, in: 1024...(256 * 1024))
            try Self.check("maxConnectionLifetime", maxConnectionLifetime, in: .seconds(1)...day)
            try Self.check("maxConnectionIdle", maxConnectionIdle, in: .seconds(1)...day)
            try Self.check("maxInFlight", maxInFlight, in: 1...10_000)
            try Self.check("maxQueued", maxQueued, in: 0...100_000)
            try Self.check("maxShutdownDuration", maxShutdownDuration, in: .zero...(.seconds(600)))
            try Self.checkText("userAgent", userAgent)
            for (name, text) in [
                ("caFile", caFile), ("clientCertificateFile", clientCertificateFile), ("clientKeyFile", clientKeyFile),
                ("proxy", proxy), ("unixSocket", unixSocket),
            ] {
                if let text { try Self.checkText(name, text) }
            }
            if clientKeyFile != nil, clientCertificateFile == nil {
                throw CurlError(.invalidConfiguration, detail: "clientKeyFile is set without clientCertificateFile")
            }
            if let pinnedPublicKey, !Self.isPin(pinnedPublicKey) {
                throw CurlError(
                    .invalidConfiguration, detail: "pinnedPublicKey is not sha256// and 44 characters of base64")
            }
            if allowedSchemes.isEmpty {
                throw CurlError(.invalidConfiguration, detail: "allowedSchemes is empty; https and http are allowed")
            }
            self.userAgent = userAgent
            self.connectTimeout = connectTimeout
            self.maxBodyBytes = maxBodyBytes
            self.maxHeaderBytes = maxHeaderBytes
            self.maxConnectionLifetime = maxConnectionLifetime
            self.maxConnectionIdle = maxConnectionIdle
            self.maxInFlight = maxInFlight
            self.maxQueued = maxQueued
            self.maxShutdownDuration = maxShutdownDuration
            self.allowsHTTP2 = allowsHTTP2
            self.caFile = caFile
            self.clientCertificateFile = clientCertificateFile
            self.clientKeyFile = clientKeyFile
            self.pinnedPublicKey = pinnedPublicKey
            self.proxy = proxy
            self.unixSocket = unixSocket
            self.verifiesServer = verifiesServer
            self.allowedSchemes = allowedSchemes
        }

        private static func check<Value: Comparable>(
            _ name: String, _ value: Value, in allowed: ClosedRange<Value>
        ) throws(CurlError) {
            guard !allowed.contains(value) else { return }
            throw CurlError(
                .invalidConfiguration,
                detail: "\(name) is \(value); \(allowed.lowerBound) to \(allowed.upperBound) are allowed")
        }

        /// libcurl takes any other text for the name of a file.
        private static func isPin(_ text: String) -> Bool {
            let pins = text.split(separator: ";", omittingEmptySubsequences: false)
            return (1...8).contains(pins.count)
                && pins.allSatisfy { pin in
                    let digest = pin.utf8.dropFirst(8)
                    return pin.hasPrefix("sha256//") && digest.count == 44
                        && digest.dropLast().allSatisfy { byte in
                            switch byte {
                            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"):
                                true
                            default: false
                            }
                        } && digest.last == UInt8(ascii: "=")
                }
        }

        /// The text itself stays out of the error: a proxy's URL may hold a password.
        private static func checkText(_ name: String, _ text: String) throws(CurlError) {
            guard text.isEmpty || text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { return }
            throw CurlError(.invalidConfiguration, detail: "\(name) is empty or holds a control character")
        }
    }
}
