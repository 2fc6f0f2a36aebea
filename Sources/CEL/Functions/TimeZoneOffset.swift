import Foundation
import Synchronization

/// How far a time zone is from UTC: one with a name of the IANA database such as `Europe/Berlin`, or an offset such as
/// `-03:30`.
enum TimeZoneOffset {
    /// Seconds to add to UTC, or nil for a time zone that isn't known.
    static func seconds(east zone: String, at timestamp: Timestamp) -> Int64? {
        if zone == "UTC" || zone == "Z" { return 0 }
        if let first = zone.utf8.first, first.isDigit || first == UInt8(ascii: "+") || first == UInt8(ascii: "-") {
            return fixed(zone)
        }
        guard let found = named(zone) else { return nil }
        return Int64(found.secondsFromGMT(for: Date(timeIntervalSince1970: Double(timestamp.seconds))))
    }

    /// `02:00`, `+02:00` or `-02:00`.
    private static func fixed(_ text: String) -> Int64? {
        var rest = text[...]
        let isWest = rest.first == "-"
        if isWest || rest.first == "+" { rest = rest.dropFirst() }
        let parts = rest.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let hours = number(parts[0]), let minutes = number(parts[1]), hours < 24, minutes < 60
        else { return nil }
        return (isWest ? -1 : 1) * (hours * 3600 + minutes * 60)
    }

    private static func number(_ text: Substring) -> Int64? {
        (1...2).contains(text.utf8.count) && text.utf8.allSatisfy(\.isDigit) ? Int64(text) : nil
    }

    /// Only zones that exist are kept, of which there are about 600, so that no expression can fill the memory.
    private static let known = Mutex<[String: TimeZone]>([:])

    private static func named(_ name: String) -> TimeZone? {
        // Foundation would also read offsets in forms of its own ("GMT+3:07"), of which there are many.
        guard name.utf8.count <= 64, name.utf8.allSatisfy({ $0.isLetter || $0.isDigit || "/-+".utf8.contains($0) }),
            !name.hasPrefix("GMT+"), !name.hasPrefix("GMT-")
        else { return nil }
        if let zone = known.withLock({ $0[name] }) { return zone }
        guard let zone = TimeZone(identifier: name) else { return nil }
        known.withLock { $0[name] = zone }
        return zone
    }
}
