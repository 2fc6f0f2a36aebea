import Curl
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
    /// - Parameters:
    ///   - secretKey: `sk_live_…` or `sk_test_…`, with the scope `sessions:read`.
    ///   - curl: for this provider alone.
    ///   - observe: told each request to the vendor when it ends.
    package static func tripwire(
        baseURL: BaseURL, secretKey: String, curl: CurlClient, configuration: UpstreamConfiguration,
        observe: AttemptObserver? = nil
    ) throws(APIKeyError) -> Provider {
        Provider(try Tripwire(baseURL: baseURL, secretKey: secretKey), curl, configuration, observe)
    }

    /// Verisoul's API.
    ///
    /// - Parameters:
    ///   - apiKey: that of the environment that `baseURL` names.
    ///   - curl: for this provider alone.
    ///   - observe: told each request to the vendor when it ends.
    package static func verisoul(
        baseURL: BaseURL, apiKey: String, curl: CurlClient, configuration: UpstreamConfiguration,
        observe: AttemptObserver? = nil
    ) throws(APIKeyError) -> Provider {
        Provider(try Verisoul(baseURL: baseURL, apiKey: apiKey), curl, configuration, observe)
    }

    /// The upstream client is made here, so that no two vendors, base URLs or keys can share a cache or a quota.
    private init(
        _ vendor: any Vendor, _ curl: CurlClient, _ configuration: UpstreamConfiguration,
        _ observe: AttemptObserver?
    ) {
        self.name = vendor.name
        self.vendor = vendor
        self.upstream = UpstreamClient(curl: curl, configuration: configuration, observe: observe)
    }

    /// Whether the vendor refused our key the last time it answered.
    package var isUnauthorized: Bool { upstream.isUnauthorized }

    /// Why the vendor isn't asked for now, or only by a few probes; nil if it is.
    package var openReason: Breaker.Reason? { upstream.openReason }

    /// What the vendor knows of a session. Ends by the deadline.
    ///
    /// - Parameters:
    ///   - awaitsFinal: whether a preliminary answer that isn't `automated` is asked for again while the deadline leaves
    ///     room for it.
    ///   - traceparent: passed on to the vendor as it is (W3C Trace Context).
    package func facts(
        for session: SessionID, deadline: ContinuousClock.Instant, awaitsFinal: Bool = false, traceparent: String?
    ) async -> Fetched<Facts> {
        var request = vendor.request(for: session)
        request.headerFields[.traceparent] = traceparent
        let call = UpstreamCall<Facts>(key: session.text, request: request) { [vendor] response in
            vendor.classify(response, session: session)
        }
        return await upstream.fetch(call, deadline: deadline, awaitsFinal: awaitsFinal)
    }
}
