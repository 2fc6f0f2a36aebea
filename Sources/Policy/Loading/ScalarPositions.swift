import Yams

/// Finds where in a document each code point of a scalar stands, whatever way it is written: plain, in quotes with
/// escapes, over several lines, as a literal (`|`) or folded (`>`) block.
///
/// It goes over the document and the scalar's text side by side, and gives up where they don't agree.
struct ScalarPositions {
    private let lines: [[Unicode.Scalar]]
    private let text: [Unicode.Scalar]
    private let style: Node.Scalar.Style
    /// From 0.
    private var line: Int
    /// From 0.
    private var column: Int
    /// Of a block, the columns that don't count.
    private var indentation = 0
    private var places: [Place] = []
    /// Where what counts of a line ends: of the last line that was asked about.
    private var lineEnd = (line: -1, column: 0)

    /// The places of the code points, and one more for the end; nil if they can't be found.
    static func places(of scalar: Node.Scalar, in source: DocumentSource) -> [Place]? {
        guard let mark = scalar.mark else { return nil }
        var positions = ScalarPositions(scalar, mark: mark, lines: source.lines)
        return positions.find() ? positions.places : nil
    }

    private init(_ scalar: Node.Scalar, mark: Mark, lines: [[Unicode.Scalar]]) {
        self.lines = lines
        text = Array(scalar.string.unicodeScalars)
        style = scalar.style
        line = mark.line - 1
        column = mark.column - 1
    }

    private var isBlock: Bool { style == .literal || style == .folded }

    private mutating func find() -> Bool {
        switch style {
        case .literal, .folded: guard startBlock() else { return false }
        case .singleQuoted, .doubleQuoted: column += 1
        default: break
        }
        var index = 0
        while index < text.count {
            guard lines.indices.contains(line) else { return false }
            if isLineDone() {
                guard let folded = foldLine(at: index) else { return false }
                index += folded
            } else {
                guard take(text[index]) else { return false }
                index += 1
            }
        }
        places.append(here)
        return true
    }

    private var here: Place { Place(line: line + 1, column: column + 1) }

    /// Goes to the first line of a block that has something, and finds its indentation.
    private mutating func startBlock() -> Bool {
        line += 1
        let first = text.split(separator: "\n", omittingEmptySubsequences: false).first { !$0.isEmpty } ?? []
        let empty = text.prefix { $0 == "\n" }.count
        guard lines.indices.contains(line + empty) else { return false }
        let spaces = lines[line + empty].prefix { $0 == " " }.count
        indentation = spaces - first.prefix { $0 == " " }.count
        column = indentation
        return indentation >= 0
    }

    /// Whether nothing of the scalar follows on this line. White space at the end of a line counts in blocks only.
    private mutating func isLineDone() -> Bool {
        if isBlock { return column >= lines[line].count }
        if lineEnd.line != line {
            let last = lines[line].lastIndex { $0 != " " && $0 != "\t" }
            lineEnd = (line, last.map { $0 + 1 } ?? 0)
        }
        return column >= lineEnd.column
    }

    /// The end of a line: a space, or as many line feeds as the text has here. Goes on with the next line that isn't empty.
    private mutating func foldLine(at index: Int) -> Int? {
        let rest = text[index...]
        let count = rest.first == " " ? 1 : rest.prefix { $0 == "\n" }.count
        guard count > 0 else { return nil }
        places.append(contentsOf: repeatElement(here, count: count))
        repeat {
            line += 1
        } while lines.indices.contains(line) && lines[line].allSatisfy { $0 == " " || $0 == "\t" }
        guard lines.indices.contains(line) else { return index + count == text.count ? count : nil }
        column = isBlock ? indentation : lines[line].prefix { $0 == " " || $0 == "\t" }.count
        return count
    }

    /// Takes what stands for one code point of the text.
    private mutating func take(_ expected: Unicode.Scalar) -> Bool {
        let character = lines[line][column]
        if style == .doubleQuoted, character == "\\" { return takeEscape(expected) }
        guard character == expected else { return false }
        places.append(here)
        column += style == .singleQuoted && character == "'" ? 2 : 1
        return true
    }

    private mutating func takeEscape(_ expected: Unicode.Scalar) -> Bool {
        guard column + 1 < lines[line].count else {
            // A backslash at the end of a line joins it with the next one.
            line += 1
            guard lines.indices.contains(line) else { return false }
            column = lines[line].prefix { $0 == " " || $0 == "\t" }.count
            return !isLineDone() && take(expected)
        }
        places.append(here)
        switch lines[line][column + 1] {
        case "x": column += 4
        case "u": column += 6
        case "U": column += 10
        default: column += 2
        }
        return true
    }
}
