import ArgumentParser
import Foundation

/// From when to when records are looked at.
struct LogTimeOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Not before this time, as 2026-11-21T08:00:00Z.", valueName: "time"), transform: Self.time)
    var since: Date?

    @Option(help: ArgumentHelp("Before this time.", valueName: "time"), transform: Self.time)
    var until: Date?

    static func time(_ text: String) throws -> Date {
        for style in [Date.ISO8601FormatStyle(), Date.ISO8601FormatStyle(includingFractionalSeconds: true)] {
            if let date = try? Date(text, strategy: style) { return date }
        }
        throw ValidationError("A time has the form 2026-11-21T08:00:00Z.")
    }
}
