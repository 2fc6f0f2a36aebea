extension CurlClient {
    /// A client's limits and habits. Every value has been checked once this exists.
    package struct Configuration: Sendable {
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
        /// URL of a proxy; nil for none. The environment's proxies are never used.
        package let proxy: String?
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
            proxy: String? = nil,
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
            if let caFile { try Self.checkText("caFile", caFile) }
            if let proxy { try Self.checkText("proxy", proxy) }
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
            self.proxy = proxy
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

        /// The text itself stays out of the error: a proxy's URL may hold a password.
        private static func checkText(_ name: String, _ text: String) throws(CurlError) {
            guard text.isEmpty || text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { return }
            throw CurlError(.invalidConfiguration, detail: "\(name) is empty or holds a control character")
        }
    }
}
