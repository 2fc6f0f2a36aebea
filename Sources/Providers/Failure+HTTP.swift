import Curl
import Foundation
import HTTPTypes
import Upstream

extension Failure {
    /// 429: tried again only when the vendor said from when on.
    static func rateLimited(_ response: CurlResponse) -> Failure {
        Failure(.rateLimited, retry: response.retryAfter.map(RetryAdvice.after) ?? .never)
    }

    /// 408 and 5xx: tried again when the vendor says, or else soon.
    static func serverError(_ response: CurlResponse) -> Failure {
        Failure(.serverError, retry: response.retryAfter.map(RetryAdvice.after) ?? .backoff)
    }
}

extension CurlResponse {
    /// The wait that the vendor asks for. A date is compared to the vendor's own clock, where the answer tells it.
    fileprivate var retryAfter: Duration? {
        RetryAfter.parse(
            head.headerFields[.retryAfter],
            now: head.headerFields[.date].flatMap(HTTPDate.parse)
                ?? Int64(max(0, min(Date().timeIntervalSince1970, 253_402_300_799))))
    }
}
