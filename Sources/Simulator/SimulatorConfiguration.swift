import NIOCore

extension Simulator {
    /// The settings of a simulator; the defaults serve for everything but tests and benchmarks.
    package struct Configuration: Sendable {
        /// A loopback address: `127.0.0.1` (default), another `127.…`, `::1` or `localhost`.
        package var host = "127.0.0.1"
        /// The TCP port, 0 (default) for any that is free.
        package var port = 0
        /// The key that Tripwire's side accepts. Starts with `sk_`, as publishable keys are refused.
        package var tripwireSecretKey = "sk_test_simulator"
        /// The key that Verisoul's side accepts.
        package var verisoulAPIKey = "simulator"
        /// How long a vendor takes for an ordinary answer, 20 ms by default, 0 to a minute.
        package var latency: Duration = .milliseconds(20)
        /// How long the scenario `slow` takes, 5 s by default, 0 to an hour.
        package var slowAnswer: Duration = .seconds(5)
        /// The most connections at a time, 1024 by default, at least 1. Further ones wait to be accepted.
        package var maxConnections = 1024
        /// The most session IDs that are counted one by one for a vendor, 10,000 by default, at least 1.
        package var maxCountedSessions = 10_000

        /// The defaults.
        package init() {}

        func validate() throws(SimulatorError) {
            try require(isLoopback, "host", "a loopback address: 127.0.0.1, ::1 or localhost")
            try require((0...65_535).contains(port), "port", "0 (any free port) to 65535")
            try require(tripwireSecretKey.hasPrefix("sk_"), "tripwireSecretKey", "a key that starts with sk_")
            try require(!verisoulAPIKey.isEmpty, "verisoulAPIKey", "any key but an empty one")
            try require((.zero ... .seconds(60)).contains(latency), "latency", "0 to 60 s")
            try require((.zero ... .seconds(3600)).contains(slowAnswer), "slowAnswer", "0 to 3600 s")
            try require((1...65_535).contains(maxConnections), "maxConnections", "1 to 65535")
            try require(maxCountedSessions >= 1, "maxCountedSessions", "1 or more")
        }

        /// A name that merely begins like an address may resolve to anything: it isn't loopback.
        private var isLoopback: Bool {
            if host == "localhost" || host == "::1" { return true }
            // Port 0, as SwiftNIO traps on a port that isn't one.
            return host.hasPrefix("127.") && (try? SocketAddress(ipAddress: host, port: 0)) != nil
        }

        private func require(
            _ condition: Bool, _ name: String, _ allowed: String
        ) throws(SimulatorError) {
            if !condition { throw .invalidSetting(name: name, allowed: allowed) }
        }
    }
}
