import Foundation

/// Standard output without a buffer, for what people wait for while the program goes on.
enum Output {
    static func print(_ line: String) {
        // A reader that has gone is no reason to stop a service.
        try? FileHandle.standardOutput.write(contentsOf: Data((line + "\n").utf8))
    }
}
