/// Finds what someone may have meant by a name that isn't declared.
package enum NearestName {
    /// Longer names aren't compared: the effort grows with the product of their lengths.
    private static let maxBytes = 64

    /// The candidate that is fewest edits away: a letter more, less, another or two swapped. Nil if none is near.
    package static func to(_ name: String, among candidates: some Sequence<String>) -> String? {
        let name = Array(name.utf8)
        guard name.count <= maxBytes else { return nil }
        let allowed = max(1, name.count / 3)
        var best: (name: String, distance: Int)?
        for candidate in candidates where candidate.utf8.count <= maxBytes {
            let distance = distance(name, Array(candidate.utf8))
            if distance <= allowed, distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        return best?.name
    }

    /// For a message: the nearest candidate as a question, or else the candidates if they are few.
    package static func hint(for name: String, among candidates: [String], few: Int = 12) -> String? {
        if let nearest = to(name, among: candidates) { return "did you mean '\(nearest)'?" }
        if candidates.isEmpty || candidates.count > few { return nil }
        return "allowed: " + candidates.map { "'\($0)'" }.joined(separator: ", ")
    }

    /// The optimal string alignment distance, letters of different case at no cost.
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for row in left.indices {
            var current = [row + 1]
            for column in right.indices {
                let cost = lowercased(left[row]) == lowercased(right[column]) ? 0 : 1
                var distance = min(last[column] + cost, last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    distance = min(distance, beforeLast[column - 1] + 1)
                }
                current.append(distance)
            }
            beforeLast = last
            last = current
        }
        return last[right.count]
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }
}
