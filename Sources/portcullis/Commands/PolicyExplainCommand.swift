import ArgumentParser
import CEL
import Decisions
import Policy

struct PolicyExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Tell why a policy decides as it does, rule by rule.",
        discussion: """
            Each rule with what became of it, and with the parts of its condition and their values. On a decision of the log, \
            or on evidence of your own:

              portcullis policy explain dec_01jd…
              portcullis policy explain dec_01jd… --log var/log --policy new/signup.yaml
              portcullis policy explain --tripwire answer.json --rule vpn

            The policy is the configured one for the decision's event, unless --policy says otherwise; if it isn't the one that \
            decided, that is told. What the record doesn't hold is named and not shown. Ends with 1 if there is no such \
            decision, or the policy that decided no longer comes to what was recorded; with 2 if something can't be read.
            """)

    @Argument(help: "A decision's id. Default: the evidence that the options name.")
    var id: String?

    @OptionGroup var policy: PolicyOption

    @Option(
        help: ArgumentHelp("Which event's policy, where there are several. Default: that of the decision, or signup."))
    var event: String?

    @Option(parsing: .singleValue, help: ArgumentHelp("Only this rule; may be repeated.", valueName: "id"))
    var rule: [String] = []

    @OptionGroup var evidence: EvidenceOptions

    @Option(help: "text or json.")
    var format = OutputFormat.text

    func validate() throws {
        if id != nil, evidence.decisionID != nil { throw ValidationError("Give one decision.") }
    }

    func run() async throws {
        var options = evidence
        options.decisionID = id ?? evidence.decisionID
        try options.validate()
        let loaded = try await options.load()
        let policies = try await policy.policies(evidence.log.config)
        let policy = try policy(among: policies, loaded.decision)
        if let unknown = rule.first(where: { !policy.ruleIDs.contains($0) }) {
            throw CommandFailure("The policy \(policy.name) has no rule '\(unknown)'.", .usage)
        }
        let output = PolicyExplainOutput(
            policy: policy, explanation: policy.explain(loaded.evidence, withholding: loaded.withholding),
            decision: loaded.decision, rules: rule)
        switch format {
        case .text: Output.print(output.text)
        case .json: try Output.write(output.json + [UInt8(ascii: "\n")])
        }
        if !output.isGood { throw ExitCode(CommandFailure.Code.notGood.rawValue) }
    }

    private func policy(among policies: [Policy], _ decision: LoggedDecision?) throws(CommandFailure) -> Policy {
        if event == nil, decision == nil, policies.count == 1, let only = policies.first { return only }
        let event = event ?? decision?.event ?? DecisionRequest.defaultEvent
        guard let policy = policies.first(where: { $0.event == event }) else {
            let known = policies.map(\.event).sorted().joined(separator: ", ")
            throw CommandFailure("There is no policy for the event '\(event)', only for: \(known).", .usage)
        }
        return policy
    }
}
