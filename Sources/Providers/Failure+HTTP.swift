import Curl
import HTTPTypes
import Upstream

extension Failure {
    /// 429: tried again only when the vendor said from when on.
    static func rateLimited(_ response: CurlResponse) -> Failure {
        let wait = RetryAfter.parse(response.head.headerFields[.retryAfter])
        return Failure(.rateLimited, retry: wait.map(RetryAdvice.after) ?? .never)
    }
}
