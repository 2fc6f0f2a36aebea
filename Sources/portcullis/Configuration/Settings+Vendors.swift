import Curl
import Foundation
import Providers
import Upstream

extension Settings.Builder {
    /// The enabled vendors, each with its connection and its limits.
    mutating func vendors() -> [Settings.Vendor] {
        let vendors = ProviderName.allCases.compactMap { account(of: $0) }
        return vendors.compactMap { vendor in
            connection(for: vendor.name).map { connection in
                Settings.Vendor(
                    name: vendor.name, baseURL: vendor.baseURL, key: vendor.key, connection: connection,
                    upstream: upstream(for: vendor.name, cacheShares: vendors.count))
            }
        }
    }

    private mutating func account(of name: ProviderName) -> (name: ProviderName, baseURL: BaseURL, key: String)? {
        let prefix = "providers.\(name.rawValue)"
        let keyName = name == .tripwire ? "secret_key" : "api_key"
        let key = texts["\(prefix).\(keyName)"]
        let baseURL = baseURL("\(prefix).base_url")
        guard texts["\(prefix).enabled"] ?? (key == nil ? "false" : "true") == "true" else { return nil }
        guard let key else {
            problems.append("\(prefix).enabled is true, but \(prefix).\(keyName) is not set")
            return nil
        }
        do throws(APIKeyError) {
            try APIKeyError.check(key, of: name)
        } catch {
            problems.append("\(prefix).\(keyName): \(error)")
            return nil
        }
        return baseURL.map { (name, $0, key) }
    }

    /// Checked also when its vendor isn't asked: `config check` prints it, and it could hold a password.
    private mutating func baseURL(_ name: String) -> BaseURL? {
        do throws(BaseURL.Invalid) {
            return try BaseURL(texts[name] ?? "")
        } catch {
            problems.append("\(name): \(error)")
            return nil
        }
    }

    private mutating func connection(for name: ProviderName) -> CurlClient.Configuration? {
        let prefix = "providers.\(name.rawValue)"
        let files = ["connection.ca_file", "\(prefix).client_certificate_file", "\(prefix).client_key_file"]
        for file in files {
            if let path = texts[file], !FileManager.default.isReadableFile(atPath: path) {
                problems.append("\(file): there is no such file, or no permission to read it")
            }
        }
        do throws(CurlError) {
            // Half of the deadline: a connection that isn't there by then is worth another attempt.
            return try CurlClient.Configuration(
                userAgent: "portcullis/\(Version.current)",
                connectTimeout: .milliseconds(integer("decision.deadline_ms")) / 2,
                maxConnectionLifetime: .seconds(integer("connection.max_lifetime_s")),
                maxInFlight: integer("connection.max_in_flight"), allowsHTTP2: texts["connection.http2"] == "true",
                caFile: texts[files[0]], clientCertificateFile: texts[files[1]], clientKeyFile: texts[files[2]],
                pinnedPublicKey: texts["\(prefix).pinned_public_key"], proxy: texts["connection.proxy"])
        } catch {
            problems.append("\(prefix): \(error.detail ?? error.code.rawValue)")
            return nil
        }
    }

    private func upstream(for name: ProviderName, cacheShares: Int) -> UpstreamConfiguration {
        func milliseconds(_ name: String) -> Duration { .milliseconds(integer(name)) }
        let quota = integer("providers.\(name.rawValue).quota_per_minute")
        let hedgeAfter = milliseconds("hedge.after_ms")
        return UpstreamConfiguration(
            retry: RetryPolicy(
                maxAttempts: integer("retry.max_attempts"), baseBackoff: milliseconds("retry.base_backoff_ms"),
                maxBackoff: milliseconds("retry.max_backoff_ms")),
            retryBudgetTokens: integer("retry.budget_tokens"), breaker: breaker(),
            quotaPerMinute: quota == 0 ? nil : quota, maxFetches: integer("admission.max_fetches"),
            hedgeAfter: hedgeAfter == .zero ? nil : hedgeAfter,
            cacheMaxBytes: integer("cache.max_bytes") / cacheShares,
            staleWhileRevalidate: milliseconds("cache.stale_while_revalidate_ms"),
            staleIfError: milliseconds("cache.stale_if_error_ms"))
    }

    private func breaker() -> BreakerConfiguration? {
        guard texts["breaker.enabled"] == "true" else { return nil }
        return BreakerConfiguration(
            window: .milliseconds(integer("breaker.window_ms")), minCalls: integer("breaker.min_calls"),
            failurePercent: integer("breaker.failure_percent"), open: .milliseconds(integer("breaker.open_ms")),
            maxOpen: .milliseconds(integer("breaker.max_open_ms")), probes: integer("breaker.probes"))
    }
}
