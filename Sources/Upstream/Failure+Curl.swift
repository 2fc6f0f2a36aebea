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
        case .resolve, .connect, .tls, .reset, .closedEarly:
            self.init(.unreachable, retry: .backoff)
        case .internalFailure:
            self.init(.unreachable, retry: .never)
        case .invalidRequest, .invalidConfiguration:
            // Ours, not the vendor's: nothing was sent, and nothing would be sent next time.
            self.init(.shed, retry: .never)
        }
    }
}
