import SystemPackage

extension DecisionLog {
    /// One of the newest records, by id: its line without the line end. Reads a few KiB from the log's files.
    ///
    /// - Returns: nil if none of the newest `maxIndexRecords` has the id.
    /// - Throws: `.unreadable`.
    package func record(id: String) throws(DecisionLogError) -> [UInt8]? {
        guard let place = index.place(of: id) else { return nil }
        // Closed since, or not, or just between looking for the one name and the other.
        for path in [directory.closed(first: place.segment), directory.active, directory.closed(first: place.segment)] {
            do {
                if let line = try Self.line(at: place, in: path, id: id) { return line }
            } catch {
                throw .unreadable(path: path.string, reason: LogDirectory.reason(error))
            }
        }
        return nil
    }

    private static func line(at place: RecordIndex.Place, in path: FilePath, id: String) throws -> [UInt8]? {
        let file: FileDescriptor
        do {
            file = try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
        } catch Errno.noSuchFileOrDirectory {
            return nil
        }
        return try file.closeAfter {
            var line = [UInt8](repeating: 0, count: place.bytes)
            guard try file.read(into: &line, at: 0..<line.count, fromOffset: place.offset) == line.count,
                let record = try? RecordLine(line[...]), line[record.id].elementsEqual(id.utf8)
            else { return nil }
            return Array(line.dropLast())
        }
    }
}
