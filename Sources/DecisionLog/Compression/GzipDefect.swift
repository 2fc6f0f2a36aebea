/// Why a compressed segment can't be read on.
enum GzipDefect: Error, Equatable {
    /// The file holds no byte; even one without content would.
    case empty
    /// The file ends within a member.
    case cutOff
    /// zlib finds the data damaged; its own words.
    case damaged(String)
    /// What follows a whole member is none.
    case followed
    /// A member isn't as long as its header says, compressed or decompressed.
    case length
}

extension GzipDefect: CustomStringConvertible {
    var description: String {
        switch self {
        case .empty: "the file is empty, which no gzip file is"
        case .cutOff: "the compressed data is cut off"
        case .damaged(let reason): "the compressed data is damaged: \(reason)"
        case .followed: "the compressed data is whole, and something follows it that isn't gzip data"
        case .length: "a part of the compressed data isn't as long as it says"
        }
    }
}
