import ArgumentParser
import CEL
import Decisions
import Policy

struct PolicyEvalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eval",
        abstract: "Evaluate an expression or a policy on evidence.",
        discussion: """
            An expression is what a rule's `when` may be, or any part of it. Without evidence no vendor was asked and nothing \
            is known; what would have been needed is named.

              portcullis policy eval '1.5 + 2.5'
              portcullis policy eval 'signals.network.vpn && tripwire.decision.risk_score > 40' --tripwire answer.json
              portcullis policy eval 'subject.email.endsWith("@example.com")' --fixture request.yaml
              portcullis policy eval 'subject.account_id in lists.trusted' --policy signup.yaml --decision dec_01jd…
              portcullis policy eval --policy signup.yaml --tripwire answer.json

            With an expression, --policy brings the policy's lists; without one, the policy's verdict is told. Ends with 0 if \
            there is a value or a verdict, with 1 if the value is unknown or an error, with 2 if something can't be read or the \
            expression has a mistake.
            """)

    @Argument(help: "An expression in CEL.")
    var expression: String?

    @Option(help: ArgumentHelp("A policy's file.", valueName: "file"))
    var policy: String?

    @OptionGroup var evidence: EvidenceOptions

    @Option(help: "text or json.")
    var format = OutputFormat.text

    func validate() throws {
        if expression == nil, policy == nil {
            throw ValidationError(
                "Give an expression, or --policy, or both. One that begins with - comes last, after --.")
        }
    }

    func run() async throws {
        let policy = try policy.map { try PolicyOption.load(file: $0) }
        guard let expression else {
            guard let policy else { return }
            let loaded = try await evidence.load()
            let withheld = loaded.withholding.map { policy.attributes(withheldBy: $0) }
            let verdict = policy.evaluate(loaded.evidence, withheld: withheld)
            return try print(VerdictOutput(policy: policy, verdict: verdict))
        }
        let evaluation = try Self.compile(expression, policy)
        let loaded = try await evidence.load()
        let outcome = evaluation.evaluate(loaded.evidence, withholding: loaded.withholding)
        switch format {
        case .text: Output.print(OutcomeText.line(outcome))
        case .json: try Output.write(Self.json(outcome, evaluation.resultType) + [UInt8(ascii: "\n")])
        }
        guard case .value = outcome else { throw ExitCode(CommandFailure.Code.notGood.rawValue) }
    }

    private func print(_ output: VerdictOutput) throws(CommandFailure) {
        switch format {
        case .text: Output.print(output.lines.joined(separator: "\n"))
        case .json: try Output.write(output.json + [UInt8(ascii: "\n")])
        }
    }

    private static func compile(
        _ expression: String, _ policy: Policy?
    ) throws(CommandFailure) -> ExpressionEvaluation {
        do throws(CompileError) {
            return try ExpressionEvaluation(expression, policy: policy, vocabulary: .portcullis)
        } catch {
            throw CommandFailure("\(error)\n\(error.excerpt)", .usage)
        }
    }

    private static func json(_ outcome: Outcome, _ type: CELType) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("type", type.description)
        OutcomeText.write(outcome, to: &writer)
        writer.endObject()
        return writer.bytes
    }
}
