import Synchronization

/// How many bytes of a request's body are taken in, before anything is known of who sends it.
///
/// Batches may be larger than other requests. Of bodies that are, only so many are held at once, however many connections
/// there are.
final class BodyLimits: Sendable {
    /// The right to hold one large body, for as long as this is held.
    final class Permit: Sendable {
        private let limits: BodyLimits

        fileprivate init(_ limits: BodyLimits) { self.limits = limits }

        deinit { limits.permits.wrappingSubtract(1, ordering: .relaxed) }
    }

    /// Of a body that needs no permit.
    let maxBytes: Int
    private let largePath: String
    private let maxLargeBytes: Int
    private let maxPermits: Int
    private let permits = Atomic<Int>(0)

    /// - Parameters:
    ///   - largePath: the path of the requests whose bodies may be large.
    ///   - maxLarge: how many of those are held at once.
    init(maxBytes: Int, largePath: String, maxLargeBytes: Int, maxLarge: Int) {
        self.maxBytes = maxBytes
        self.largePath = largePath
        self.maxLargeBytes = maxLargeBytes
        maxPermits = maxLarge
    }

    /// - Parameter target: of the request, in any of its forms (RFC 9112, section 3.2).
    func maxBytes(ofRequestTo target: String) -> Int {
        var path = target.prefix { $0 != "?" }
        // As the router does.
        while path.hasSuffix("/") { path.removeLast() }
        return path.hasSuffix(largePath) ? maxLargeBytes : maxBytes
    }

    /// - Returns: nil if as many are held as may be.
    func permit() -> Permit? {
        guard permits.wrappingAdd(1, ordering: .relaxed).newValue <= maxPermits else {
            permits.wrappingSubtract(1, ordering: .relaxed)
            return nil
        }
        return Permit(self)
    }
}
