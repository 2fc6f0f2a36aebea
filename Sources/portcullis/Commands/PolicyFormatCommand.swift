import ArgumentParser
import Foundation
import Policy

struct PolicyFormatCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fmt",
        abstract: "Bring policies and their tests into one layout.",
        discussion: """
            Two spaces a level, no white space at the end of lines, no more than one empty line. Comments, quotes and the \
            order of things stay. A file that would mean something else afterwards is left alone. Prints the names of the \
            files that it changes. Ends with 1 if --check finds one to change, with 2 if a file can't be read or formatted.
            """)

    @Flag(help: "Change nothing, and end with 1 if something would be.")
    var check = false

    @OptionGroup var paths: PolicyPathArguments

    func run() async throws {
        var changed: [String] = []
        var failures: [String] = []
        for file in try Self.files(try await paths.all()) {
            do {
                let formatted = try PolicyFormatter.format(file: file)
                guard formatted.isChanged else { continue }
                if !check { try Self.replace(file, with: formatted.text) }
                changed.append(file)
            } catch let error as PolicyLoadError {
                failures.append(error.description)
            } catch {
                failures.append("\(file): the file can't be written")
            }
        }
        for file in changed { Output.print(file) }
        if !failures.isEmpty { throw CommandFailure(failures.joined(separator: "\n"), .usage) }
        if check, !changed.isEmpty { throw ExitCode(CommandFailure.Code.notGood.rawValue) }
    }

    /// Replaces a file as a whole, and keeps its mode; of a link what it leads to.
    private static func replace(_ file: String, with text: String) throws {
        let target = URL(filePath: file).resolvingSymlinksInPath()
        let mode = try FileManager.default.attributesOfItem(atPath: target.path)[.posixPermissions] as? Int
        guard let mode, mode & 0o200 != 0, FileManager.default.isWritableFile(atPath: target.path) else {
            throw CocoaError(.fileWriteNoPermission)
        }
        try Data(text.utf8).write(to: target, options: .atomic)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: target.path)
    }

    /// The files that paths mean: themselves, or the documents and tests of directories.
    private static func files(_ paths: [String]) throws(CommandFailure) -> [String] {
        var files: [String] = []
        for path in paths {
            if path.hasSuffix(".yaml") {
                files.append(path)
                continue
            }
            guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
                throw CommandFailure("\(path): there is no such file or directory", .usage)
            }
            let prefix = path.hasSuffix("/") ? path : path + "/"
            files += names.filter { $0.hasSuffix(".yaml") && !$0.hasPrefix(".") }.sorted().map { prefix + $0 }
        }
        return files
    }
}
