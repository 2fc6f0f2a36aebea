import Curl
import HTTPTypes
import Upstream

/// What differs from vendor to vendor: how a session is asked for and how an answer is read. One holds the vendor's key.
protocol Vendor: Sendable, Discreet {
    var name: ProviderName { get }

    func request(for session: SessionID) -> HTTPRequest

    /// Reads an answer as PROVIDERS' table of outcomes does. Never throws: what can't be read is a `bad_response`.
    func classify(_ response: CurlResponse, session: SessionID) -> Classification<Facts>
}
