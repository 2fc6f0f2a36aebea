import Yams

/// Brings the layout of documents and tests into one form: two spaces a level, no white space at the end of lines, no more
/// than one empty line, a line feed at the end. Comments, quotes and the order of things stay as they are written.
package enum PolicyFormatter {
    /// What a file is to be.
    package struct Formatted: Sendable {
        package let text: String
        package let isChanged: Bool
    }

    /// - Throws: ``PolicyLoadError`` if the file can't be read, is no YAML, or would mean something else.
    package static func format(file: String, limits: PolicyLimits = PolicyLimits()) throws(PolicyLoadError) -> Formatted
    {
        let source = try DocumentSource.read(file, maxBytes: limits.maxDocumentBytes, from: PolicyFiles())
        let root = try YAMLDocument.root(of: source)
        for trims in [true, false] {
            let text = Layout.formatted(source, root, trims: trims)
            // White space at the end of a line may be a part of a text. Whatever else goes wrong shows here as well.
            if try meaning(of: text, in: source) == root {
                return Formatted(text: text, isChanged: Array(text.utf8) != source.bytes)
            }
        }
        throw PolicyLoadError([
            source.problem("the file can't be formatted without a change of its meaning", at: nil)
        ])
    }

    private static func meaning(of text: String, in source: DocumentSource) throws(PolicyLoadError) -> Node {
        try YAMLDocument.root(of: DocumentSource(path: source.path, bytes: Array(text.utf8), text: text))
    }
}
