import HTTPTypes
import Upstream

/// A vendor as Portcullis uses it: asked for the facts of a session, within a deadline, and never failing otherwise
/// than with a ``Cause``.
package struct Provider: Sendable {
    package let name: ProviderName
    private let vendor: any Vendor
    private let upstream: UpstreamClient<Facts>

    /// Tripwire's API (since May 2026 also Foil's).
    ///
    /// - Parameter secretKey: `sk_live_…` or `sk_test_…`, with the scope `sessions:read`.
    package static func tripwire(
        baseURL: BaseURL, secretKey: String, upstream: UpstreamClient<Facts>
    ) throws(APIKeyError) -> Provider {
        Provider(vendor: try Tripwire(baseURL: baseURL, secretKey: secretKey), upstream: upstream)
    }

    /// Verisoul's API.
    ///
    /// - Parameter apiKey: that of the environment that `baseURL` names.
    package static func verisoul(
        baseURL: BaseURL, apiKey: String, upstream: UpstreamClient<Facts>
    ) throws(APIKeyError) -> Provider {
        Provider(vendor: try Verisoul(baseURL: baseURL, apiKey: apiKey), upstream: upstream)
    }

    private init(vendor: any Vendor, upstream: UpstreamClient<Facts>) {
        self.name = vendor.name
        self.vendor = vendor
        self.upstream = upstream
    }

    /// Whether the vendor refused our key the last time it answered.
    package var isUnauthorized: Bool { upstream.isUnauthorized }

    /// What the vendor knows of a session. Ends by the deadline.
    ///
    /// - Parameter traceparent: passed on to the vendor as it is (W3C Trace Context).
    package func facts(
        for session: SessionID, deadline: ContinuousClock.Instant, traceparent: String?
    ) async -> Fetched<Facts> {
        var request = vendor.request(for: session)
        request.headerFields[.traceparent] = traceparent
        let call = UpstreamClient<Facts>.Call(key: session.text, request: request) { [vendor] response in
            vendor.classify(response, session: session)
        }
        return await upstream.fetch(call, deadline: deadline)
    }
}
