import Foundation
import Glibc

/// What the kernel knows of this process.
package enum Memory {
    private struct Unreadable: Error {}

    /// Whether this is a run with the address or thread sanitizer, whose memory isn't the program's.
    package static let isSanitized = dlsym(nil, "__asan_init") != nil || dlsym(nil, "__tsan_init") != nil

    package static func residentBytes() throws -> Int {
        try kibibytes("VmRSS:") * 1024
    }

    package static func threads() throws -> Int {
        try kibibytes("Threads:")
    }

    package static func openDescriptors() throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
    }

    private static func kibibytes(_ name: String) throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        for line in status.split(separator: "\n") where line.hasPrefix(name) {
            if let number = line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap({ Int($0) }) {
                return number
            }
        }
        throw Unreadable()
    }
}
