import Curl
import Logging
import Providers
import Upstream

/// One line a request to a vendor, at the level `debug`: what it was for, how it ended and what took its time.
enum AttemptLog {
    /// - Returns: nil if the logger would drop the lines.
    static func observer(of provider: ProviderName, logger: Logger) -> AttemptObserver? {
        guard logger.logLevel <= .debug else { return nil }
        return { attempt in
            var metadata = metadata(attempt, provider)
            // The flight belongs to the task of the request that started it.
            metadata["request_id"] = Logger.current[metadataKey: "request_id"]
            logger.debug("vendor asked", metadata: metadata)
        }
    }

    private static func metadata(_ attempt: Attempt, _ provider: ProviderName) -> Logger.Metadata {
        var metadata: Logger.Metadata = [
            "provider": "\(provider.rawValue)", "kind": "\(attempt.kind.rawValue)", "attempt": "\(attempt.number)",
            "cause": "\(attempt.causeText)", "duration_ms": "\(milliseconds(attempt.duration))",
        ]
        if let status = attempt.status { metadata["status"] = "\(status)" }
        if let isReused = attempt.connectionReused { metadata["connection_reused"] = "\(isReused)" }
        if let traceID = attempt.trace?.traceIDText { metadata["trace_id"] = "\(traceID)" }
        if let requestID = attempt.requestID { metadata["vendor_request_id"] = "\(requestID)" }
        if let timings = attempt.timings {
            metadata["name_lookup_ms"] = "\(milliseconds(timings.nameLookup))"
            metadata["connect_ms"] = "\(milliseconds(timings.connect))"
            metadata["tls_ms"] = "\(milliseconds(timings.tls))"
            metadata["first_byte_ms"] = "\(milliseconds(timings.firstByte))"
        }
        return metadata
    }

    private static func milliseconds(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        return String(seconds.multipliedReportingOverflow(by: 1000).partialValue &+ attoseconds / 1_000_000_000_000_000)
    }
}
