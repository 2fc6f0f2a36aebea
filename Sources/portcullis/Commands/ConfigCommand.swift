import ArgumentParser
import Server

struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Look at the configuration.", subcommands: [Check.self])

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: "Check the configuration and print what is in force, and from where.",
            discussion: """
                Finds every mistake at once: unknown settings, wrong types, values out of range, secrets in the file, a \
                certificate that can't be used. \
                Secrets are shown as set, never with their value. Ends with 1 if anything is wrong.
                """)

        @OptionGroup var config: ConfigOptions

        func run() async throws {
            do {
                let settings = try await Settings.load(path: config.path)
                try Self.checkFiles(of: settings)
                for (key, value) in settings.values {
                    print("\(key.name): \(key.isSecret ? "(set)" : value.text)  # \(value.source)")
                }
                if settings.vendors.isEmpty {
                    print("# No vendor is enabled: 'serve' needs a vendor's key, or --simulate.")
                }
            } catch {
                throw CommandFailure(error.description, error.isUnreadable ? .usage : .notGood)
            }
        }

        /// What only a start reads.
        private static func checkFiles(of settings: Settings) throws(SettingsError) {
            guard let files = settings.tls else { return }
            do throws(TLSFileError) {
                _ = try ListenerTLS(files)
            } catch {
                throw SettingsError(problems: ["\(error)"])
            }
        }
    }
}
