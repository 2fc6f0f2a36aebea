import SystemPackage

/// Checks a log directory from its first record to its last: framing, sequence, chain and hashes. Needs no service and no
/// configuration, holds a block in memory whatever the log's size, and may run beside the service that writes.
package enum LogVerifier {
    /// Reads all segments, rotated ones first, each up to the length that it has when its turn comes.
    ///
    /// - Returns: the report; its `problem` is the first record that isn't good, after which nothing is read.
    /// - Throws: `.noLog` or `.unreadable`. A bad record is no error here.
    package static func verify(directory: String) throws(DecisionLogError) -> Report {
        let segments = try LogDirectory(directory).segments()
        var check = ChainCheck()
        for segment in segments {
            do {
                try check.read(segment)
            } catch {
                throw .unreadable(path: segment.path.string, reason: error.description)
            }
            if check.report.problem != nil { break }
        }
        return check.report
    }
}
