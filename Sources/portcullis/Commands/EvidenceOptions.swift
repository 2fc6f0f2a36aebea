import ArgumentParser
import CEL
import Decisions
import Foundation
import Policy
import Providers

/// On what an expression or a policy is tried: a decision of the log, or an imagined request.
struct EvidenceOptions: ParsableArguments {
    @Option(
        name: .customLong("decision"),
        help: ArgumentHelp("A decision of the log: on what its record holds.", valueName: "id"))
    var decisionID: String?

    @OptionGroup var log: LogSourceOptions

    @Option(
        help: ArgumentHelp(
            "A YAML file with what is known: the keys of a test's case (facts, providers, signals, subject, attributes, now).",
            valueName: "file"))
    var fixture: String?

    @Option(help: ArgumentHelp("A file with Tripwire's answer, as its API sends it.", valueName: "file"))
    var tripwire: String?

    @Option(help: ArgumentHelp("A file with Verisoul's answer.", valueName: "file"))
    var verisoul: String?

    @Option(help: ArgumentHelp("The time of the request. Default: now.", valueName: "time"), transform: Self.time)
    var now: Timestamp?

    /// What is known, and by whom.
    struct Loaded {
        let evidence: Evidence
        /// What the log's record keeps back; nil for an imagined request.
        var withholding: Withholding?
        /// Nil for an imagined request.
        var decision: LoggedDecision?
    }

    func validate() throws {
        if decisionID != nil, fixture != nil || tripwire != nil || verisoul != nil || now != nil {
            throw ValidationError("--decision is all that is known; it goes with no other evidence.")
        }
    }

    /// - Throws: ``CommandFailure`` for what can't be read.
    func load() async throws(CommandFailure) -> Loaded {
        guard let decisionID else { return Loaded(evidence: try imagined()) }
        let line = try await log.line(ofDecision: decisionID)
        do throws(LoggedDecisionError) {
            let decision = try LoggedDecision(line)
            let logged = try decision.evidence()
            return Loaded(evidence: logged.evidence, withholding: logged.shape.withholding, decision: decision)
        } catch {
            throw CommandFailure("\(decisionID): \(error)", .usage)
        }
    }

    private func imagined() throws(CommandFailure) -> Evidence {
        let now = now ?? Timestamp(Date())
        var known = PolicyFixture(now: now)
        if let fixture {
            do throws(PolicyLoadError) {
                known = try PolicyTestLoader(vocabulary: .portcullis).loadFixture(file: fixture, now: now)
            } catch {
                throw CommandFailure(error.description, .usage)
            }
        }
        for (provider, file) in [(ProviderName.tripwire, tripwire), (.verisoul, verisoul)] {
            if let file { known.answer(of: provider.rawValue, try InputFile.read(file)) }
        }
        do throws(PolicyTestCaseError) {
            return try Evidence(fixture: known)
        } catch {
            throw CommandFailure(error.message, .usage)
        }
    }

    private static func time(_ text: String) throws -> Timestamp {
        guard let time = Timestamp(rfc3339: text) else {
            throw ValidationError("A time has the form 2026-11-21T08:00:00Z.")
        }
        return time
    }
}
