import ArgumentParser
import Foundation

/// The entry: parses the command line, runs the command, and gives every ending its exit code.
@main
enum Main {
    static func main() async {
        // libcurl and log writers meet closed pipes and sockets; that is an error to them, not a reason to die.
        signal(SIGPIPE, SIG_IGN)
        // Until the service handles it itself. As a container's first process, a signal that nobody handles is lost, and one
        // that is stopped while it starts would have to be killed.
        signal(SIGTERM) { _exit(128 + $0) }
        do {
            var command = try PortcullisCommand.parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let error as CommandFailure {
            end(error.message, code: error.code)
        } catch let code as ExitCode {
            exit(code.rawValue)
        } catch let error where PortcullisCommand.exitCode(for: error) == .success {
            // --help and --version.
            print(PortcullisCommand.fullMessage(for: error))
        } catch {
            end(PortcullisCommand.fullMessage(for: error), code: .usage)
        }
    }

    private static func end(_ message: String, code: CommandFailure.Code) -> Never {
        Output.printError(message)
        exit(code.rawValue)
    }
}
