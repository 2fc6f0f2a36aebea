import Foundation

/// What an answer is made for: the session asked for and the call that asks.
struct Visit: Sendable {
    let sessionID: String
    let requestID: String
    /// Drawn from in the order in which an answer is built: the same session ID gives the same answer.
    var seed: Seed
    let times: Timeline

    /// - Parameters:
    ///   - sessionID: the session asked for.
    ///   - requestID: unique to the call, in the vendor's form.
    ///   - epoch: sessions began up to ten minutes before it.
    init(sessionID: String, requestID: String, epoch: Date) {
        var seed = Seed(sessionID)
        let secondsBefore = 10 + seed.number(below: 590)
        self.sessionID = sessionID
        self.requestID = requestID
        self.times = Timeline(start: epoch.addingTimeInterval(-Double(secondsBefore)))
        self.seed = seed
    }

    /// The visitor's address, in the blocks set aside for documentation (RFC 5737, RFC 3849).
    func address(ipv6: Bool) -> String {
        var seed = Seed("address " + sessionID)
        return ipv6
            ? "2001:db8:\(seed.hexadecimal(3)):1::\(seed.hexadecimal(3))" : "203.0.113.\(1 + seed.number(below: 254))"
    }
}
