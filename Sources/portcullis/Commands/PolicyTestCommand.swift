import ArgumentParser
import Decisions
import Policy

struct PolicyTestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Run the tests of policies.",
        discussion: """
            A policy's tests stand beside it: signup.test.yaml has named cases for signup.yaml, each with what the vendors \
            answered, what the caller sent, and what has to come of it. Prints what each case came to, and which rules the \
            cases reached. Ends with 1 if a case fails, with 2 if a policy or its tests can't be read.
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text
        case json
        case junit
    }

    @Option(help: "text, json, or junit for the XML that CI systems read.")
    var format = Format.text

    @OptionGroup var paths: PolicyPathArguments

    func run() async throws {
        let paths = try await paths.all()
        let reports: [PolicyTestReport]
        do throws(PolicyLoadError) {
            reports = try Self.run(paths)
        } catch {
            throw CommandFailure(error.description, .usage)
        }
        switch format {
        case .text: Output.print(reports.map(PolicyTestOutput.text).joined(separator: "\n\n"))
        case .json: try Output.write(PolicyTestOutput.json(reports) + [UInt8(ascii: "\n")])
        case .junit: Output.print(JUnitReport.text(reports))
        }
        if !reports.allSatisfy(\.isGood) { throw ExitCode(CommandFailure.Code.notGood.rawValue) }
    }

    private static func run(_ paths: [String]) throws(PolicyLoadError) -> [PolicyTestReport] {
        let tests = PolicyTestLoader(vocabulary: .portcullis)
        var reports: [PolicyTestReport] = []
        for path in paths {
            for file in try tests.files(at: path) {
                reports.append(try PolicyTestRun.run(file: file, tests: tests))
            }
        }
        return reports
    }
}
