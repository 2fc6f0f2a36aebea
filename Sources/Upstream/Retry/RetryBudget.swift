/// What a vendor's troubles may cost in further calls, for all fetches together.
///
/// The token bucket of gRPC's `retryThrottling` (https://github.com/grpc/proposal/blob/master/A6-client-retries.md):
/// each failure takes a token, each success returns a tenth, and there are retries only while the bucket is more than
/// half full. So retries and hedges together are never more than half the bucket and a tenth of the successes; when
/// all fails, there soon are none.
///
/// In thousandths of a token, as gRPC counts, so that tenths don't add up to less.
struct RetryBudget: Sendable {
    static let returnedBySuccess_millitokens = 100

    let max_millitokens: Int
    private(set) var millitokens: Int

    /// - Parameter maxTokens: 2 to 1000; what is beyond is taken for the nearest. Half of it may be spent at once.
    init(maxTokens: Int) {
        max_millitokens = min(max(maxTokens, 2), 1000) * 1000
        millitokens = max_millitokens
    }

    private var threshold_millitokens: Int { max_millitokens / 2 }

    mutating func recordSuccess() {
        millitokens = min(max_millitokens, millitokens + Self.returnedBySuccess_millitokens)
    }

    mutating func recordFailure() {
        millitokens = max(0, millitokens - 1000)
    }

    /// Whether a recorded failure, which has paid for it, may be followed by another attempt.
    var allowsRetry: Bool { millitokens > threshold_millitokens }

    /// Takes a token for a further attempt that no recorded failure has paid for: a hedge.
    ///
    /// - Returns: false if there is none to spare.
    mutating func withdraw() -> Bool {
        guard millitokens - 1000 >= threshold_millitokens else { return false }
        millitokens -= 1000
        return true
    }
}
