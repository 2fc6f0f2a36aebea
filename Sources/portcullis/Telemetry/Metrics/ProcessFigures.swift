import Foundation

/// What the system says of this process. Linux only: elsewhere there is no `/proc`, and no figures.
struct ProcessFigures {
    let cpuSeconds: Double
    let residentBytes: Double
    let virtualBytes: Double
    let threads: Double
    /// Since 1970.
    let startSeconds: Double
    let openFDs: Int
    /// Nil without a limit.
    let maxFDs: Int?

    /// https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
    private enum Field {
        static let userTicks = 11
        static let systemTicks = 12
        static let threads = 17
        static let startTicks = 19
        static let virtualBytes = 20
        static let residentPages = 21
    }

    /// Nil where the system doesn't say.
    static func read() -> ProcessFigures? {
        guard let stat = text("/proc/self/stat"), let end = stat.lastIndex(of: ")"),
            let bootSeconds = bootSeconds(),
            let fds = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
        else { return nil }
        // From the third on; the second is the name, which may hold anything.
        let fields = stat[stat.index(after: end)...].split(separator: " ").map { Double($0) ?? 0 }
        guard fields.count > Field.residentPages else { return nil }
        let ticks = Double(max(1, sysconf(Int32(_SC_CLK_TCK))))
        return ProcessFigures(
            cpuSeconds: (fields[Field.userTicks] + fields[Field.systemTicks]) / ticks,
            residentBytes: fields[Field.residentPages] * Double(max(1, sysconf(Int32(_SC_PAGESIZE)))),
            virtualBytes: fields[Field.virtualBytes], threads: fields[Field.threads],
            startSeconds: bootSeconds + fields[Field.startTicks] / ticks, openFDs: fds.count, maxFDs: maxFDs())
    }

    private static func bootSeconds() -> Double? {
        text("/proc/stat")?.split(separator: "\n").first { $0.hasPrefix("btime ") }
            .flatMap { Double($0.dropFirst(6)) }
    }

    private static func maxFDs() -> Int? {
        text("/proc/self/limits")?.split(separator: "\n").first { $0.hasPrefix("Max open files") }
            .flatMap { Int($0.dropFirst(14).split(separator: " ").first ?? "") }
    }

    private static func text(_ path: String) -> String? { try? String(contentsOfFile: path, encoding: .utf8) }
}
