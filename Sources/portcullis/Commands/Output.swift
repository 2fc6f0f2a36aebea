import Foundation
import SystemPackage

/// Standard output and error without a buffer, and without the crash that Foundation's plain `write` is when nobody reads.
enum Output {
    /// - Throws: ``CommandFailure`` if the bytes can't be written.
    static func write(_ bytes: [UInt8]) throws(CommandFailure) {
        guard try write(untilClosed: bytes) else { throw CommandFailure("Nobody reads the output.", .notGood) }
    }

    /// - Throws: ``CommandFailure`` if the line can't be written.
    static func write(line: String) throws(CommandFailure) {
        try write(Array((line + "\n").utf8))
    }

    /// - Returns: false if the reader of a pipe has gone: then there is nobody to write for.
    static func write(untilClosed bytes: [UInt8]) throws(CommandFailure) -> Bool {
        do {
            _ = try FileDescriptor.standardOutput.writeAll(bytes)
            return true
        } catch Errno.brokenPipe {
            return false
        } catch {
            throw CommandFailure("The output can't be written (\(error)).", .notGood)
        }
    }

    static func printError(_ text: String) { write(toErrors: text + "\n") }

    static func write(toErrors text: String) {
        // Nowhere left to say it.
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }

    static func print(_ line: String) {
        // A reader that has gone is no reason to stop a service.
        try? FileHandle.standardOutput.write(contentsOf: Data((line + "\n").utf8))
    }
}
