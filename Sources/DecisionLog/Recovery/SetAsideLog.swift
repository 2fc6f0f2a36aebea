import SystemPackage

/// A damaged log that was moved out of the way to begin a new chain, because the configuration says so.
package struct SetAsideLog: Sendable, Equatable {
    /// The directory within the log's that it is in now.
    package let name: String
    /// What is wrong with it.
    package let reason: String

    /// Moves all of the log's files but the lock into the first free `damaged-<number>`.
    ///
    /// - Throws: `.unreadable` if that fails.
    init(_ directory: LogDirectory, reason: String) throws(DecisionLogError) {
        let names = try directory.names()
        var number = 1
        while names.contains("damaged-\(number)") { number += 1 }
        name = "damaged-\(number)"
        self.reason = reason
        let target = directory.path.appending(name)
        do {
            try LogDirectory(target.string).create()
            // The active file, sorted behind the closed ones, is the last: until then a crash leaves what a start finds damaged.
            for name in names.filter(Self.isMoved).sorted() {
                try directory.path.appending(name).move(to: target.appending(name))
            }
            try directory.sync()
            try LogDirectory(target.string).sync()
        } catch let error as DecisionLogError {
            throw error
        } catch {
            throw .unreadable(path: target.string, reason: "the damaged log can't be moved (\(error))")
        }
    }

    private static func isMoved(_ name: String) -> Bool {
        name.hasPrefix("decisions") || name.hasPrefix(LogDirectory.checkpointsName)
    }
}
