import Curl
import HTTPTypes

/// One call: what to send and how to read what comes back.
package struct UpstreamCall<Answer: Sendable>: Sendable {
    /// What the answer is about; the same key means the same answer.
    package let key: String
    package let request: HTTPRequest
    package let classify: @Sendable (CurlResponse) -> Classification<Answer>

    package init(
        key: String, request: HTTPRequest, classify: @escaping @Sendable (CurlResponse) -> Classification<Answer>
    ) {
        self.key = key
        self.request = request
        self.classify = classify
    }
}
