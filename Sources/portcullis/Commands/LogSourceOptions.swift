import ArgumentParser
import CEL
import DecisionLog
import Decisions
import Foundation

/// A log to read decisions from: files of it, its directory, or the configured one.
struct LogSourceOptions: ParsableArguments {
    @OptionGroup var config: ConfigOptions

    @Option(
        name: .customLong("log"), parsing: .upToNextOption,
        help: ArgumentHelp(
            "The log's directory, or files of it, compressed or not, in any order. Default: log.directory of the configuration.",
            valueName: "path"))
    var paths: [String] = []

    /// - Throws: ``CommandFailure`` if there is no such log.
    func query(_ query: RecordQuery) async throws(CommandFailure) -> LogQuery {
        let source = try await source()
        do throws(DecisionLogError) {
            switch source {
            case .directory(let path): return try LogQuery(query, directory: path)
            case .files(let paths): return try LogQuery(query, files: paths)
            }
        } catch {
            throw CommandFailure("\(error)", .usage)
        }
    }

    /// The record of a decision.
    ///
    /// - Throws: ``CommandFailure`` if there is none, or no such log.
    func line(ofDecision id: String) async throws(CommandFailure) -> [UInt8] {
        let source = try await source()
        var line: [UInt8]?
        do throws(DecisionLogError) {
            switch source {
            case .directory(let path): line = try LogSearch.line(id: id, directory: path)
            case .files(let paths):
                var all = try LogQuery(RecordQuery(), files: paths)
                while line == nil, let entry = try all.nextEntry() { line = entry.id == id ? entry.line : nil }
            }
        } catch {
            throw CommandFailure("\(error)", .usage)
        }
        guard let line else { throw CommandFailure("No record of the log has the id \(id).", .notGood) }
        return line
    }

    private enum Source {
        case directory(String)
        case files([String])
    }

    private func source() async throws(CommandFailure) -> Source {
        guard let first = paths.first else {
            do throws(SettingsError) {
                return .directory(try await Settings.load(path: config.path).log.directory)
            } catch {
                throw CommandFailure(error.description, .usage)
            }
        }
        guard let directory = paths.first(where: Self.isDirectory) else { return .files(paths) }
        guard paths.count == 1 else {
            throw CommandFailure("\(directory): --log takes one directory, or files.", .usage)
        }
        return .directory(first)
    }

    private static func isDirectory(_ path: String) -> Bool {
        (try? URL(filePath: path).resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory ?? false
    }
}
