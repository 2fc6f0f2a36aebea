/// A setting that holds something for single callers: comma-separated `name:value`.
package enum CallerValues {
    /// What is wrong with such a setting. Holds positions and names, never a value.
    package enum Invalid: Error, CustomStringConvertible, Equatable {
        case notNameAndValue(position: Int)
        case duplicateName(String)

        package var description: String {
            switch self {
            case .notNameAndValue(let position): "entry \(position) is not of that form"
            case .duplicateName(let name): "the name '\(name)' is there twice"
            }
        }
    }

    /// - Parameters:
    ///   - text: a name may hold colons itself, as that of a certificate may: the last one ends it.
    ///   - value: what the text behind the colon stands for; nil for nothing.
    package static func parse<Value>(
        _ text: String, value: (Substring) -> Value?
    ) throws(Invalid) -> [String: Value] {
        var values: [String: Value] = [:]
        for (index, entry) in text.split(separator: ",", omittingEmptySubsequences: false).enumerated() {
            let entry = entry.trimmingSpaces()
            guard let colon = entry.lastIndex(of: ":"), colon != entry.startIndex,
                let value = value(entry[entry.index(after: colon)...])
            else { throw .notNameAndValue(position: index + 1) }
            let name = String(entry[..<colon])
            guard values.updateValue(value, forKey: name) == nil else { throw .duplicateName(name) }
        }
        return values
    }
}

extension Substring {
    func trimmingSpaces() -> Substring {
        var text = self
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return text
    }
}
