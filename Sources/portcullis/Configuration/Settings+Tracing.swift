import Curl
import Providers

/// Where spans go, and of which requests.
struct TracingSettings: Sendable {
    let endpoint: BaseURL
    let connection: CurlClient.Configuration
    /// 0 to 1.
    let sampleRatio: Double
}

extension Settings.Builder {
    /// Nil without an endpoint, and where it can't be used, which is noted.
    mutating func tracing() -> TracingSettings? {
        guard let text = texts["tracing.otlp_endpoint"] else { return nil }
        do {
            return TracingSettings(
                endpoint: try BaseURL(text, allowsPlainHTTP: true),
                connection: try CurlClient.Configuration(
                    userAgent: "portcullis/\(Version.current)", connectTimeout: .seconds(1), maxBodyBytes: 64 * 1024,
                    maxInFlight: 1, maxQueued: 1, maxShutdownDuration: .seconds(1),
                    caFile: texts["connection.ca_file"]),
                sampleRatio: texts["tracing.sample_ratio"].flatMap { Double($0) } ?? 1)
        } catch let error as BaseURL.Invalid {
            problems.append("tracing.otlp_endpoint: \(error)")
        } catch {
            // The one thing in it that is configured is the file, which the vendors' connections have told of.
            problems.append("tracing.otlp_endpoint: \(error)")
        }
        return nil
    }
}
