import Yams

/// The text of a policy document, and where it comes from.
struct DocumentSource {
    /// As the user would write it.
    let path: String
    let bytes: [UInt8]
    let text: String

    /// The file's name without `.yaml`.
    var name: String {
        let file = path.split(separator: "/").last.map(String.init) ?? path
        return file.hasSuffix(".yaml") ? String(file.dropLast(5)) : file
    }

    /// The folder of the file, to which list files are relative.
    var directory: String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// The lines as code points, in which YAML's columns are counted.
    func lines() -> [[Unicode.Scalar]] {
        text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.last == "\r" ? Array(line.dropLast()) : Array(line)
        }
    }

    /// A mistake at a place of this document.
    func problem(_ message: String, at place: Place?, hint: String? = nil) -> PolicyProblem {
        PolicyProblem(file: path, line: place?.line, column: place?.column, message: message, hint: hint)
    }
}
