import FoundationEssentials
import Synchronization

/// The `Date` header of an answer (RFC 9110, section 6.6.1), formatted once a second.
enum ResponseDate {
    private struct Formatted {
        var second: Int64 = .min
        var text = ""
    }

    private static let last = Mutex(Formatted())
    private static let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    private static let calendar = {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return calendar
    }()

    static var now: String {
        let date = Date.now
        let second = Int64(date.timeIntervalSince1970.rounded(.down))
        return last.withLock { last in
            if last.second != second { last = Formatted(second: second, text: format(date)) }
            return last.text
        }
    }

    /// As in `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, section 5.6.7).
    static func format(_ date: Date) -> String {
        let parts = calendar.dateComponents([.weekday, .day, .month, .year, .hour, .minute, .second], from: date)
        func digits(_ number: Int?) -> String {
            let number = number ?? 0
            return number < 10 ? "0\(number)" : "\(number)"
        }
        let day = days[((parts.weekday ?? 1) - 1) % 7]
        let month = months[((parts.month ?? 1) - 1) % 12]
        let time = "\(digits(parts.hour)):\(digits(parts.minute)):\(digits(parts.second))"
        return "\(day), \(digits(parts.day)) \(month) \(digits(parts.year)) \(time) GMT"
    }
}
