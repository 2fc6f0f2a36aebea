import Curl

extension Failure {
    /// A call that brought no HTTP answer.
    init(transport error: CurlError) {
        switch error.code {
        case .timeout, .cancelled:
            self.init(.timeout, retry: .never)
        case .overloaded, .shutdown:
            self.init(.shed, retry: .never)
        case .bodyTooLarge, .headersTooLarge, .malformedResponse:
            self.init(.badResponse, retry: .once(after: .zero))
        case .invalidRequest:
            self.init(.rejected, retry: .never)
        case .resolve, .connect, .tls, .closedEarly:
            self.init(.unreachable, retry: .backoff)
        }
    }
}
