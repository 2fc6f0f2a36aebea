import Curl
import HTTPTypes
import Upstream

/// A vendor as Portcullis uses it: asked for the facts of a session, within a deadline, and never failing otherwise
/// than with a ``Cause``.
package struct Provider: Sendable {
    package let name: ProviderName
    private let vendor: any Vendor
    private let upstream: UpstreamClient<Facts>
    /// Nil for a vendor that seals no tokens.
    private let sealedTokens: SealedTokenReader?

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
        Provider(
            try Tripwire(baseURL: baseURL, secretKey: secretKey), curl, configuration, observe,
            sealedTokens: SealedTokenReader(secret: secretKey))
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
        _ observe: AttemptObserver?, sealedTokens: SealedTokenReader? = nil
    ) {
        self.name = vendor.name
        self.vendor = vendor
        self.upstream = UpstreamClient(curl: curl, configuration: configuration, observe: observe)
        self.sealedTokens = sealedTokens
    }

    /// Whether the vendor refused our key the last time it answered.
    package var isUnauthorized: Bool { upstream.isUnauthorized }

    /// Why the vendor isn't asked at present, or only by a few probes; nil if it is.
    package var openReason: Breaker.Reason? { upstream.openReason }

    /// What the vendor's limits and its cache have come to, for metrics.
    package var status: UpstreamStatus { upstream.status }

    /// What the vendor knows of a session. Ends by the deadline.
    ///
    /// - Parameters:
    ///   - awaitsFinal: whether a preliminary answer that isn't `automated` is asked for again while the deadline leaves
    ///     room for it.
    ///   - sealed: what the caller brought of the vendor's, of a vendor that seals tokens. One that is forged, or about
    ///     another session, is the cause with which this ends; one too old is as if it weren't there.
    ///   - trace: what the requests to the vendor are part of.
    package func facts(
        for session: SessionID, deadline: ContinuousClock.Instant, awaitsFinal: Bool = false,
        sealed: SealedEvidence? = nil, trace: RequestTrace? = nil
    ) async -> Fetched<Facts> {
        guard let sealed, let sealedTokens else {
            return await ask(session, deadline: deadline, awaitsFinal: awaitsFinal, trace: trace)
        }
        let start = ContinuousClock.now
        var known: (facts: Facts, age: Duration)?
        do throws(SealedTokenError) {
            known = try sealedTokens.read(
                sealed.token, session: session, now: sealed.now, maxAge: sealed.maxAge)
        } catch {
            switch error {
            case .forged: return Fetched(.tokenForged, source: .sealedToken, duration: .now - start)
            case .foreign: return Fetched(.tokenForeign, source: .sealedToken, duration: .now - start)
            case .expired, .unreadable: break
            }
        }
        if sealed.use == .first, let known, !awaitsFinal || !known.facts.isProvisional {
            return Fetched(known.facts, source: .sealedToken, age: known.age, duration: .now - start)
        }
        let fetched = await ask(session, deadline: deadline, awaitsFinal: awaitsFinal, trace: trace)
        guard let known, !fetched.cause.isConclusive else { return fetched }
        return Fetched(known.facts, source: .sealedToken, age: known.age, insteadOf: fetched)
    }

    private func ask(
        _ session: SessionID, deadline: ContinuousClock.Instant, awaitsFinal: Bool, trace: RequestTrace?
    ) async -> Fetched<Facts> {
        let call = UpstreamCall<Facts>(
            key: session.text, trace: trace, request: { [vendor] in vendor.request(for: session) },
            classify: { [vendor] response in vendor.classify(response, session: session) })
        return await upstream.fetch(call, deadline: deadline, awaitsFinal: awaitsFinal)
    }
}
