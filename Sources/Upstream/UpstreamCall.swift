import Curl
import HTTPTypes

/// One call: what to send and how to read what comes back.
package struct UpstreamCall<Answer: Sendable>: Sendable {
    /// What the answer is about; the same key means the same answer.
    package let key: String
    /// Whose trace the requests are part of; nil if nobody's.
    package let trace: RequestTrace?
    /// Made only when the vendor is asked.
    package let request: @Sendable () -> HTTPRequest
    package let classify: @Sendable (CurlResponse) -> Classification<Answer>

    package init(
        key: String, trace: RequestTrace? = nil, request: @escaping @Sendable () -> HTTPRequest,
        classify: @escaping @Sendable (CurlResponse) -> Classification<Answer>
    ) {
        self.key = key
        self.trace = trace
        self.request = request
        self.classify = classify
    }
}
