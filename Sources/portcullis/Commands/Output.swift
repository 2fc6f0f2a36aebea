import Foundation

/// Standard output and error without a buffer, and without the crash that Foundation's plain `write` is when nobody reads.
enum Output {
    /// - Throws: ``CommandFailure`` if the bytes can't be written.
    static func write(_ bytes: [UInt8]) throws(CommandFailure) {
        do {
            try FileHandle.standardOutput.write(contentsOf: Data(bytes))
        } catch {
            throw CommandFailure("The output can't be written.", .notGood)
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
