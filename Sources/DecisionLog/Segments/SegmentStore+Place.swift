import Foundation
import SystemPackage

extension SegmentStore {
    /// Looks once in a while whether directory and file are still where they were.
    mutating func checkPlace() throws(WriteFailure) {
        // A segment that is to be closed anyway needn't be where it was.
        guard pending == nil, active?.file.failedSync == nil, place.isDue() else { return }
        let finding: LogPlace.Finding
        do {
            finding = try place.look(at: active?.file)
        } catch {
            place.forgetLastLook()
            throw WriteFailure("\(directory.path) can't be looked at", error)
        }
        if finding != .directoryGone { try renewLock() }
        switch finding {
        case .inPlace: break
        case .directoryGone:
            place.forgetLastLook()
            throw WriteFailure("the directory \(directory.path) was moved or removed; put it back to go on")
        case .fileGone:
            pending = (.moved, "\(LogDirectory.activeName) was moved or removed by somebody else")
        case .fileAltered(let bytes):
            pending = (
                .altered, "the file has \(bytes) bytes and not the \(active?.file.size ?? 0) that the log wrote"
            )
        }
    }

    /// Another process that holds a lock of its own may be writing.
    private mutating func renewLock() throws(WriteFailure) {
        do {
            try lock.renewIfRemoved()
        } catch {
            place.forgetLastLook()
            throw WriteFailure("\(LogDirectory.lockName) was removed: \(error)")
        }
    }

    /// The file that was moved or removed is still open: what was written to it gets a name again, that of a closed segment.
    func restore(_ file: LogFile, as path: FilePath) throws -> FileIdentity {
        let restored = directory.path.appending("decisions.restored")
        let copy = try LogFile.create(restored)
        return try copy.descriptor.closeAfter {
            try file.descriptor.copy(0..<file.size, to: copy.descriptor)
            try restored.move(to: path)
            return try FileIdentity(copy.descriptor)
        }
    }

    /// What stands in the active file's place isn't ours, but it may be somebody's.
    func displaceForeign(beforeSequence sequence: UInt64) throws {
        guard let foreign = try FileIdentity(directory.active), foreign.bytes > 0 else { return }
        try directory.active.move(to: directory.displaced(beforeSequence: sequence))
    }
}
