import Yams

/// Gives each line of a document the indentation of its level.
struct Layout {
    private static let step = 2

    /// Of lines that begin an entry of a mapping or a list, by their numbers from 0.
    private var indents: [Int: Int] = [:]
    private let lines: [String]

    static func formatted(_ source: DocumentSource, _ root: Node, trims: Bool) -> String {
        var layout = Layout(source)
        layout.place(root, at: 0)
        return layout.text(trims: trims)
    }

    private init(_ source: DocumentSource) {
        lines = source.lines().map { line in
            var text = String.UnicodeScalarView()
            text.append(contentsOf: line)
            return String(text)
        }
    }

    // MARK: Levels

    private mutating func place(_ node: Node, at indent: Int) {
        switch node {
        case .mapping(let mapping) where mapping.style != .flow:
            for (key, value) in mapping {
                begin(key, at: indent)
                place(value, at: indent + Self.step)
            }
        case .sequence(let sequence) where sequence.style != .flow:
            for element in sequence {
                begin(element, at: indent)
                place(element, at: indent + Self.step)
            }
        default: break
        }
    }

    /// The first to begin on a line decides: `- id: vpn` begins an element, and then a key.
    private mutating func begin(_ node: Node, at indent: Int) {
        guard let line = node.place?.line, indents[line - 1] == nil else { return }
        indents[line - 1] = indent
    }

    // MARK: Lines

    private func text(trims: Bool) -> String {
        var text: [String] = []
        var shift = 0
        for (number, line) in lines.enumerated() {
            var content = line.drop { $0 == " " }
            let width = line.count - content.count
            let indent: Int
            if let begun = indents[number] {
                shift = begun - width
                indent = begun
                // The keys below stand under the first one.
                if content.hasPrefix("-  ") { content = "- " + content.dropFirst().drop { $0 == " " } }
            } else if content.hasPrefix("#"), let next = indentOfNextEntry(after: number) {
                indent = next
            } else {
                // What goes on on further lines goes along with its first one.
                indent = max(0, width + shift)
            }
            let formatted = content.isEmpty ? "" : String(repeating: " ", count: indent) + content
            text.append(trims ? Self.trimmed(formatted) : formatted)
        }
        if trims { text = Self.withoutRunsOfEmptyLines(text) }
        while text.last?.isEmpty == true { text.removeLast() }
        return text.joined(separator: "\n") + "\n"
    }

    /// Of the entry that a comment stands above; nil if something else comes first.
    private func indentOfNextEntry(after number: Int) -> Int? {
        for next in (number + 1)..<max(number + 1, lines.count) {
            if let indent = indents[next] { return indent }
            let content = lines[next].drop { $0 == " " }
            if !content.isEmpty, !content.hasPrefix("#") { return nil }
        }
        return nil
    }

    private static func trimmed(_ line: String) -> String {
        var line = Substring(line)
        while line.last == " " || line.last == "\t" { line = line.dropLast() }
        return String(line)
    }

    private static func withoutRunsOfEmptyLines(_ lines: [String]) -> [String] {
        var kept: [String] = []
        for line in lines where !(line.isEmpty && kept.last?.isEmpty ?? true) { kept.append(line) }
        return kept
    }
}
