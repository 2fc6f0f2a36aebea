/// A map of the Common Expression Language: entries in their order, found by key in constant time.
///
/// Keys are bool, int, uint or string; `1`, `1u` and `1.0` find the same entry.
package struct MapValue: Sendable {
    /// One key with its value.
    package struct Entry: Sendable {
        package let key: Value
        package let value: Value

        package init(key: Value, value: Value) {
            self.key = key
            self.value = value
        }
    }

    /// In the order in which they were given.
    package private(set) var entries: [Entry]
    /// Empty while a look at each entry is quicker than a hash.
    private var index: [MapKey: Int]

    private static let scanned = 8

    /// An empty map.
    package init() {
        entries = []
        index = [:]
    }

    /// Nil when a key can't be one (a double, a list, null) or is there twice.
    package init?(_ entries: [Entry]) {
        self.init()
        self.entries.reserveCapacity(entries.count)
        for entry in entries {
            guard append(entry) else { return nil }
        }
    }

    /// Adds an entry at the end. False, and nothing is added, when its key can't be one or is there already.
    package mutating func append(_ entry: Entry) -> Bool {
        guard let key = MapKey(entry.key), case .some = Value.asKey(entry.key), position(of: key) == nil else {
            return false
        }
        entries.append(entry)
        if entries.count > Self.scanned {
            if index.isEmpty {
                for (position, entry) in entries.enumerated() {
                    if let key = MapKey(entry.key) { index[key] = position }
                }
            } else {
                index[key] = entries.count - 1
            }
        }
        return true
    }

    package var count: Int { entries.count }

    /// The value for a key, or nil. A double finds the integer that it equals.
    package subscript(key: Value) -> Value? {
        guard let key = MapKey(key), let position = position(of: key) else { return nil }
        return entries[position].value
    }

    /// The value for a string key, or nil.
    package subscript(key: String) -> Value? {
        guard index.isEmpty else { return self[.string(key)] }
        for entry in entries {
            if case .string(let name) = entry.key, name.hasSameCodePoints(as: key) { return entry.value }
        }
        return nil
    }

    private func position(of key: MapKey) -> Int? {
        if index.isEmpty { return entries.firstIndex { MapKey($0.key) == key } }
        return index[key]
    }
}
