import ArgumentParser
import DecisionLog
import Decisions
import Policy

struct LogQueryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "query",
        abstract: "Find decisions, or other records.",
        discussion: """
            Those that fit all options, the oldest first; without any, all decisions.
              portcullis log query --decision block --since 2026-11-21T00:00:00Z --count
              portcullis log query --session sid_87wfetm98myh9awj0dpt28a3kc --format json | jq .data.decision.reasons
              portcullis log query --type \(Challenger.recordType) --format json | jq '.data.results[] | select(.differs)'
            """)

    /// All that a log can have. Of a mistyped one there would be none, as if nothing had happened.
    static let types = [RecordQuery.decisionType, PolicyRecord.type, Challenger.recordType] + RecordQuery.logTypes

    @OptionGroup var time: LogTimeOptions

    @Option(help: "Records of this type instead of decisions: \(types.joined(separator: ", ")).")
    var type = RecordQuery.decisionType

    @Option(help: "allow, review or block.")
    var decision: String?

    @Option(help: "A rule's id, or the code of its reason.")
    var rule: String?

    @Option(help: "A vendor that was asked, such as tripwire.")
    var provider: String?

    @Flag(inversion: .prefixedNo, help: "Only what is degraded, or only what isn't.")
    var degraded: Bool?

    @Option(help: "A vendor's session id.")
    var session: String?

    @Option(help: "The account, as the log has it.")
    var account: String?

    @Flag(help: "Print only how many there are.")
    var count = false

    @Option(help: "text or json.")
    var format = OutputFormat.text

    @OptionGroup var directory: LogDirectoryArgument

    func validate() throws {
        guard Self.types.contains(type) else {
            throw ValidationError("--type takes \(Self.types.joined(separator: ", ")).")
        }
        if let decision, Action(rawValue: decision) == nil {
            throw ValidationError("--decision takes \(Action.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        if type != RecordQuery.decisionType, let option = aboutDecisions.first {
            throw ValidationError("\(option) is about decisions: no record of --type \(type) has it.")
        }
    }

    /// The options given that only decisions can fit.
    private var aboutDecisions: [String] {
        let options = [
            ("--decision", decision != nil), ("--rule", rule != nil), ("--provider", provider != nil),
            ("--degraded", degraded == true), ("--no-degraded", degraded == false), ("--session", session != nil),
            ("--account", account != nil),
        ]
        return options.filter(\.1).map(\.0)
    }

    func run() async throws {
        var query = RecordQuery()
        query.type = type
        query.since = time.since
        query.until = time.until
        query.decision = decision
        query.rule = rule
        query.provider = provider
        query.isDegraded = degraded
        query.session = session
        query.account = account
        let path = try await directory.path()
        do {
            var found = try LogQuery(query, directory: path)
            var number = 0
            while let line = try found.next() {
                number += 1
                if !count { try print(line) }
            }
            if count { try Output.write(line: "\(number)") }
        } catch let error as DecisionLogError {
            throw CommandFailure("\(error)", .usage)
        }
    }

    private func print(_ line: [UInt8]) throws(CommandFailure) {
        let text = format == .json ? line : Array(RecordSummary(line: line).description.utf8)
        try Output.write(text + [UInt8(ascii: "\n")])
    }
}
