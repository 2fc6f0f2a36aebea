import ArgumentParser
import DecisionLog
import Decisions
import Policy

struct PolicyReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Decide recorded decisions again, with another policy and no vendor.",
        discussion: """
            Reads decisions from the log and decides each again on what its record holds, at the time that it was made. \
            Tells what would have come out differently, which rules made the difference, some of the decisions, and which \
            ones can't be decided again because their records don't hold what the policy reads.

              portcullis policy replay --policy new/signup.yaml
              portcullis policy replay --policy new/ --log var/log --since 2026-11-01T00:00:00Z
              portcullis policy replay --policy new/ --log decisions-*.ndjson --fail-over 1%   # for CI

            Look at one of them with `portcullis policy explain --decision ID --policy new/signup.yaml`. A vendor is never \
            asked. Ends with 1 if a greater share than --fail-over came out differently or can't be decided again; with 2 if \
            a policy or the log can't be read.
            """)

    @OptionGroup var policy: PolicyOption

    @OptionGroup var log: LogSourceOptions

    @OptionGroup var time: LogTimeOptions

    @Option(
        help: ArgumentHelp(
            "Fail if a greater share of the decisions came out differently, or can't be decided again: 1% or 0.01.", valueName: "share"))
    var failOver: Share?

    @Flag(inversion: .prefixedNo, help: "Tell on the standard error how far it is. Default: if that is a terminal.")
    var progress: Bool?

    @Option(help: "text or json.")
    var format = OutputFormat.text

    func run() async throws {
        let policies = try await policy.policies(log.config)
        var query = RecordQuery()
        query.since = time.since
        query.until = time.until
        let found = try await log.query(query)
        var run = ReplayRun(
            replayer: Replayer(policies), progress: progress ?? ReplayProgress.isSeen ? ReplayProgress() : nil)
        let start = ContinuousClock.now
        let tally: ReplayTally
        do {
            tally = try await run.run(found)
        } catch let error as DecisionLogError {
            throw CommandFailure("\(error)", .usage)
        }
        let output = PolicyReplayOutput(
            tally: tally, policies: policies, failOver: failOver?.value, duration: ContinuousClock.now - start)
        switch format {
        case .text: Output.print(output.text)
        case .json: try Output.write(output.json + [UInt8(ascii: "\n")])
        }
        if !output.isGood { throw ExitCode(CommandFailure.Code.notGood.rawValue) }
    }
}
