import Yams

/// Gives each line of a document the indentation of its level.
struct Layout {
    private static let step = 2

    /// Of lines that begin an entry of a mapping or a list, by their numbers from 0.
    private var indents: [Int: Int] = [:]
    /// Lines of texts in blocks (`|`, `>`), by their numbers from 0: white space and `#` belong to them.
    private var blocks: Set<Int> = []
    private let lines: [String]

    static func formatted(_ source: DocumentSource, _ root: Node, trims: Bool) -> String {
        var layout = Layout(source)
        layout.place(root, at: 0)
        return layout.text(trims: trims)
    }

    private init(_ source: DocumentSource) {
        lines = source.lines.map { line in
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
        case .scalar(let scalar) where scalar.style == .literal || scalar.style == .folded:
            if let line = node.place?.line { addBlock(below: line - 1) }
        default: break
        }
    }

    /// The lines of a text are empty, or further in than the line above them.
    private mutating func addBlock(below head: Int) {
        guard lines.indices.contains(head) else { return }
        // The dash of a list stands for white space before the key.
        let width = lines[head].prefix { $0 == " " || $0 == "-" }.count
        for number in (head + 1)..<max(head + 1, lines.count) {
            let isEmpty = lines[number].allSatisfy { $0 == " " }
            guard isEmpty || lines[number].prefix(while: { $0 == " " }).count > width else { return }
            blocks.insert(number)
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
            let isText = blocks.contains(number)
            let indent: Int
            if let begun = indents[number] {
                shift = begun - width
                indent = begun
                // The keys below stand under the first one.
                if content.hasPrefix("-  ") { content = "- " + content.dropFirst().drop { $0 == " " } }
            } else if !isText, content.hasPrefix("#"), let place = indentOfComment(number, width) {
                indent = place
            } else {
                // What goes on on further lines goes along with its first one.
                indent = max(0, width + shift)
            }
            if trims, !isText { content = Self.trimmed(content) }
            if trims, !isText, content.isEmpty, text.last?.isEmpty ?? true { continue }
            text.append(content.isEmpty ? "" : String(repeating: " ", count: indent) + content)
        }
        while text.last?.isEmpty == true { text.removeLast() }
        return text.joined(separator: "\n") + "\n"
    }

    /// That of the entry that a comment stands above, or what it has at the edge of the document; nil if neither holds. One
    /// that stands further in than that entry belongs to what is above it, if it stands under an entry there, or with an empty
    /// line in between.
    private func indentOfComment(_ number: Int, _ width: Int) -> Int? {
        var isApart = false
        for next in (number + 1)..<max(number + 1, lines.count) {
            if let indent = indents[next] {
                guard self.width(of: next) < width else { return indent }
                return indentAbove(number, width) ?? (isApart ? nil : indent)
            }
            if lines[next].allSatisfy({ $0 == " " }) { isApart = true }
            let content = lines[next].drop { $0 == " " }
            if !content.isEmpty, !content.hasPrefix("#") { break }
        }
        return width == 0 ? 0 : indentAbove(number, width)
    }

    /// That of the last entry above a line that stood as far in as it, and whose level nothing has ended since.
    private func indentAbove(_ number: Int, _ width: Int) -> Int? {
        for above in (0..<number).reversed() {
            guard let indent = indents[above] else { continue }
            let begun = self.width(of: above)
            if begun <= width { return begun == width ? indent : nil }
        }
        return nil
    }

    private func width(of line: Int) -> Int { lines[line].prefix { $0 == " " }.count }

    private static func trimmed(_ line: Substring) -> Substring {
        var line = line
        while line.last == " " || line.last == "\t" { line = line.dropLast() }
        return line
    }
}
