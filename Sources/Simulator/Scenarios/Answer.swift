/// One answer of a simulated vendor, before it is made for a particular call.
struct Answer: Sendable {
    enum Body: Sendable {
        case json(@Sendable (Visit) -> JSON)
        case text(String, contentType: String)
    }

    /// What goes wrong on the way of an otherwise finished answer.
    enum Fault: Sendable {
        case none
        /// Comes after `Configuration.slowAnswer`.
        case slow
        /// Never comes; the connection stays open.
        case never
        /// The connection is closed instead of an answer.
        case closedBefore
        /// The connection is closed after half of the announced body.
        case closedWithin
        /// A complete HTTP answer whose JSON ends in the middle.
        case truncated
    }

    var status = 200
    var headers: [(name: String, value: String)] = []
    var body: Body
    var fault = Fault.none

    /// The page that load balancers and the like answer with, which is not what the vendor's API documents.
    static func html(_ status: Int, _ title: String) -> Answer {
        let page = "<!DOCTYPE html><html><head><title>\(title)</title></head><body><h1>\(title)</h1></body></html>\n"
        return Answer(status: status, body: .text(page, contentType: "text/html; charset=utf-8"))
    }

    /// A plain text, as gateways answer before the vendor's API is reached.
    static func text(_ status: Int, _ text: String) -> Answer {
        Answer(status: status, body: .text(text, contentType: "text/plain; charset=utf-8"))
    }

    /// The same answer with something going wrong.
    func with(_ fault: Fault) -> Answer {
        var copy = self
        copy.fault = fault
        return copy
    }

    /// The same answer telling the client when to ask again.
    func retryAfter(_ seconds: Int) -> Answer {
        var copy = self
        copy.headers.append(("Retry-After", String(seconds)))
        return copy
    }
}
