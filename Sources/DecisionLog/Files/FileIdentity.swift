import SystemPackage

/// Which file or directory a name or a descriptor stands for, and how long it is.
struct FileIdentity: Sendable {
    private let device: DeviceID
    private let inode: Inode
    let bytes: Int64

    init(_ file: FileDescriptor) throws(Errno) {
        self.init(try Stat(file))
    }

    /// Nil if nothing has the name.
    init?(_ path: FilePath) throws(Errno) {
        do {
            self.init(try Stat(path))
        } catch .noSuchFileOrDirectory {
            return nil
        }
    }

    private init(_ stat: Stat) {
        device = stat.deviceID
        inode = stat.inode
        bytes = stat.size
    }

    func isSame(as other: FileIdentity) -> Bool {
        device == other.device && inode == other.inode
    }
}
