import HTTPTypes
import Hummingbird

/// The caller's own deadline: a request may ask for its answer earlier than the service would give it, never later.
enum RequestedDeadline {
    private static let header = HTTPField.Name("Portcullis-Deadline-Ms")
    /// More than any deadline that can be configured has.
    private static let maxDigits = 9

    /// The time that a request may take.
    ///
    /// - Parameter limit: what the service allows.
    /// - Throws: a 400 for a header that isn't a number of milliseconds, 1 or more.
    static func timeout(of headers: HTTPFields, limit: Duration) throws(Problem) -> Duration {
        guard let header, let text = headers[header] else { return limit }
        guard (1...maxDigits).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let milliseconds = Int(text), milliseconds > 0
        else {
            throw Problem(
                .badRequest, .invalidDeadline,
                "Portcullis-Deadline-Ms is a number of milliseconds, 1 to 999999999, in digits alone.")
        }
        return min(.milliseconds(milliseconds), limit)
    }
}
