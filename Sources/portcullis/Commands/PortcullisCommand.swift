import ArgumentParser

struct PortcullisCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "portcullis",
        abstract: "Decides at the gate of a signup flow: allow, review or block.",
        discussion: """
            A backend posts the session IDs that its bot- and fraud-detection vendors gave to the browser. Portcullis \
            asks the vendors, applies a policy, and answers with the decision and its reasons, which are in an \
            append-only log before the answer leaves.

            Try it without any vendor's key:
              portcullis serve --simulate

            Exit codes: 0 good, 1 what was checked is not good, 2 wrong usage or unreadable input.
            """,
        version: Version.current,
        subcommands: [
            ServeCommand.self, DecideCommand.self, SimulateCommand.self, PolicyCommand.self, LogCommand.self,
            ConfigCommand.self, HealthcheckCommand.self,
        ])
}
