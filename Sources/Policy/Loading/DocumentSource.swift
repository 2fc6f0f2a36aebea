import CEL
import Yams

/// The text of a policy document, and where it comes from.
struct DocumentSource {
    /// As the user would write it.
    let path: String
    let bytes: [UInt8]
    let text: String
    /// The lines as code points, in which YAML's columns are counted.
    let lines: [[Unicode.Scalar]]

    init(path: String, bytes: [UInt8], text: String) {
        self.path = path
        self.bytes = bytes
        self.text = text
        lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.last == "\r" ? Array(line.dropLast()) : Array(line)
        }
    }

    static func read(
        _ path: String, maxBytes: Int, from files: PolicyFiles
    ) throws(PolicyLoadError) -> DocumentSource {
        let bytes: [UInt8]
        do throws(PolicyFileError) {
            bytes = try files.read(path, maxBytes: maxBytes)
        } catch {
            throw PolicyLoadError([PolicyProblem(file: path, message: "\(error)")])
        }
        // A byte order mark would become a part of the first key.
        let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
        guard let text = String(validating: hasMark ? bytes.dropFirst(3) : bytes[...], as: UTF8.self) else {
            throw PolicyLoadError([PolicyProblem(file: path, message: "the file isn't UTF-8")])
        }
        return DocumentSource(path: path, bytes: bytes, text: text)
    }

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

    /// The path of a file that the document names.
    func path(of file: String) -> String { file.hasPrefix("/") ? file : "\(directory)/\(file)" }

    /// The same problems, those of this document with its lines.
    func excerpted(_ problems: [PolicyProblem]) -> [PolicyProblem] {
        problems.map { problem in
            guard problem.file == path, let line = problem.line, lines.indices.contains(line - 1) else {
                return problem
            }
            var text = String.UnicodeScalarView()
            text.append(contentsOf: lines[line - 1])
            var excerpted = problem
            excerpted.excerpt = CompileError.excerpt(of: String(text), column: problem.column ?? 1)
            return excerpted
        }
    }

    /// A mistake at a place of this document.
    func problem(_ message: String, at place: Place?, hint: String? = nil) -> PolicyProblem {
        PolicyProblem(file: path, line: place?.line, column: place?.column, message: message, hint: hint)
    }
}
