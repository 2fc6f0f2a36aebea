/// Remembers the keys of the objects that are being read, to find one that is there twice.
///
/// A key is kept as its hash and its place in the document. An object of few keys is searched one by one; one of
/// many gets a set of its own, so that a document made of keys can't make reading slow.
struct JSONKeys {
    private struct Key {
        let hash: UInt64
        let string: JSONString
    }

    private var stack: [Key] = []
    private var sets: [Int: Set<[UInt8]>] = [:]

    private static let scanned = 24

    /// To be given to ``insert`` and ``close`` of one object.
    func open() -> Int { stack.count }

    /// Forgets the keys of an object and of those inside it.
    mutating func close(_ object: Int) {
        if stack.count - object > Self.scanned { sets[object] = nil }
        stack.removeLast(stack.count - object)
    }

    /// False if this object has the key already.
    mutating func insert(_ string: JSONString, in bytes: [UInt8], object: Int) -> Bool {
        let hash = Self.hash(string, in: bytes)
        let count = stack.count - object
        if count < Self.scanned {
            for key in stack[object...] where key.hash == hash && Self.isSame(key.string, string, in: bytes) {
                return false
            }
        } else {
            if count == Self.scanned { sets[object] = Set(stack[object...].map { $0.string.unescaped(in: bytes) }) }
            guard sets[object, default: []].insert(string.unescaped(in: bytes)).inserted else { return false }
        }
        stack.append(Key(hash: hash, string: string))
        return true
    }

    private static func isSame(_ left: JSONString, _ right: JSONString, in bytes: [UInt8]) -> Bool {
        if left.hasEscapes || right.hasEscapes { return left.unescaped(in: bytes) == right.unescaped(in: bytes) }
        return bytes[left.range] == bytes[right.range]
    }

    private static func hash(_ string: JSONString, in bytes: [UInt8]) -> UInt64 {
        guard string.hasEscapes else { return FieldIndex.hash(string.range, in: bytes) }
        let text = string.unescaped(in: bytes)
        return FieldIndex.hash(text.indices, in: text)
    }
}
