import ArgumentParser
import CEL
import Decisions
import Foundation
import Policy

struct PolicyCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check policies without running them.",
        discussion: """
            Reads policies as the service does at its start, and tells every mistake with its place: the service would refuse \
            to start. Warnings tell what is allowed and hardly meant. Ends with 1 if there is a mistake, with 0 if there are \
            only warnings.
            """)

    @Option(help: "text or json.")
    var format = OutputFormat.text

    @OptionGroup var paths: PolicyPathArguments

    /// What came of all the paths.
    private struct Findings {
        var policies: [Policy] = []
        var errors: [PolicyProblem] = []
        var omittedErrors = 0
        var warnings: [PolicyProblem] = []
    }

    func run() async throws {
        var findings = Findings()
        for path in try await paths.all() {
            guard FileManager.default.fileExists(atPath: path) else {
                throw CommandFailure("\(path): there is no such file or directory", .usage)
            }
            do throws(PolicyLoadError) {
                let check = try PolicyLoader(vocabulary: .portcullis).check(path)
                findings.policies += check.policies
                findings.warnings += check.warnings
            } catch {
                findings.errors += error.problems
                findings.omittedErrors += error.omitted
            }
        }
        switch format {
        case .text: Output.print(Self.text(findings))
        case .json: try Output.write(Self.json(findings) + [UInt8(ascii: "\n")])
        }
        if !findings.errors.isEmpty { throw ExitCode(CommandFailure.Code.notGood.rawValue) }
    }

    private static func text(_ findings: Findings) -> String {
        var lines = findings.errors.map { text($0, "error") }
        if findings.omittedErrors > 0 { lines.append("and \(findings.omittedErrors) more") }
        lines += findings.warnings.map { text($0, "warning") }
        lines += findings.policies.map {
            "policy \($0.name), version \($0.version), for the event \($0.event): good, \($0.digest)"
        }
        return lines.joined(separator: "\n")
    }

    /// As compilers do, so that editors find the place.
    private static func text(_ problem: PolicyProblem, _ kind: String) -> String {
        let excerpt = problem.excerpt.map { excerpt in
            excerpt.split(separator: "\n").map { "\n  \($0)" }.joined()
        }
        return "\(problem.place): \(kind): \(problem.text)\(excerpt ?? "")"
    }

    private static func json(_ findings: Findings) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("good", findings.errors.isEmpty)
        write(findings.errors, as: "errors", to: &writer)
        writer.member("omitted_errors", findings.omittedErrors)
        write(findings.warnings, as: "warnings", to: &writer)
        writer.key("policies")
        writer.beginArray()
        for policy in findings.policies {
            writer.beginObject()
            writer.member("name", policy.name)
            writer.member("version", policy.version)
            writer.member("event", policy.event)
            writer.member("digest", policy.digest)
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        return writer.bytes
    }

    private static func write(_ problems: [PolicyProblem], as key: String, to writer: inout JSONWriter) {
        writer.key(key)
        writer.beginArray()
        for problem in problems {
            writer.beginObject()
            writer.member("file", problem.file)
            if let line = problem.line { writer.member("line", line) }
            if let column = problem.column { writer.member("column", column) }
            writer.member("message", problem.message)
            if let hint = problem.hint { writer.member("hint", hint) }
            if let excerpt = problem.excerpt { writer.member("excerpt", excerpt) }
            writer.endObject()
        }
        writer.endArray()
    }
}
