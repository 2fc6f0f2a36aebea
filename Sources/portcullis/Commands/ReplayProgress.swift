import Foundation

/// Tells on the standard error how far a replay is: in one line that changes on a terminal, or else in a line now and then.
struct ReplayProgress {
    private let isTerminal: Bool
    private let start = ContinuousClock.now
    private var last = ContinuousClock.now
    private var decisions = 0
    private var hasLine = false

    /// Whether people look at the standard error.
    static var isSeen: Bool { isatty(STDERR_FILENO) == 1 }

    init(isTerminal: Bool = Self.isSeen) {
        self.isTerminal = isTerminal
    }

    /// - Parameter time: of the newest record.
    mutating func advance(by count: Int, to time: Date?) {
        decisions += count
        let now = ContinuousClock.now
        guard now - last >= (isTerminal ? .milliseconds(200) : .seconds(5)) else { return }
        last = now
        write(text(now, time))
    }

    mutating func end() {
        if hasLine { Output.write(toErrors: "\r\u{1B}[K") }
    }

    private mutating func write(_ text: String) {
        guard isTerminal else { return Output.printError(text) }
        Output.write(toErrors: "\r\(text)\u{1B}[K")
        hasLine = true
    }

    private func text(_ now: ContinuousClock.Instant, _ time: Date?) -> String {
        let rate = Double(decisions) / max(0.001, (now - start) / .seconds(1))
        let place = time.map { ", up to \($0.ISO8601Format())" } ?? ""
        return "\(decisions) decisions\(place), \(Int(rate)) a second"
    }
}
