/// What the requests of one connection that haven't come in whole may hold in memory together, so that a hundred streams
/// don't hold a hundred times what one may. What a large body has beyond the usual is counted by ``BodyLimits``.
final class HTTP2BodyBudget {
    private var bytesLeft: Int

    init(maxBytes: Int) {
        bytesLeft = maxBytes
    }

    /// - Returns: whether there was so much left.
    func take(_ bytes: Int) -> Bool {
        guard bytes <= bytesLeft else { return false }
        bytesLeft -= bytes
        return true
    }

    func giveBack(_ bytes: Int) { bytesLeft += bytes }
}
